// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/render.h"

#include <QDir>
#include <QFile>
#include <QTextStream>
#include <algorithm>

#include "app/desktop/thumbnail.h"
#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/run/execution.h"
#include "engine/run/sweep.h"
#include "engine/run/sweep_data.h"
#include "engine/storage/panel_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "widgets/export/figure.h"
#include "widgets/views/view_factory.h"

namespace langevin::desktop {
namespace {

constexpr std::uint64_t default_steps = 3000, field_steps = 128, plot_steps = 3000;

QTextStream& out() {
    static QTextStream stream(stdout);
    return stream;
}

void run_to_end(Execution& execution, std::uint64_t steps) {
    const int threads = parallel::available_threads();
    const auto tenth = std::max<std::uint64_t>(1, steps / 10);
    while (execution.steps() < steps && !execution.finished()) {
        execution.step({}, threads);
        if (execution.steps() % tenth == 0) out() << execution.steps() << " of " << steps << " steps" << Qt::endl;
    }
}

void write_panel(const PanelSpec& spec, const Panel& panel, const QDir& place, const QString& title,
                 const std::string& recipe) {
    const auto id = QString::fromStdString(spec.id);
    storage::write_csv(place.filePath(id + ".csv").toStdString(), panel, title.toStdString(), recipe);
    if (const auto* field = std::get_if<Field>(&panel))
        storage::write_vti(place.filePath(id + ".vti").toStdString(), *field, recipe);
    const auto view = views::make_view(spec, nullptr);
    view->setPanel(panel);
    figures::FigureOptions options{.recipe = QString::fromStdString(recipe), .title = title};
    if (const auto problem = figures::save_figure(*view, options, place.filePath(id + ".png"))) throw Failure(*problem);
    out() << "  " << id << ": " << QString::fromStdString(summary(panel)).left(110) << Qt::endl;
}

/// Fields are pictures by themselves; of plots, presets show the first panel and the first histogram in turn.
QImage picture_of(const Lab& lab, const Snapshot& snapshot, std::size_t preset) {
    const auto first = [&](PanelKind kind) {
        const auto found = std::find_if(lab.panels.begin(), lab.panels.end(),
                                        [kind](const PanelSpec& spec) { return spec.kind == kind; });
        const auto* panel = found == lab.panels.end() ? nullptr : snapshot.panel(found->id);
        return panel ? thumbnail(*panel) : QImage();
    };
    if (auto image = first(PanelKind::field); !image.isNull()) return image;
    const auto order = preset % 2 == 0 ? std::pair(PanelKind::curves, PanelKind::histogram)
                                       : std::pair(PanelKind::histogram, PanelKind::curves);
    auto image = first(order.first);
    return image.isNull() ? first(order.second) : image;
}

QImage picture_of(const Lab& lab, std::size_t preset) {
    const auto& recipe = lab.presets[preset];
    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    const bool fields = lab.panels.front().kind == PanelKind::field;
    run_to_end(execution, !fields ? plot_steps : recipe.steps > 0 ? std::min(recipe.steps, plot_steps) : field_steps);
    Snapshot snapshot;
    execution.observe(snapshot, {.panels = {}, .complete = true});
    return picture_of(lab, snapshot, preset);
}

/// The map that a sweep shows first.
QImage picture_of(const Lab& lab, const SweepPlan& plan) {
    SweepData data(SweepGrid(lab, plan));
    Sweep sweep(data.grid(), {}, {.threads = parallel::available_threads()});
    while (!sweep.wait()) out() << sweep.status().done << " of " << sweep.status().total << " runs" << Qt::endl;
    data.add(sweep.take());
    const auto key = data.shown().front();
    return thumbnail(Panel(data.map(key, data.default_options(key))));
}

}  // namespace

int render(const Lab& lab, Recipe recipe, const QString& folder) {
    const QDir place(folder);
    if (!place.mkpath(".")) throw Failure({"the folder cannot be made", folder.toStdString(), "Choose another place"});
    if (recipe.steps == 0) recipe.steps = default_steps;

    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    out() << QString::fromStdString(lab.title + ": " + storage::to_line(recipe)) << Qt::endl;
    run_to_end(execution, recipe.steps);
    Snapshot snapshot;
    execution.observe(snapshot, {.panels = {}, .complete = true});

    const auto checkpoint = execution.checkpoint();
    const auto session = storage::make_session(lab, execution.first_parameters(), execution.seed(), checkpoint);
    storage::write_session(place.filePath("session.json").toStdString(), session, checkpoint);
    storage::write_recipe(place.filePath("recipe.json").toStdString(), session.recipe);
    for (const auto& spec : lab.panels)
        if (const auto* panel = snapshot.panel(spec.id))
            write_panel(spec, *panel, place, QString::fromStdString(spec.title), storage::to_json(session.recipe));
    if (!snapshot.message.empty()) out() << QString::fromStdString(snapshot.message) << Qt::endl;
    out() << "Written to " << place.absolutePath() << Qt::endl;
    return 0;
}

int render_thumbnails(const Registry& registry, const QString& folder) {
    const QDir place(folder);
    if (!place.mkpath(".")) throw Failure({"the folder cannot be made", folder.toStdString(), "Choose another place"});
    const auto make = [&](const QString& name, const auto& picture) {
        const auto path = place.filePath(name + ".png");
        if (QFile::exists(path)) return;
        picture().save(path);
        out() << name << Qt::endl;
    };
    for (const auto& lab : registry.labs())
        for (std::size_t i = 0; i < lab.presets.size(); ++i)
            make(QStringLiteral("%1-%2").arg(QString::fromStdString(lab.id)).arg(i + 1),
                 [&] { return picture_of(lab, i); });
    for (const auto& sweep : labs::sweeps())
        make("sweep-" + QString::fromStdString(sweep.id),
             [&] { return picture_of(registry.find(sweep.plan.recipe.lab), sweep.plan); });
    return 0;
}

}  // namespace langevin::desktop
