// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/saving/page_moment.h"

#include <QPointer>

#include "app/desktop/compare/comparison.h"

namespace langevin::desktop {

std::size_t PageMoment::bytes() const {
    return first.checkpoint->state.bytes() + (second ? second->checkpoint->state.bytes() : 0);
}

void PageMoment::write(const QString& path) const {
    auto session = first.session();
    if (second) {
        session.second = {second->session()};
        session.apart = apart;
    }
    storage::write_session(path.toStdString(), std::move(session), *first.checkpoint,
                           second ? second->checkpoint.get() : nullptr);
}

void with_moment(Session& session, Comparison* comparison, std::function<void(const std::optional<PageMoment>&)> use) {
    session.withMoment([beside = QPointer(comparison), use = std::move(use)](const std::optional<RunMoment>& first) {
        if (!first) return use(std::nullopt);
        PageMoment page{*first};
        if (!beside || !beside->active()) return use(page);
        page.apart = beside->apart();
        beside->second().withMoment([page, use](const std::optional<RunMoment>& second) mutable {
            page.second = second;
            use(page);
        });
    });
}

std::optional<PageMoment> moment_now(Session& session, Comparison* comparison) {
    const auto first = session.momentNow();
    if (!first) return std::nullopt;
    if (!comparison || !comparison->active()) return PageMoment{*first};
    return PageMoment{*first, comparison->second().momentNow(), comparison->apart()};
}

SavedPage read_page(const QString& path, storage::Session session, const Lab& lab) {
    const auto state = [&](const storage::Session& of) {
        return std::make_shared<const Checkpoint>(storage::read_checkpoint(path.toStdString(), of, lab));
    };
    SavedPage page{&lab, std::move(session), nullptr, nullptr};
    page.first = state(page.session);
    if (page.session.second.empty()) return page;
    try {
        for (const auto& key : page.session.apart)
            if (!lab.parameters->find(key))
                throw Failure({"\"apart\" names no parameter of this lab", path.toStdString() + ", " + key,
                               "Mend the file there"});
        page.second = state(page.session.second.front());
    } catch (const Failure& failure) {
        page.problem = QString::fromUtf8(failure.what());
    }
    return page;
}

}  // namespace langevin::desktop
