// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/movie/film.h"

#include <algorithm>
#include <set>

#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "widgets/parameters/names.h"
#include "widgets/views/view_factory.h"

namespace langevin::desktop {
namespace {

constexpr double sheet_units = 405, units_per_inch = 72, mm_per_inch = 25.4;

std::vector<std::string> ids_of(const Lab& lab) {
    std::vector<std::string> ids;
    for (const auto& spec : lab.panels) ids.push_back(spec.id);
    return ids;
}

/// "L = 32 sites, κ = 0.27": what differs from the lab's initial values, and the couplings of the physics.
QString caption(const ParameterSet& parameters) {
    const auto changed = parameters.changed();
    const auto is_coupling = [&](const ParameterSpec& spec) {
        return spec.apply == Apply::live && spec.level == Level::basic && !spec.symbol.empty() &&
               std::holds_alternative<Range>(spec.domain) && parameters.relevant(spec);
    };
    QStringList words;
    for (const auto& spec : parameters.schema().specs()) {
        const bool differs =
            std::ranges::find(changed, spec.key, &std::pair<std::string, Value>::first) != changed.end();
        if (!differs && !is_coupling(spec)) continue;
        const auto value = to_word(parameters.value(spec.key));
        words << parameters::short_name(spec) +
                     QString::fromStdString(" = " + value + (spec.unit.empty() ? "" : " " + spec.unit));
    }
    return words.join(", ");
}

}  // namespace

figures::FigureOptions frame_options(const MoviePlan& plan) {
    figures::FigureOptions options;
    const int shorter = std::min(plan.size.width(), plan.size.height());
    options.dpi = std::max(1, qRound(shorter / sheet_units * units_per_inch));
    options.width_mm = plan.size.width() * mm_per_inch / options.dpi;
    options.height_mm = plan.size.height() * mm_per_inch / options.dpi;
    options.font_points = plan.font_points;
    options.draw_title = true;
    options.dark = plan.dark;
    options.palette = plan.palette;
    return options;
}

std::vector<PanelSpec> chosen_panels(const Lab& lab, const ParameterSet& parameters,
                                     const std::vector<std::string>& ids) {
    std::vector<PanelSpec> specs;
    std::set<std::string> seen;
    for (const auto& id : ids) {
        const auto found =
            std::find_if(lab.panels.begin(), lab.panels.end(), [&](const PanelSpec& spec) { return spec.id == id; });
        if (found == lab.panels.end())
            throw Failure({lab.id + " has no panel \"" + id + "\"", "", did_you_mean(id, ids_of(lab), "panels")});
        if (!seen.insert(id).second) throw Failure({"the panel " + id + " is named twice", "", "Name each once"});
        if (!parameters.relevant(found->relevance))
            throw Failure({"the panel " + id + " has no meaning with these parameters", "", "Leave it out"});
        specs.push_back(*found);
    }
    return specs;
}

std::vector<std::string> first_panels(const Lab& lab, const ParameterSet& parameters) {
    constexpr std::size_t most = 3;
    std::vector<std::string> ids;
    for (const auto& spec : lab.panels)
        if (ids.size() < most && spec.initially_visible && parameters.relevant(spec.relevance)) ids.push_back(spec.id);
    return ids;
}

QString provenance(const Execution& execution) {
    const auto recipe =
        storage::full_recipe(execution.lab(), execution.first_parameters(), execution.seed(), execution.steps());
    auto text = storage::to_json(recipe);
    if (!execution.journal().empty()) text += "langevin-run run \"" + storage::to_line(recipe) + "\"";
    for (const auto& edit : execution.journal())
        text += " --edit \"" + std::to_string(edit.step) + ":" + edit.key + "=" + to_word(edit.value) + "\"";
    return QString::fromStdString(text);
}

Film::Film(const Lab& lab, const ParameterSet& parameters, const MoviePlan& plan,
           const std::map<QString, QVariantMap>& choices)
    : lab_(lab), specs_(chosen_panels(lab, parameters, plan.panels)), options_(frame_options(plan)) {
    for (const auto& spec : specs_) {
        const auto id = QString::fromStdString(spec.id);
        views_.push_back(views::make_view(spec, nullptr));
        views_.back()->setSteady(true);
        if (const auto found = choices.find(id); found != choices.end()) views_.back()->restoreChoices(found->second);
        sheet_.parts << figures::Part{views_.back().get(), id, QString::fromStdString(spec.title)};
    }
    sheet_.titles = true;
    options_.title = QString::fromStdString(lab.title);
}

Film::~Film() = default;

QImage Film::frame(const Snapshot& snapshot, const QString& provenance) {
    for (std::size_t i = 0; i < specs_.size(); ++i)
        if (const auto* panel = snapshot.panel(specs_[i].id)) views_[i]->setPanel(*panel);
    sheet_.remark = QStringLiteral("%1 %2").arg(QString::fromStdString(lab_.step_unit)).arg(snapshot.step);
    sheet_.subtitle = snapshot.parameters ? caption(*snapshot.parameters) : QString();
    options_.recipe = provenance;
    const auto image = figures::render_image(sheet_, options_);
    if (image.isNull())
        throw Failure({"a frame of this size cannot be made", "", "Choose a smaller size of the movie"});
    return image;
}

std::uint64_t shoot(Execution& execution, const MoviePlan& plan, FrameSink& sink, const std::stop_token& stop,
                    int threads, const std::function<QImage(const Snapshot&, const QString& provenance)>& paint,
                    const std::function<void(std::uint64_t frames)>& progress) {
    const Attention attention{.panels = std::set(plan.panels.begin(), plan.panels.end()), .complete = true};
    std::uint64_t frames = 0;
    while (frames < plan.frames && (frames == 0 || !execution.finished())) {
        for (std::uint64_t i = 0; i < plan.every && !execution.finished(); ++i)
            if (stop.stop_requested() || !execution.step(stop, threads)) throw Stopped{};
        Snapshot snapshot;
        execution.observe(snapshot, attention);
        sink.add(paint(snapshot, provenance(execution)));
        progress(++frames);
    }
    return frames;
}

}  // namespace langevin::desktop
