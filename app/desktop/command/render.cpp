// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/command/render.h"

#include <QDir>
#include <QFile>
#include <QTextStream>
#include <algorithm>

#include "app/desktop/command/thumbnail.h"
#include "app/desktop/movie/film.h"
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

/// The panels of one moment, in views that no one sees.
class Rendering {
  public:
    Rendering(const Snapshot& snapshot, QDir place, std::string recipe, RenderOptions options)
        : snapshot_(snapshot), place_(std::move(place)), recipe_(std::move(recipe)), options_(std::move(options)) {
        options_.figure.recipe = QString::fromStdString(recipe_);
    }

    void write_panel(const PanelSpec& spec) {
        const auto& panel = *snapshot_.panel(spec.id);
        const auto id = QString::fromStdString(spec.id), title = QString::fromStdString(spec.title);
        storage::write_csv(place_.filePath(id + ".csv").toStdString(), panel, spec.title, recipe_);
        if (const auto* field = std::get_if<Field>(&panel))
            storage::write_vti(place_.filePath(id + ".vti").toStdString(), *field, recipe_);
        views_.push_back(views::make_view(spec, nullptr));
        views_.back()->setPanel(panel);
        sheet_.parts << figures::Part{views_.back().get(), id, title};
        write_figure(*views_.back(), id, title);
        out() << "  " << id << ": " << QString::fromStdString(summary(panel)).left(110) << Qt::endl;
    }
    /// Of all panels so far.
    void write_sheet(const QString& title) {
        sheet_.letters = true;
        write_figure(sheet_, "figure", title);
    }

  private:
    void write_figure(const figures::Sheet& sheet, const QString& name, const QString& title) {
        auto figure = options_.figure;
        figure.title = title;
        const auto path = place_.filePath(name + "." + figures::suffix(*figure.format));
        if (auto problem = figures::save_figure(sheet, figure, path)) throw Failure(std::move(*problem));
    }

    const Snapshot& snapshot_;
    QDir place_;
    std::string recipe_;
    RenderOptions options_;
    std::vector<std::unique_ptr<views::PanelView>> views_;
    figures::Sheet sheet_;
};

/// The chosen panels, or all that there are.
std::vector<PanelSpec> panels_of(const Lab& lab, const ParameterSet& parameters, const RenderOptions& options) {
    return options.panels.empty() ? lab.panels : chosen_panels(lab, parameters, options.panels);
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

int render(const Lab& lab, Recipe recipe, const RenderOptions& options, const QString& folder) {
    const QDir place(folder);
    if (!place.mkpath(".")) throw Failure({"the folder cannot be made", folder.toStdString(), "Choose another place"});
    if (recipe.steps == 0) recipe.steps = default_steps;

    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    const auto panels = panels_of(lab, execution.parameters(), options);
    out() << QString::fromStdString(lab.title + ": " + storage::to_line(recipe)) << Qt::endl;
    run_to_end(execution, recipe.steps);
    Snapshot snapshot;
    execution.observe(snapshot, {.panels = {}, .complete = true});

    const auto checkpoint = execution.checkpoint();
    const auto session = storage::make_session(lab, execution.first_parameters(), execution.seed(), checkpoint);
    storage::write_session(place.filePath("session.json").toStdString(), session, checkpoint);
    storage::write_recipe(place.filePath("recipe.json").toStdString(), session.recipe);
    Rendering rendering(snapshot, place, storage::to_json(session.recipe), options);
    for (const auto& spec : panels)
        if (snapshot.panel(spec.id)) rendering.write_panel(spec);
    if (options.panels.size() > 1) rendering.write_sheet(QString::fromStdString(lab.title));
    if (!snapshot.message.empty()) out() << QString::fromStdString(snapshot.message) << Qt::endl;
    out() << "Written to " << place.absolutePath() << Qt::endl;
    return 0;
}

int render_movie(const Lab& lab, const Recipe& recipe, const CommandOptions& options) {
    auto plan = options.plan;
    const auto parameters = resolve(lab, recipe);
    if (plan.panels.empty()) plan.panels = first_panels(lab, parameters);
    Film film(lab, parameters, plan);
    const MovieFile file{.path = options.movie,
                         .frames_per_second = plan.frames_per_second,
                         .title = QString::fromStdString(lab.title),
                         .comment = QString::fromStdString(storage::to_json(storage::full_recipe(
                             lab, parameters, recipe.seed, options.first + plan.every * plan.frames)))};
    if (auto problem = find_problem(file)) throw Failure(std::move(*problem));

    Execution execution(lab, parameters, recipe.seed);
    out() << QString::fromStdString(lab.title + ": " + storage::to_line(recipe)) << Qt::endl;
    if (options.first > 0) run_to_end(execution, options.first);
    const auto tenth = std::max<std::uint64_t>(1, plan.frames / 10);
    std::uint64_t frames = 0;
    write_movie(file, {}, [&](FrameSink& sink) {
        frames = shoot(
            execution, plan, sink, {}, parallel::available_threads(),
            [&](const Snapshot& snapshot, const QString& text) { return film.frame(snapshot, text); },
            [&](std::uint64_t done) {
                if (done % tenth == 0) out() << done << " of " << plan.frames << " frames" << Qt::endl;
            });
    });
    out() << "Written " << frames << " frames to " << options.movie << Qt::endl;
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
