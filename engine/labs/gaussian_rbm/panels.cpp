// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/gaussian_rbm/panels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/statistics/panels.h"
#include "engine/weights/panels.h"

namespace langevin::gaussian_rbm {
namespace {

using statistics::row;

const char* paper = "C. Park, B. Lucini, G. Aarts, arXiv:2407.16427";
const char* small_temperature = "small-temperature limit; corrections of order T allowed for";
const double root_two_pi = std::sqrt(2 * std::numbers::pi);

/// Above this temperature the corrections to the limit are no longer small.
constexpr double cold = 2e-3;

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value);
    return text;
}
std::string kappa_name(double kappa) {
    return "κ = " + number(kappa);
}

std::vector<double> column(const View& view, std::size_t c) {
    const auto values = view.history.series(c, 0);
    return {values.begin(), values.end()};
}

/// A horizontal or straight line from point to point.
Curve line(std::string name, double x0, double y0, double x1, double y1, Role role, std::string source = {}) {
    return {.name = std::move(name), .x = {x0, x1}, .y = {y0, y1}, .role = role, .source = std::move(source)};
}

Axis learning_time_axis() {
    return {.label = "Learning time αt", .unit = "updates × α"};
}

/// Mean level of each group beside the closed curve, which is exact for an aligned noiseless start.
Curves learning_panel(const View& view) {
    Curves plot{.x = learning_time_axis(), .y = {.label = "Mean level x of WᵀW", .unit = ""}, .curves = {}};
    const auto times = column(view, 0);
    if (times.empty()) return plot;
    const auto groups = weights::level_groups(view.model);
    const bool aligned = view.parameters.start == weights::RbmStart::aligned;
    const double start = view.parameters.width * view.parameters.width * view.parameters.hidden;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        plot.curves.push_back({.name = kappa_name(groups[g].kappa), .x = times, .y = column(view, 1 + g)});
        plot.curves.back().family = "mean of all seeds";
    }
    for (const auto& group : groups) {
        if (group.level <= 0 || group.level == start) continue;
        Curve closed{.name = "closed curve, " + kappa_name(group.kappa),
                     .x = {},
                     .y = {},
                     .role = aligned ? Role::theory : Role::guide,
                     .source = "exact for |B| → ∞ and modes that do not mix"};
        closed.family = "|B| → ∞";
        for (int i = 0; i <= 100; ++i) {
            const double t = times.back() * i / 100;
            closed.x.push_back(t);
            closed.y.push_back(weights::learning_curve(group.kappa, view.model.mu, start, t));
        }
        plot.curves.push_back(std::move(closed));
    }
    return plot;
}

/// Levels of one seed, settling on mu^2 - kappa.
Curves levels_panel(const View& view) {
    Curves plot{.x = learning_time_axis(), .y = {.label = "Level x", .unit = ""}, .curves = {}};
    const auto times = column(view, 0);
    if (times.empty()) return plot;
    weights::add_family(plot, view.history, 1 + view.record.groups(), static_cast<std::size_t>(view.parameters.visible),
                        "level", "levels of the first seed");
    for (const auto& group : weights::level_groups(view.model)) {
        plot.curves.push_back(line("μ² − κ, " + kappa_name(group.kappa), times.front(), group.level, times.back(),
                                   group.level, Role::theory, "exact solution"));
        plot.curves.back().family = "μ² − κₙ";
    }
    return plot;
}

Histogram spectrum_panel(const View& view) {
    auto h = statistics::histogram_panel(view.record.levels(), {.label = "Level x of WᵀW", .unit = ""});
    if (view.record.samples() == 0 || view.parameters.rule == Rule::noiseless) return h;
    std::vector<weights::ExpectedLevel> expected;
    for (const auto& group : weights::level_groups(view.model))
        expected.push_back({group.level, weights::level_width(group.level, view.model.temperature()), group.pair()});
    h.references.push_back(statistics::density_curve("small-temperature law", h.edges, Role::theory, small_temperature,
                                                     [&](double x) { return weights::expected_density(expected, x); }));
    return h;
}

Curves spacing_panel(const View& view) {
    std::vector<weights::NamedGroup> pairs;
    const auto groups = weights::level_groups(view.model);
    for (std::size_t g = 0; g < groups.size() && pairs.size() < 4; ++g)
        if (groups[g].pair() && groups[g].level > 0) pairs.push_back({g, kappa_name(groups[g].kappa)});
    return weights::spacing_panel(view.record, pairs);
}

