// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/teacher_student/panels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/statistics/panels.h"
#include "engine/weights/panels.h"

namespace langevin::teacher_student {
namespace {

using statistics::row;

const char* paper = "C. Park, B. Lucini, G. Aarts, arXiv:2407.16427";
const char* exact_distance = "exact for fresh data: e ← ((1 − α)² + α²(d + 1)/|B|) e + α²ν²(d + d²)/|B|";
const char* small_fluctuations = "leading order in the fluctuations, from the exact distance";

Axis time_axis() {
    return {.label = "Learning time αt", .unit = "updates × α"};
}

std::string pair_name(const weights::TeacherModel& model, int pair) {
    return "s = " + to_text(model.value(pair));
}

Curves levels_panel(const View& view) {
    Curves plot{.x = time_axis(), .y = {.label = "Singular value of W", .unit = ""}, .curves = {}};
    weights::add_family(plot, view.history, history_levels, static_cast<std::size_t>(view.model.dimension()), "level",
                        "levels of the first seed");
    if (plot.curves.empty()) return plot;
    const auto times = plot.curves.front().x;
    for (int p = 0; p < view.parameters.pairs; ++p) {
        plot.curves.push_back({.name = "teacher, " + pair_name(view.model, p),
                               .x = {times.front(), times.back()},
                               .y = {view.model.value(p), view.model.value(p)},
                               .role = Role::theory,
                               .source = "the teacher"});
        plot.curves.back().family = "teacher";
    }
    return plot;
}

/// <|W - W_t|^2> against learning time, beside its exact course from the start and from every edit.
Curves distance_panel(const View& view) {
    Curves plot{.x = time_axis(),
                .y = {.label = "Squared distance ⟨‖W − W_t‖²⟩", .unit = "", .logarithmic = true},
                .curves = {}};
    const auto values = [&](HistoryColumn c) {
        const auto series = view.history.series(c, 0);
        return std::vector<double>(series.begin(), series.end());
    };
    Curve measured{
        .name = "all seeds", .x = values(history_time), .y = values(history_distance), .error = values(history_error)};
    if (measured.x.empty()) return plot;
    const double end = measured.x.back();
    plot.curves.push_back(std::move(measured));
    for (std::size_t i = 0; i < view.epochs.size(); ++i) {
        const auto& epoch = view.epochs[i];
        if (i > 0) plot.markers.push_back({epoch.learning_time, view.parameters.scan == Scan::off ? "edit" : ""});
        if (epoch.law.decay >= 1) continue;
        const double last = i + 1 < view.epochs.size() ? view.epochs[i + 1].learning_time : end;
        Curve exact{.name = "exact", .x = {}, .y = {}, .role = Role::theory, .source = exact_distance};
        exact.family = "exact, fresh data";
        for (int k = 0; k <= 120; ++k) {
            const double t = (last - epoch.learning_time) * k / 120;
            exact.x.push_back(epoch.learning_time + t);
            exact.y.push_back(std::max(1e-30, epoch.law.after(epoch.distance, t / epoch.rate)));
        }
        plot.curves.push_back(std::move(exact));
    }
    return plot;
}

Histogram density_panel(const View& view) {
    auto h = statistics::histogram_panel(view.record.levels(), {.label = "Singular value of W", .unit = ""});
    const double width = weights::student_width(view.model);
    if (view.record.samples() == 0 || !(width > 0)) return h;
    std::vector<weights::ExpectedLevel> groups;
    for (int p = 0; p < view.parameters.pairs; ++p) groups.push_back({view.model.value(p), width, true});
    h.references.push_back(statistics::density_curve("two repelling levels", h.edges, Role::theory, small_fluctuations,
                                                     [&](double x) { return weights::expected_density(groups, x); }));
    return h;
}

Curves spacing_panel(const View& view) {
    std::vector<weights::NamedGroup> pairs;
    for (int p = 0; p < view.parameters.pairs; ++p)
        pairs.push_back({static_cast<std::size_t>(p), pair_name(view.model, p)});
    return weights::spacing_panel(view.record, pairs);
}

/// Points of all visited settings.
template <class Abscissa, class Ordinate>
Curve visited(const Analysis& analysis, Abscissa x, Ordinate y) {
    Curve curve{.name = "visited settings", .x = {}, .y = {}, .error = {}, .mark = Mark::points};
    for (const auto& v : analysis.visits) {
        const auto [value, error] = y(v);
        curve.x.push_back(x(v));
        curve.y.push_back(value);
        curve.error.push_back(error);
    }
    return curve;
}

/// <S> against sqrt(alpha nu^2/|B|): the linear scaling rule.
Curves scaling_panel(const View& view, const Analysis& analysis) {
    Curves plot{.x = {.label = "ν√T, T = α/|B|", .unit = ""},
                .y = {.label = "Mean pair spacing ⟨S⟩", .unit = ""},
                .curves = {}};
    plot.curves.push_back(visited(
        analysis, [](const Visit& v) { return v.noise * std::sqrt(v.rate / v.batch); },
        [](const Visit& v) { return std::pair(v.spacing, v.spacing_error); }));
    if (view.model.pairs == 1 && view.model.teacher == 2) {
        Curve published{.name = "published",
                        .x = {},
                        .y = {},
                        .error = {},
                        .role = Role::theory,
                        .mark = Mark::points,
                        .source = paper};
        for (const auto& entry : weights::published_students()) {
            published.x.push_back(entry.abscissa());
            published.y.push_back(entry.spacing);
            published.error.push_back(entry.error());
        }
        plot.curves.push_back(std::move(published));
    }
    weights::add_line_from_origin(plot, "√π x, α → 0", std::sqrt(std::numbers::pi), 0.01, small_fluctuations);
    return plot;
}

/// <S> = sqrt(pi) sigma: spacing against width, both measured.
Curves ratio_panel(const Analysis& analysis) {
    Curves plot{.x = {.label = "√π σ from single levels", .unit = ""},
                .y = {.label = "Mean pair spacing ⟨S⟩", .unit = ""},
                .curves = {}};
    plot.curves.push_back(visited(
        analysis, [](const Visit& v) { return std::sqrt(std::numbers::pi) * v.width; },
        [](const Visit& v) { return std::pair(v.spacing, v.spacing_error); }));
    weights::add_line_from_origin(plot, "⟨S⟩ = √π σ", 1, 0.01, "exact for two levels, β = 1");
    return plot;
}

}  // namespace

std::optional<Visit> visit(const weights::TeacherModel& model, const weights::LevelRecord& record) {
    if (record.samples() == 0) return std::nullopt;
    const auto spacing = record.spacing(0), width = record.width(0);
    if (!(spacing.error > 0) || spacing.effective_samples < 100) return std::nullopt;
    return Visit{model.rate, model.batch, model.noise, spacing.value, spacing.error, width.value, width.error};
}

Analysis analyse(const View& view) {
    Analysis analysis{.samples = view.record.samples(), .table = {}, .published = {}, .visits = view.visits};
    if (!view.ended)
        if (const auto here = visit(view.model, view.record)) analysis.visits.push_back(*here);
    auto& rows = analysis.table;
    const auto& m = view.model;
    const auto law = weights::distance_law(m);
    const bool stable = law.decay < 1;
    const bool fresh = m.data == weights::Data::fresh;
    auto distance = row("distance", "⟨‖W − W_t‖²⟩", "Squared distance from the teacher",
                        statistics::estimate(view.distances, 0), "Error: Γ method.");
    if (stable && fresh) distance.expected = Expectation{law.stationary(), 0, exact_distance};
    rows.push_back(std::move(distance));
    for (int p = 0; p < view.parameters.pairs; ++p) {
        const auto g = static_cast<std::size_t>(p);
        const auto suffix = "_" + std::to_string(p + 1);
        auto spacing = row(
            "pair_spacing" + suffix, "⟨S⟩, " + pair_name(m, p), "Mean spacing of the pair", view.record.spacing(g),
            "Published value where this setting was published, else the law of small fluctuations. Error: Γ method.");
        const double expected = stable ? weights::student_spacing(m) : 0;
        const double uncertainty = weights::student_spacing_uncertainty(m);
        spacing.expected = weights::published_student(m);
        if (!spacing.expected && expected > 0 && fresh)
            spacing.expected = Expectation{expected, uncertainty * expected, small_fluctuations};
        rows.push_back(std::move(spacing));
        auto ratio = row("spacing_ratio" + suffix, "⟨S⟩/⟨S⟩₀, " + pair_name(m, p), "The same in units of its law",
                         view.record.spacing(g), "⟨S⟩₀: law of small fluctuations. Error: Γ method.");
        if (expected > 0) {
            ratio.value /= expected;
            ratio.error /= expected;
            if (fresh) ratio.expected = Expectation{1, uncertainty, small_fluctuations};
            rows.push_back(std::move(ratio));
        }
        rows.push_back(row("width" + suffix, "σ, " + pair_name(m, p), "Width of a diagonal element",
                           view.record.width(g),
                           "From the scatter of single levels, whose variance is 3σ²/2. Error: Γ method."));
        auto mean = row("level" + suffix, "⟨x⟩, " + pair_name(m, p), "Mean level of the pair", view.record.mean(g),
                        "Error: Γ method.");
        if (stable && fresh)
            mean.expected =
                Expectation{m.value(p), law.stationary() / m.value(p), "the teacher; corrections of order σ²"};
        rows.push_back(std::move(mean));
    }
    for (const auto& v : analysis.visits) {
        auto model = m;
        model.rate = v.rate;
        model.batch = v.batch;
        model.noise = v.noise;
        const auto expected = weights::published_student(model);
        if (!expected) continue;
        analysis.published.push_back(
            {.key = "published_" + std::to_string(analysis.published.size() + 1),
             .symbol = "⟨S⟩",
             .label = "α = " + to_text(v.rate) + ", |B| = " + std::to_string(v.batch) + ", ν = " + to_text(v.noise),
             .unit = "",
             .value = v.spacing,
             .error = v.spacing_error,
             .expected = expected,
             .help = "Mean spacing of the pair at this setting."});
    }
    return analysis;
}

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"levels", "Levels of one student", curves,
         "Singular values of W of the first seed against learning time: they settle on the teacher's and repel each "
         "other in pairs.",
         2, 1},
        {"density", "Level density", histogram,
         "Levels of all seeds after thermalisation beside the density of two repelling levels. Errors: "
         "scatter between seeds, below 16 seeds between time bins.",
         1, 1},
        {"distance", "Distance from the teacher", curves,
         "Mean squared distance of all seeds with one standard error, beside its exact course for fresh data from the "
         "start and every edit.",
         1, 1},
        {"spacing", "Pair spacings", curves,
         "Spacings of each pair in units of their mean, beside the Wigner surmise for β = 1. Errors: "
         "scatter between seeds, below 16 seeds between time bins.",
         1, 1},
        {"scaling", "Scaling of the spacings", curves,
         "Mean pair spacing at every setting visited, beside √π x and the published points (arXiv:2407.16427). Errors: "
         "Γ method; published ones "
         "3 %, and 10 % for α ≥ 0.3, where shared inputs move the mean.",
         1, 1},
        {"table", "Observables", table,
         "Means with one standard error (Γ method, autocorrelation included) beside exact and published values.", 2, 1},
        {"ratio", "Spacing against width", curves,
         "⟨S⟩ = √π σ holds for every pair of levels with β = 1, whatever moves them.", 1, 1},
        {"published", "Published table", table,
         "Mean pair spacings at the published settings visited so far beside the published ones (realistic errors).", 2,
         1, false},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    add("levels", [&] { return levels_panel(view); });
    add("density", [&] { return density_panel(view); });
    add("distance", [&] { return distance_panel(view); });
    add("spacing", [&] { return spacing_panel(view); });
    add("scaling", [&] { return scaling_panel(view, analysis); });
    add("table", [&] { return Table{analysis.table}; });
    add("ratio", [&] { return ratio_panel(analysis); });
    add("published", [&] { return Table{analysis.published}; });
}

}  // namespace langevin::teacher_student
