// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/gallery.h"

#include <QFile>
#include <QLocale>
#include <QVBoxLayout>

#include "widgets/controls/number_text.h"
#include "widgets/style/text.h"

namespace langevin::desktop {
namespace {

const QString lesson_prefix = QStringLiteral("lesson "), run_prefix = QStringLiteral("run "),
              sweep_prefix = QStringLiteral("sweep ");
constexpr std::size_t most_runs = 3;

/// Pictures are made by `langevin-lab --thumbnails`, see resources/thumbnails/README.md.
QString picture(const Lab& lab, std::size_t preset) {
    return QStringLiteral(":/langevin/thumbnails/%1-%2.png").arg(text(lab.id)).arg(preset + 1);
}

/// The picture of the lab that the lesson begins with.
QString picture(const Registry& registry, const Lesson& lesson) {
    for (const auto& lab : registry.labs())
        if (lab.id == lesson.steps.front().recipe->lab) return picture(lab, 0);
    return {};
}

}  // namespace

Gallery::Gallery(const Registry& registry, const std::vector<Lesson>& lessons, QWidget* parent)
    : QWidget(parent), registry_(registry), cards_(new controls::CardGallery(this)), sweeps_(labs::sweeps()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(cards_);
    addLessons(lessons);
    addSweeps();
    addPresets();
    cards_->setCards(items_);
    connect(cards_, &controls::CardGallery::activated, this, &Gallery::activate);
}

void Gallery::addLessons(const std::vector<Lesson>& lessons) {
    for (std::size_t i = 0; i < lessons.size(); ++i)
        items_.push_back({.id = lesson_prefix + QString::number(i),
                          .title = text(lessons[i].title),
                          .line = text(lessons[i].summary),
                          .section = tr("Lessons"),
                          .keywords = tr("lesson predict run compare"),
                          .picture = picture(registry_, lessons[i])});
}

void Gallery::addSweeps() {
    for (std::size_t i = 0; i < sweeps_.size(); ++i)
        items_.push_back({.id = sweep_prefix + QString::number(i),
                          .title = text(sweeps_[i].plan.recipe.title),
                          .line = text(sweeps_[i].plan.recipe.summary),
                          .section = tr("Phase diagrams"),
                          .keywords = tr("phase diagram sweep map"),
                          .picture = ":/langevin/thumbnails/sweep-" + text(sweeps_[i].id) + ".png"});
}

void Gallery::addPresets() {
    for (const auto& lab : registry_.labs()) {
        QStringList words{text(lab.summary)};
        for (const auto& word : lab.keywords) words << text(word);
        for (std::size_t i = 0; i < lab.presets.size(); ++i) {
            const auto& preset = lab.presets[i];
            items_.push_back({.id = QString::number(recipes_.size()),
                              .title = text(preset.title),
                              .line = text(preset.summary),
                              .section = text(lab.title),
                              .keywords = words.join(' '),
                              .picture = picture(lab, i)});
            recipes_.push_back(preset);
        }
    }
}

void Gallery::activate(const QString& id) {
    if (id.startsWith(run_prefix)) return emit runChosen(id.mid(run_prefix.size()));
    if (id.startsWith(lesson_prefix)) return emit lessonChosen(id.mid(lesson_prefix.size()).toInt());
    if (!id.startsWith(sweep_prefix)) return emit chosen(recipes_[static_cast<std::size_t>(id.toInt())]);
    const auto& sweep = sweeps_[id.mid(sweep_prefix.size()).toUInt()];
    emit sweepChosen(sweep.plan, text(sweep.id));
}

void Gallery::setForVisitors() {
    for_visitors_ = true;
    std::erase_if(items_, [](const auto& item) { return item.id.startsWith(sweep_prefix); });
    cards_->setCards(items_);
}

void Gallery::setLastRuns(const std::vector<LastRuns::Run>& runs) {
    if (for_visitors_) return;
    auto cards = items_;
    std::size_t count = 0;
    for (const auto& run : runs) {
        for (const auto& lab : registry_.labs()) {
            if (text(lab.id) != run.lab || count == most_runs) continue;
            cards.insert(
                cards.begin() + static_cast<std::ptrdiff_t>(count++),
                {.id = run_prefix + run.path,
                 .title = text(lab.title),
                 .line = (run.compared
                              ? tr("The comparison that you left at %1 %2, %3. It opens paused; press play to go on.")
                              : tr("Where you left it at %1 %2, %3. It opens paused; press play to go on."))
                             .arg(text(lab.step_unit), controls::count_text(run.step),
                                  QLocale::system().toString(run.left, QLocale::ShortFormat)),
                 .section = tr("Continue"),
                 .keywords = tr("continue last run left"),
                 .picture = picture(lab, 0)});
        }
    }
    cards_->setCards(cards);
}

void Gallery::reset() {
    cards_->setSearch({});
}

void Gallery::setTheme(const style::Theme& theme) {
    cards_->setTheme(theme);
}

}  // namespace langevin::desktop