/// All settings with results: the visited ones, and where the run is now.
std::vector<Visit> results(const View& view, const Analysis& analysis) {
    auto all = view.visits;
    const bool ended = view.setting >= weights::published_settings().size();  // the last setting is a visit already
    if (!ended && analysis.here && worth_keeping(view.record)) all.push_back(*analysis.here);
    return all;
}

/// One series of points per group, from every visit.
template <class Wanted, class Point>
void add_points(Curves& plot, const std::vector<Visit>& visits, Wanted wanted, Point point) {
    if (visits.empty()) return;
    for (std::size_t g = 0; g < visits.front().groups.size(); ++g) {
        if (!wanted(visits.front().groups[g])) continue;
        Curve curve{
            .name = kappa_name(visits.front().groups[g].kappa), .x = {}, .y = {}, .error = {}, .mark = Mark::points};
        for (const auto& v : visits) {
            if (g >= v.groups.size()) continue;
            const auto [x, y, error] = point(v, v.groups[g]);
            curve.x.push_back(x);
            curve.y.push_back(y);
            curve.error.push_back(error);
        }
        plot.curves.push_back(std::move(curve));
    }
}

struct Point {
    double x, y, error;
};

bool is_pair(const GroupResult& group) {
    return group.pair;
}

bool published_machine(const weights::RbmModel& m) {
    return m.visible == 10 && m.hidden == 10 && m.mass == 2 && m.mu == 3 && m.sweeps == 3;
}

Curve published_points(const View& view, Point (*point)(const weights::PublishedSpacing&, double level)) {
    Curve curve{.name = "published",
                .x = {},
                .y = {},
                .error = {},
                .role = Role::theory,
                .mark = Mark::points,
                .source = paper};
    const auto groups = weights::level_groups(view.model);
    for (const auto& entry : weights::published_spacings()) {
        const auto [x, y, error] = point(entry, groups[static_cast<std::size_t>(entry.pair) + 1].level);
        curve.x.push_back(x);
        curve.y.push_back(y);
        curve.error.push_back(error);
    }
    return curve;
}

/// <S> against sqrt(T (mu^2 - kappa)): one straight line for all pairs and settings while T is small.
Curves scaling_panel(const View& view, const Analysis& analysis) {
    Curves plot{.x = {.label = "√(T(μ² − κ)), T = α/|B|", .unit = ""},
                .y = {.label = "Mean pair spacing ⟨S⟩", .unit = ""},
                .curves = {}};
    add_points(plot, results(view, analysis), is_pair, [](const Visit& v, const GroupResult& g) {
        return Point{std::sqrt(v.temperature() * g.level), g.spacing, g.spacing_error};
    });
    if (published_machine(view.model))
        plot.curves.push_back(published_points(view, [](const weights::PublishedSpacing& entry, double level) {
            return Point{std::sqrt(entry.temperature() * level), entry.spacing, entry.error()};
        }));
    weights::add_line_from_origin(plot, "√(2π) x", root_two_pi, 0.1, small_temperature);
    return plot;
}

/// The same in units of the limit, against temperature: settings of equal alpha/|B| fall together.
Curves collapse_panel(const View& view, const Analysis& analysis) {
    Curves plot{.x = {.label = "Temperature T = α/|B|", .unit = "", .logarithmic = true},
                .y = {.label = "⟨S⟩/√(T(μ² − κ))", .unit = ""},
                .curves = {}};
    add_points(plot, results(view, analysis), is_pair, [](const Visit& v, const GroupResult& g) {
        const double unit = std::sqrt(v.temperature() * g.level);
        return Point{v.temperature(), g.spacing / unit, g.spacing_error / unit};
    });
    if (published_machine(view.model))
        plot.curves.push_back(published_points(view, [](const weights::PublishedSpacing& entry, double level) {
            const double unit = std::sqrt(entry.temperature() * level);
            return Point{entry.temperature(), entry.spacing / unit, entry.error() / unit};
        }));
    plot.curves.insert(plot.curves.begin(),
                       line("√(2π)", 3e-4, root_two_pi, 0.03, root_two_pi, Role::theory, small_temperature));
    return plot;
}

