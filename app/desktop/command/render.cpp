// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/command/render.h"

#include <QDir>
#include <QFile>
#include <QTextStream>
#include <algorithm>

#include "app/desktop/command/thumbnail.h"
#include "app/desktop/compare/sides.h"
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

/// A run that has been made.
struct Run {
    Run(const Lab& lab, const Recipe& recipe) : execution(lab, resolve(lab, recipe), recipe.seed) {
        out() << QString::fromStdString(lab.title + ": " + storage::to_line(recipe)) << Qt::endl;
        run_to_end(execution, recipe.steps);
        execution.observe(snapshot, {.panels = {}, .complete = true});
        for (const auto& words : {snapshot.message, nothing_measured(snapshot)})
            if (!words.empty()) out() << QString::fromStdString(words) << Qt::endl;
        checkpoint = execution.checkpoint();
        session = storage::make_session(lab, execution.first_parameters(), execution.seed(), *checkpoint);
    }

    Execution execution;
    Snapshot snapshot;
    std::optional<Checkpoint> checkpoint;
    storage::Session session;
};

/// The panels of a run in views that no one sees, those of the run that it is compared with behind them.
class Rendering {
  public:
    /// ending: of the names of all files.
    Rendering(const Run& run, QDir place, QString ending, const RenderOptions& options)
        : run_(run),
          place_(std::move(place)),
          ending_(std::move(ending)),
          recipe_(storage::to_json(run.session.recipe)),
          options_(options) {
        options_.figure.recipe = QString::fromStdString(recipe_);
    }

    void compare_with(const Run& other, const QString& mark, const QString& name) {
        other_ = &other, mark_ = mark, other_name_ = name;
    }
    /// Picture and data of a panel. Null where the run has none.
    const views::PanelView* write_panel(const PanelSpec& spec) {
        const auto* panel = run_.snapshot.panel(spec.id);
        if (!panel) return nullptr;
        const auto name = QString::fromStdString(spec.id) + ending_;
        storage::write_csv(place_.filePath(name + ".csv").toStdString(), *panel, spec.title, recipe_);
        if (const auto* field = std::get_if<Field>(panel))
            storage::write_vti(place_.filePath(name + ".vti").toStdString(), *field, recipe_);
        auto& view = *views_.emplace_back(views::make_view(spec, nullptr));
        view.setPanel(*panel);
        if (const auto* behind = other_ && view.takesGhosts() ? other_->snapshot.panel(spec.id) : nullptr)
            view.setGhost(mark_, other_name_, *behind);
        write_figure(view, name, QString::fromStdString(spec.title));
        out() << "  " << name << ": " << QString::fromStdString(summary(*panel)).left(110) << Qt::endl;
        return &view;
    }
    void write_figure(const figures::Sheet& sheet, const QString& name, const QString& title) const {
        auto figure = options_.figure;
        figure.title = title;
        const auto path = place_.filePath(name + "." + figures::suffix(*figure.format));
        if (auto problem = figures::save_figure(sheet, figure, path)) throw Failure(std::move(*problem));
    }

  private:
    const Run& run_;
    const Run* other_ = nullptr;
    QDir place_;
    QString ending_, mark_, other_name_;
    std::string recipe_;
    RenderOptions options_;
    std::vector<std::unique_ptr<views::PanelView>> views_;
};

/// The chosen panels, or all that have a meaning with these parameters.
std::vector<PanelSpec> panels_of(const Lab& lab, const ParameterSet& parameters, const RenderOptions& options) {
    if (!options.panels.empty()) return chosen_panels(lab, parameters, options.panels);
    auto panels = lab.panels;
    std::erase_if(panels, [&](const PanelSpec& panel) { return !parameters.relevant(panel.relevance); });
    return panels;
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

int render(const Lab& lab, Recipe recipe, std::optional<Recipe> compared, const RenderOptions& options,
           const QString& folder) {
    const QDir place(folder);
    if (!place.mkpath(".")) throw Failure({"the folder cannot be made", folder.toStdString(), "Choose another place"});
    if (recipe.steps == 0) recipe.steps = default_steps;
    if (compared) require_same_lab(lab, *compared);
    if (compared && compared->steps == 0) compared->steps = recipe.steps;
    const auto panels = panels_of(lab, resolve(lab, recipe), options);

    const Run first(lab, recipe);
    auto session = first.session;
    Rendering a(first, place, {}, options);
    std::optional<Run> second;
    std::optional<Rendering> b;
    QString first_name, second_name;
    if (compared) {
        second.emplace(lab, *compared);
        session.second = {second->session};
        session.apart = differences(first.execution.parameters(), second->execution.parameters());
        b.emplace(*second, place, "-b", options);
        const auto name = [&](const QString& mark, const Run& run) {
            const bool chance = recipe.seed != compared->seed;
            return side_name(mark, run.execution.parameters(), session.apart,
                             chance ? std::optional(run.execution.seed()) : std::nullopt);
        };
        first_name = name(first_mark, first), second_name = name(second_mark, *second);
        a.compare_with(*second, second_mark, second_name);
        b->compare_with(first, first_mark, first_name);
        storage::write_recipe(place.filePath("recipe-b.json").toStdString(), second->session.recipe);
    }
    storage::write_session(place.filePath("session.json").toStdString(), session, *first.checkpoint,
                           second ? &*second->checkpoint : nullptr);
    storage::write_recipe(place.filePath("recipe.json").toStdString(), session.recipe);

    figures::Sheet sheet;
    sheet.letters = true;
    sheet.titles = compared.has_value();
    for (const auto& spec : panels) {
        const auto add = [&](const views::PanelView* view, const QString& side) {
            const auto title = QString::fromStdString(spec.title) + (side.isEmpty() ? QString() : ", " + side);
            if (view) sheet.parts << figures::Part{view, QString::fromStdString(spec.id), title};
        };
        const auto* view = a.write_panel(spec);
        add(view, first_name);
        if (!b) continue;
        const auto* beside = b->write_panel(spec);
        if (!view || !view->takesGhosts()) add(beside, second_name);  // else it lies behind the first
    }
    if (options.panels.size() > 1) a.write_figure(sheet, "figure", QString::fromStdString(lab.title));
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