/// Width of single levels against sqrt(T), in units in which all modes should agree.
Curves width_panel(const View& view, const Analysis& analysis) {
    Curves plot{
        .x = {.label = "√T, T = α/|B|", .unit = ""}, .y = {.label = "Width σ/√(2(μ² − κ))", .unit = ""}, .curves = {}};
    add_points(
        plot, results(view, analysis), [](const GroupResult& g) { return g.level > 0; },
        [](const Visit& v, const GroupResult& g) {
            const double unit = std::sqrt(2 * g.level);
            return Point{std::sqrt(v.temperature()), g.width / unit, g.width_error / unit};
        });
    weights::add_line_from_origin(plot, "√T", 1, 0.05, small_temperature);
    return plot;
}

/// Largest relative deviation of the seeds' mean levels from the closed curve, and from the solution.
void add_noiseless_rows(std::vector<Measurement>& rows, const View& view) {
    const auto times = column(view, 0);
    if (times.empty()) return;
    const auto groups = weights::level_groups(view.model);
    const double start = view.parameters.width * view.parameters.width * view.parameters.hidden;
    double from_curve = 0, from_solution = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto levels = column(view, 1 + g);
        from_solution = std::max(from_solution, std::abs(levels.back() - groups[g].level));
        if (groups[g].level <= start || view.history.block_size() > 1) continue;
        for (std::size_t i = 0; i < times.size(); ++i)
            from_curve = std::max(
                from_curve,
                std::abs(levels[i] / weights::learning_curve(groups[g].kappa, view.model.mu, start, times[i]) - 1));
    }
    const auto add = [&](const char* key, const char* symbol, const char* label, double value, const char* help) {
        rows.push_back({.key = key,
                        .symbol = symbol,
                        .label = label,
                        .unit = "",
                        .value = value,
                        .error = 1e-13,  // rounding
                        .help = help});
    };
    if (view.parameters.start == weights::RbmStart::aligned && view.history.block_size() == 1)
        add("curve_deviation", "max|x/x_c − 1|", "Deviation from the closed curve", from_curve,
            "Largest relative deviation of any level at any time so far; of order α. Error: rounding.");
    add("solution_deviation", "max|x − (μ² − κ)|", "Distance from the solution", from_solution,
        "Largest of all levels, now. Error: rounding.");
}

}  // namespace

bool worth_keeping(const weights::LevelRecord& record) {
    for (std::size_t g = 0; g < record.groups(); ++g)
        if (record.degenerate(g)) {
            const auto found = record.spacing(g);
            return found.error > 0 && found.effective_samples >= 100;
        }
    return false;
}

Visit visit(const weights::RbmModel& model, const weights::LevelRecord& record) {
    Visit v{model.rate, model.batch, {}};
    const auto groups = weights::level_groups(model);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto mean = record.mean(g), width = record.width(g), spacing = record.spacing(g);
        const bool pair = groups[g].pair();
        v.groups.push_back({groups[g].kappa, groups[g].level, pair, mean.value, mean.error, width.value, width.error,
                            pair ? spacing.value : 0, pair ? spacing.error : 0});
    }
    return v;
}

Analysis analyse(const View& view) {
    Analysis analysis{.samples = view.record.samples(), .table = {}, .published = {}, .here = {}};
    auto& rows = analysis.table;
    if (view.parameters.rule == Rule::noiseless) {
        add_noiseless_rows(rows, view);
        return analysis;
    }
    analysis.here = visit(view.model, view.record);
    const double t = view.model.temperature();
    const auto groups = weights::level_groups(view.model);
    int pair = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto& group = groups[g];
        if (!group.pair()) continue;
        const auto name = std::to_string(++pair);
        const double limit = weights::pair_spacing(group.level, t), unit = limit / root_two_pi;
        auto m = row("pair_spacing_" + name, "⟨S⟩(κ = " + number(group.kappa) + ")", "Mean spacing of the pair",
                     view.record.spacing(g),
                     "Published value where this setting was published, else the limit of small T. Error: Γ method.");
        m.expected = weights::published_spacing(view.model, pair - 1);
        if (!m.expected && t < cold && group.level > 0)
            m.expected = Expectation{limit, 10 * t * limit, small_temperature};
        rows.push_back(std::move(m));
        if (group.level <= 0) continue;
        auto found = view.record.spacing(g);
        found.value /= unit;
        found.error /= unit;
        auto ratio = row("spacing_ratio_" + name, "⟨S⟩/√(T(μ² − κ))",
                         "The same in units of the limit, " + kappa_name(group.kappa), found,
                         "√(2π) = 2.5066 at small temperature. Error: Γ method.");
        if (t < cold) ratio.expected = Expectation{root_two_pi, 10 * t * root_two_pi, small_temperature};
        rows.push_back(std::move(ratio));
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto& group = groups[g];
        auto m = row("level_" + std::to_string(g + 1), "⟨x⟩(κ = " + number(group.kappa) + ")",
                     group.pair() ? "Mean level of the pair" : "Level", view.record.mean(g),
                     "Outer levels are pushed outward in proportion to T. Error: Γ method.");
        if (t < cold && group.level > 0)
            m.expected = Expectation{group.level, 20 * t, std::string("exact solution μ² − κ; ") + small_temperature};
        rows.push_back(std::move(m));
    }
    // The published table so far, one row per setting and pair.
    for (const auto& v : results(view, analysis)) {
        auto model = view.model;
        model.rate = v.rate;
        model.batch = v.batch;
        int index = 0;
        for (const auto& g : v.groups) {
            if (!g.pair) continue;
            const auto expected = weights::published_spacing(model, index++);
            if (!expected) continue;
            const auto setting = "α = " + to_text(v.rate) + ", |B| = " + std::to_string(v.batch);
            analysis.published.push_back({.key = "published_" + std::to_string(analysis.published.size() + 1),
                                          .symbol = "⟨S⟩(κ = " + number(g.kappa) + ")",
                                          .label = setting,
                                          .unit = "",
                                          .value = g.spacing,
                                          .error = g.spacing_error,
                                          .expected = expected,
                                          .help = "Mean spacing of the pair at this setting."});
        }
    }
    return analysis;
}

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"levels", "Levels of one machine", curves,
         "Eigenvalues of WᵀW of the first seed against learning time, settling on μ² − κₙ: infrared modes (small κ, "
         "large x) are learned "
         "first. Degenerate pairs repel each other.",
         2, 1},
        {"spectrum", "Spectrum", histogram,
         "Levels of all seeds after thermalisation, beside the law of small temperature: a Gaussian for each single "
         "level, the density of "
         "two repelling levels for each pair. Errors: "
         "scatter between seeds, below 16 seeds between time bins.",
         1, 1},
        {"spacing", "Pair spacings", curves,
         "Spacings of the degenerate pairs in units of their means, beside the Wigner surmise for β = 1. Errors: "
         "scatter between seeds, below 16 seeds between time bins.",
         1, 1},
        {"scaling", "Scaling of the spacings", curves,
         "Mean pair spacing at every setting visited, manual edits included, beside √(2π) x and the published points "
         "(arXiv:2407.16427). "
         "Errors: Γ method; published ones 4 %, since their seeds repeat.",
         1, 1},
        {"learning", "Learning curves", curves,
         "Mean level of each group over all seeds beside the closed curve for |B| → ∞, exact for an aligned start.", 1,
         1},
        {"table", "Observables", table,
         "Mean spacings and levels with one standard error (Γ method, autocorrelation included) beside published and "
         "limiting values.",
         2, 1},
        {"collapse", "Collapse", curves,
         "Spacings in units of √(T(μ² − κ)) against T = α/|B|: settings of equal T fall together, and tend to √(2π) as "
         "T → 0.",
         1, 1},
        {"width", "Single-level widths", curves,
         "Standard deviation of single levels (pairs: of a diagonal matrix element) at every setting visited, beside "
         "the law √T.",
         1, 1},
        {"published", "Published table", table,
         "Mean pair spacings at the published settings visited so far beside the published ones (realistic errors of 4 "
         "%).",
         2, 1, false},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    add("levels", [&] { return levels_panel(view); });
    add("spectrum", [&] { return spectrum_panel(view); });
    add("spacing", [&] { return spacing_panel(view); });
    add("scaling", [&] { return scaling_panel(view, analysis); });
    add("learning", [&] { return learning_panel(view); });
    add("table", [&] { return Table{analysis.table}; });
    add("collapse", [&] { return collapse_panel(view, analysis); });
    add("width", [&] { return width_panel(view, analysis); });
    add("published", [&] { return Table{analysis.published}; });
}

}  // namespace langevin::gaussian_rbm
