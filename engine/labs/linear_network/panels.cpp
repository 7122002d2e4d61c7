// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/linear_network/panels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/spectra/finite_density.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/statistics/panels.h"
#include "engine/weights/network_theory.h"
#include "engine/weights/panels.h"

namespace langevin::linear_network {
namespace {

using statistics::row;
using weights::NetworkLevels;

const char* saxe = "exact for α → 0 and modes that do not mix: A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120";
const char* small_fluctuations = "leading order in the fluctuations, from the closed second moments";
const char* conserved = "leading order in α: q decays as exp(−α∫(s − a)²dt)";
const char* conserved_in_noise = "leading order in α: q decays as exp(−α²Σ⟨Σₖ Gᵢₖ²⟩), noise included";

const char* level_title(NetworkLevels which) {
    switch (which) {
        case NetworkLevels::first_layer: return "Level x of W₁ᵀW₁";
        case NetworkLevels::second_layer: return "Level x of W₂W₂ᵀ";
        default: return "Level x of W₂W₁";
    }
}

Axis time_axis() {
    return {.label = "Learning time αt", .unit = "updates × α"};
}

std::string species_name(const weights::NetworkModel& model, int group) {
    return "s = " + to_text(model.value(group));
}

std::vector<double> column(const statistics::TimeSeries& history, std::size_t c) {
    const auto values = history.series(c, 0);
    return {values.begin(), values.end()};
}

bool isotropic(const weights::NetworkModel& model) {
    return std::abs(model.anisotropy - 1) < 1e-3;
}

/// Where the levels settle.
double solution(const View& view, int group) {
    return weights::layer_level(view.parameters.levels, view.model.value(group), view.parameters.imbalance_at_start());
}

void add_solutions(Curves& plot, const View& view, double first, double last, NetworkLevels which) {
    for (int g = 0; g < view.parameters.groups; ++g) {
        const double level =
            weights::layer_level(which, view.model.value(g), view.parameters.imbalance_at_start());
        plot.curves.push_back({.name = "solution, " + species_name(view.model, g),
                               .x = {first, last},
                               .y = {level, level},
                               .role = Role::theory,
                               .source = "exact solution; a random start is balanced on average"});
        plot.curves.back().family = which == NetworkLevels::second_layer ? "solution, W₂W₂ᵀ"
                                    : which == NetworkLevels::first_layer ? "solution, W₁ᵀW₁"
                                                                          : "teacher";
    }
}

std::size_t first_seed_column(const View& view) {
    return history_species + static_cast<std::size_t>(view.parameters.groups);
}

Curves levels_panel(const View& view) {
    Curves plot{.x = time_axis(), .y = {.label = level_title(view.parameters.levels), .unit = ""}, .curves = {}};
    weights::add_family(plot, view.history, first_seed_column(view), static_cast<std::size_t>(view.model.dimension()),
                        "level", "levels of the first seed");
    if (plot.curves.empty()) return plot;
    const auto times = plot.curves.front().x;
    add_solutions(plot, view, times.front(), times.back(), view.parameters.levels);
    return plot;
}

/// Both layers of the first seed: with an imbalance they settle on different values.
Curves layers_panel(const View& view) {
    Curves plot{.x = time_axis(), .y = {.label = "Eigenvalue of a layer", .unit = ""}, .curves = {}};
    const auto d = static_cast<std::size_t>(view.model.dimension());
    const auto first = first_seed_column(view) + d;
    weights::add_family(plot, view.history, first, d, "first layer", "W₁ᵀW₁, first seed");
    weights::add_family(plot, view.history, first + d, d, "second layer", "W₂W₂ᵀ, first seed");
    if (plot.curves.empty()) return plot;
    const auto times = plot.curves.front().x;
    add_solutions(plot, view, times.front(), times.back(), NetworkLevels::first_layer);
    if (view.parameters.imbalance_at_start() != 0)
        add_solutions(plot, view, times.front(), times.back(), NetworkLevels::second_layer);
    return plot;
}

/// Calls body(epoch, its end) for every setting that began with the weights of the start.
template <class Body>
void for_each_beginning(const View& view, double end, const Body& body) {
    for (std::size_t i = 0; i < view.epochs.size(); ++i) {
        const auto& epoch = view.epochs[i];
        const double last = i + 1 < view.epochs.size() ? view.epochs[i + 1].learning_time : end;
        if (epoch.from_start && last > epoch.learning_time) body(epoch, last);
    }
}

void add_edits(Curves& plot, const View& view) {
    for (std::size_t i = 1; i < view.epochs.size(); ++i)
        plot.markers.push_back(
            {view.epochs[i].learning_time,
             view.epochs[i].from_start ? "α = " + to_text(view.epochs[i].rate) : std::string("edit")});
}

/// A mode as it begins; a random start's product is hidden sigma_W^2/2 in the mean of (w1 + w2)^2/4.
weights::NetworkMode mode(const View& view, int group) {
    const auto& p = view.parameters;
    const double square = p.width * p.width;
    return {view.model.value(group), p.aligned() ? square : square * p.hidden / 2, p.imbalance_at_start()};
}

/// Mean level of each species over all seeds beside the closed curve, from the last start to the end of thermalisation.
Curves learning_panel(const View& view) {
    Curves plot{.x = {.label = "Learning time αt since the start", .unit = "updates × α"},
                .y = {.label = level_title(view.parameters.levels), .unit = ""},
                .curves = {}};
    const auto times = column(view.learning, 0);
    if (times.empty()) return plot;
    const auto groups = view.parameters.groups;
    for (int g = 0; g < groups; ++g) {
        plot.curves.push_back({.name = species_name(view.model, g),
                               .x = times,
                               .y = column(view.learning, 1 + static_cast<std::size_t>(g))});
        plot.curves.back().family = "mean of all seeds";
    }
    const bool aligned = view.parameters.aligned();
    for (int g = 0; g < groups; ++g) {
        const auto begin = mode(view, g);
        Curve closed{.name = "closed curve, " + species_name(view.model, g),
                     .x = {},
                     .y = {},
                     .role = aligned ? Role::theory : Role::guide,
                     .source = saxe};
        closed.family = aligned ? "closed curve" : "closed curve, typical start";
        for (int i = 0; i <= 200; ++i) {
            const double t = times.back() * i / 200;
            closed.x.push_back(t);
            closed.y.push_back(begin.level(view.parameters.levels, t));
        }
        plot.curves.push_back(std::move(closed));
    }
    return plot;
}

weights::NetworkModel at_epoch(const View& view, const Epoch& epoch) {
    auto model = view.model;
    model.rate = epoch.rate;
    model.batch = epoch.batch;
    model.noise = epoch.noise;
    model.anisotropy = epoch.anisotropy;
    return model;
}

double unit_of_drift(const weights::NetworkModel& model) {
    double trace = 0;
    for (int g = 0; g < model.groups; ++g) trace += model.multiplicity * model.value(g);
    return 2 * trace;
}

/// Relative drift expected of an aligned start.
double expected_drift(const View& view, const weights::NetworkModel& model, Rule rule, double learning_time) {
    return weights::network_drift(model, view.parameters.width, view.parameters.imbalance, rule == Rule::noiseless,
                                  learning_time) /
           unit_of_drift(model);
}

Curves conserved_panel(const View& view) {
    Curves plot{.x = time_axis(), .y = {.label = "Relative drift of Q", .unit = ""}, .curves = {}};
    Curve measured{.name = "all seeds",
                   .x = column(view.history, history_time),
                   .y = column(view.history, history_drift),
                   .error = column(view.history, history_drift_error)};
    if (measured.x.empty()) return plot;
    const double end = measured.x.back();
    plot.curves.push_back(std::move(measured));
    add_edits(plot, view);
    if (!view.parameters.aligned() || view.parameters.imbalance == 0) return plot;
    for_each_beginning(view, end, [&](const Epoch& epoch, double last) {
        const auto model = at_epoch(view, epoch);
        if (!weights::NetworkLaw(model, view.parameters.imbalance).stable()) return;
        Curve law{.name = "expected",
                  .x = {},
                  .y = {},
                  .role = Role::theory,
                  .source = epoch.rule == Rule::noiseless ? conserved : conserved_in_noise};
        law.family = "order α";
        for (int i = 0; i <= 120; ++i) {
            const double t = (last - epoch.learning_time) * i * i / (120.0 * 120.0);
            law.x.push_back(epoch.learning_time + t);
            law.y.push_back(expected_drift(view, model, epoch.rule, t));
        }
        plot.curves.push_back(std::move(law));
    });
    return plot;
}

/// Drift at the end of thermalisation against learning rate: proportional to alpha.
Curves drift_panel(const View& view, const Analysis& analysis) {
    Curves plot{.x = {.label = "Learning rate α", .unit = "", .logarithmic = true},
                .y = {.label = "Drift at the same αt", .unit = "", .logarithmic = true},
                .curves = {}};
    Curve points{.name = "visited settings", .x = {}, .y = {}, .error = {}, .mark = Mark::points};
    for (const auto& v : analysis.visits) {
        if (!v.drift || !(v.drift->value > 1e-14)) continue;
        points.x.push_back(v.rate);
        points.y.push_back(v.drift->value);
        points.error.push_back(v.drift->error);
    }
    if (points.x.empty()) return plot;
    const auto lowest = std::min_element(points.x.begin(), points.x.end());
    const auto index = static_cast<std::size_t>(lowest - points.x.begin());
    const double low = *lowest / 1.3, high = 1.3 * *std::max_element(points.x.begin(), points.x.end());
    const bool expected = view.parameters.aligned() && view.parameters.imbalance != 0;
    Curve line{.name = expected ? "expected, order α" : "∝ α",
               .x = {},
               .y = {},
               .role = expected ? Role::theory : Role::guide,
               .source = view.parameters.rule == Rule::noiseless ? conserved : conserved_in_noise};
    for (int i = 0; i <= 40; ++i) {
        const double rate = low * std::pow(high / low, i / 40.0);
        auto model = view.model;
        model.rate = rate;
        line.x.push_back(rate);
        line.y.push_back(expected ? expected_drift(view, model, view.parameters.rule, view.parameters.thermalisation)
                                  : points.y[index] * rate / *lowest);
    }
    plot.curves.push_back(std::move(line));
    plot.curves.push_back(std::move(points));
    return plot;
}

/// Density of one level of a species about its mean, for these widths of the matrix elements; null where none is known.
statistics::Density species_density(const weights::NetworkModel& model, double diagonal, double off_diagonal) {
    if (!(diagonal > 0)) return nullptr;
    if (model.multiplicity == 1)
        return [=](double x) {
            return std::exp(-x * x / (2 * diagonal * diagonal)) / (std::sqrt(2 * std::numbers::pi) * diagonal);
        };
    if (model.multiplicity == 2)
        return [law = spectra::PairDensity(diagonal, off_diagonal)](double x) { return law.density(x); };
    if (!isotropic(model)) return nullptr;
    return [law = spectra::HermiteDensity(1, model.multiplicity, diagonal * diagonal)](double x) {
        return law.density(x);
    };
}

Histogram density_panel(const View& view) {
    auto h = statistics::histogram_panel(view.record.levels(),
                                         {.label = level_title(view.parameters.levels), .unit = ""});
    const weights::NetworkLaw law(view.model, view.parameters.imbalance_at_start());
    if (view.record.samples() == 0 || view.parameters.rule == Rule::noiseless || !law.stable()) return h;
    std::vector<std::pair<double, statistics::Density>> species;
    for (int g = 0; g < view.parameters.groups; ++g) {
        auto density = species_density(view.model, law.diagonal_width(g, view.parameters.levels),
                                       law.off_diagonal_width(g, view.parameters.levels));
        if (!density) return h;
        species.emplace_back(solution(view, g), std::move(density));
    }
    h.references.push_back(
        statistics::density_curve("several species", h.edges, Role::theory, small_fluctuations, [&](double x) {
            double sum = 0;
            for (const auto& [level, density] : species) sum += density(x - level);
            return sum / static_cast<double>(species.size());
        }));
    return h;
}

/// Levels of each species about their solution, in units of their width: springs and temperatures differ, the law does
/// not.
Curves species_panel(const View& view) {
    Curves plot{.x = {.label = "Level (x − x_s)/σ_s", .unit = ""},
                .y = {.label = "Probability density p", .unit = ""},
                .curves = {}};
    const weights::NetworkLaw law(view.model, view.parameters.imbalance_at_start());
    if (view.record.samples() == 0 || view.parameters.rule == Rule::noiseless || !law.stable()) return plot;
    for (int g = 0; g < view.parameters.groups; ++g) {
        const auto& histogram = view.record.scaled_levels(static_cast<std::size_t>(g));
        const auto edges = histogram.edges(), density = histogram.density(), error = histogram.error();
        Curve curve{.name = species_name(view.model, g), .x = {}, .y = {}, .error = {}, .mark = Mark::points};
        for (std::size_t i = 0; i < density.size(); ++i) {
            if (density[i] <= 0) continue;
            curve.x.push_back((edges[i] + edges[i + 1]) / 2);
            curve.y.push_back(density[i]);
            curve.error.push_back(error[i]);
        }
        plot.curves.push_back(std::move(curve));
    }
    const double diagonal = law.diagonal_width(0, view.parameters.levels);
    if (!(diagonal > 0)) return plot;
    const auto density =
        species_density(view.model, 1, law.off_diagonal_width(0, view.parameters.levels) / diagonal);
    const double end = 2.0 + view.parameters.multiplicity;
    if (density)
        plot.curves.push_back(statistics::density_curve(
            view.parameters.multiplicity == 1 ? "normal" : std::to_string(view.parameters.multiplicity) + " repelling levels, β = 1",
            {-end, end}, Role::theory,
            "exact density of the m × m ensemble; widths to leading order in the fluctuations", density));
    return plot;
}

Curves spacing_panel(const View& view) {
    std::vector<weights::NamedGroup> species;
    for (int g = 0; g < view.parameters.groups; ++g)
        species.push_back({static_cast<std::size_t>(g), species_name(view.model, g)});
    const weights::NetworkLaw law(view.model, view.parameters.imbalance_at_start());
    // Isotropic noise: what little the inputs add to the symmetric part is not resolved.
    const double ratio = isotropic(view.model) ? 1
                                               : std::numbers::sqrt2 * law.diagonal_width(0, view.parameters.levels) /
                                                     (2 * law.off_diagonal_width(0, view.parameters.levels));
    return weights::spacing_panel(view.record, species, ratio);
}

/// <S>/(nu sqrt(T s)) for alpha -> 0; NaN where it is not known.
double limiting_slope(weights::NetworkModel model) {
    model.rate = 1e-6 / model.value(0);
    model.batch = 1;
    model.noise = 1;
    return weights::NetworkLaw(model).spacing(0, NetworkLevels::product) / std::sqrt(model.rate * model.value(0));
}

/// Mean spacing (of single levels: width) of every species and setting against nu sqrt(T s).
Curves scaling_panel(const View& view, const Analysis& analysis) {
    const bool single = view.parameters.multiplicity == 1;
    Curves plot{.x = {.label = "ν√(Ts), T = α/|B|", .unit = ""},
                .y = {.label = single ? "Width σ of the level" : "Mean spacing ⟨S⟩ of neighbours", .unit = ""},
                .curves = {}};
    for (int g = 0; g < view.parameters.groups; ++g) {
        Curve points{.name = species_name(view.model, g), .x = {}, .y = {}, .error = {}, .mark = Mark::points};
        for (const auto& v : analysis.visits) {
            if (static_cast<std::size_t>(g) >= v.species.size()) continue;
            const auto& s = v.species[static_cast<std::size_t>(g)];
            points.x.push_back(v.noise * std::sqrt(v.temperature() * s.teacher));
            points.y.push_back(single ? s.width : s.spacing);
            points.error.push_back(single ? s.width_error : s.spacing_error);
        }
        plot.curves.push_back(std::move(points));
    }
    const double eta = view.model.anisotropy;
    if (single)
        weights::add_line_from_origin(plot, "√2 η x, α → 0", std::numbers::sqrt2 * eta, 0.05, small_fluctuations);
    else if (const double slope = limiting_slope(view.model); std::isfinite(slope))
        weights::add_line_from_origin(
            plot, view.parameters.multiplicity == 2 && isotropic(view.model) ? "√(2π) x, α → 0" : "law for α → 0", slope,
            0.05, small_fluctuations);
    return plot;
}

Measurement drift_row(const View& view) {
    Measurement m{.key = "drift",
                  .symbol = "‖Q − Q(0)‖/(2 tr A)",
                  .label = "Drift of the conserved quantity",
                  .unit = "",
                  .value = view.drift->value,
                  .error = std::max(view.drift->error, 1e-15),  // rounding
                  .help = "Q = W₁W₁ᵀ − W₂ᵀW₂ at the end of thermalisation, root mean square of all seeds. Error: "
                          "scatter between seeds."};
    if (view.parameters.aligned() && view.parameters.imbalance != 0) {
        const double expected =
            expected_drift(view, view.model, view.parameters.rule, view.parameters.thermalisation);
        const bool noiseless = view.parameters.rule == Rule::noiseless;
        const double next_order = view.model.rate * view.model.value(view.parameters.groups - 1) / 2 +
                                  (noiseless ? 0 : 0.1 / std::sqrt(view.model.batch));
        m.expected =
            Expectation{expected, next_order * expected, noiseless ? conserved : conserved_in_noise};
    }
    return m;
}

/// Largest relative deviation of the mean levels from the closed curve, of order alpha, and distance from the solution.
void add_noiseless_rows(std::vector<Measurement>& rows, const View& view) {
    const auto times = column(view.learning, 0);
    if (times.empty()) return;
    double from_curve = 0, from_solution = 0;
    const bool known = view.parameters.aligned() && view.learning.block_size() == 1;
    for (int g = 0; g < view.parameters.groups; ++g) {
        const auto group = static_cast<std::size_t>(g);
        if (view.history.blocks() > 0)
            from_solution = std::max(
                from_solution, std::abs(column(view.history, history_species + group).back() - solution(view, g)));
        const auto levels = column(view.learning, 1 + group);
        for (std::size_t i = 0; known && i < times.size(); ++i)
            from_curve = std::max(
                from_curve, std::abs(levels[i] / mode(view, g).level(view.parameters.levels, times[i]) - 1));
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
    if (known)
        add("curve_deviation", "max|x/x_c − 1|", "Deviation from the closed curve", from_curve,
            "Largest relative deviation of any level while learning; of order α. Error: rounding.");
    add("solution_deviation", "max|x − x_s|", "Distance from the solution", from_solution,
        "Largest of all species, now. With an imbalance of order α through the drift. Error: rounding.");
}

}  // namespace

Drift drift_of(const weights::NetworkModel& model, const std::vector<double>& squared_drifts) {
    double sum = 0, squares = 0;
    for (const double e : squared_drifts) {
        sum += e;
        squares += e * e;
    }
    const double n = static_cast<double>(squared_drifts.size()), mean = sum / n;
    const double root = std::sqrt(mean), unit = unit_of_drift(model);
    const double error = root > 0 ? std::sqrt(std::max(0.0, squares / n - mean * mean) / n) / (2 * root) : 0;
    return {root / unit, error / unit};
}

std::optional<Visit> visit(const View& view) {
    Visit v{view.model.rate, view.model.batch, view.model.noise, view.drift, {}};
    const auto& record = view.record;
    const bool noiseless = view.parameters.rule == Rule::noiseless;
    if (record.samples() > 0 && !noiseless && record.width(0).effective_samples >= 100) {
        for (std::size_t g = 0; g < record.groups(); ++g) {
            const auto spacing = record.spacing(g), width = record.width(g);
            const bool several = record.degenerate(g);
            v.species.push_back({view.model.value(static_cast<int>(g)), several ? spacing.value : 0,
                                 several ? spacing.error : 0, width.value, width.error});
        }
    }
    if (!v.drift && v.species.empty()) return std::nullopt;
    return v;
}

Analysis analyse(const View& view) {
    Analysis analysis{.samples = view.record.samples(), .table = {}, .visits = view.visits};
    if (!view.ended)
        if (auto here = visit(view)) analysis.visits.push_back(std::move(*here));
    auto& rows = analysis.table;
    if (view.drift) rows.push_back(drift_row(view));
    if (view.parameters.rule == Rule::noiseless) {
        add_noiseless_rows(rows, view);
        return analysis;
    }
    if (view.record.samples() == 0) return analysis;
    const auto& m = view.model;
    const auto which = view.parameters.levels;
    const double imbalance = view.parameters.imbalance_at_start();
    const weights::NetworkLaw law(m, imbalance);
    const bool known = law.stable() && m.noise > 0;
    auto distance = row("distance", "⟨‖A − W₂W₁‖²⟩", "Squared distance from the teacher",
                        statistics::estimate(view.distances, 0), "Error: Γ method.");
    if (known) {
        const double expected = law.squared_distance();
        distance.expected = Expectation{expected, 2 * law.uncertainty(0) * expected, small_fluctuations};
    }
    rows.push_back(std::move(distance));
    // An imbalanced layer keeps what learning has added to its imbalance, of order alpha: no claim is made there.
    const bool claim = known && (which == NetworkLevels::product || imbalance == 0);
    for (int g = 0; g < view.parameters.groups; ++g) {
        const auto group = static_cast<std::size_t>(g);
        const auto suffix = "_" + std::to_string(g + 1);
        const auto name = species_name(m, g);
        const double uncertainty = law.uncertainty(g);
        auto mean = row("level" + suffix, "⟨x⟩, " + name, "Mean level of the species", view.record.mean(group),
                        "Error: Γ method.");
        const double width = law.diagonal_width(g, which);
        if (claim)
            mean.expected = Expectation{solution(view, g),
                                        m.dimension() * width * width / m.value(g) + 0.02 * m.rate * solution(view, g),
                                        "the solution; corrections of the order of the squared fluctuations"};
        rows.push_back(std::move(mean));
        auto measured = row("width" + suffix, "σ, " + name, "Width of a diagonal element", view.record.width(group),
                            "From the scatter of single levels, whose variance is (m + 1)σ²/2 in isotropic noise. "
                            "Error: Γ method.");
        if (claim && (isotropic(m) || m.multiplicity == 1))
            measured.expected = Expectation{width, uncertainty * width, small_fluctuations};
        rows.push_back(std::move(measured));
        if (m.multiplicity == 1) continue;
        auto spacing = row("spacing" + suffix, "⟨S⟩, " + name, "Mean spacing of neighbours", view.record.spacing(group),
                           "Expected: mean of the (generalised) surmise, or of as many levels of a random matrix. Error: Γ method.");
        const double expected = law.spacing(g, which);
        if (claim && std::isfinite(expected)) {
            spacing.expected = Expectation{expected, uncertainty * expected, small_fluctuations};
            auto ratio = spacing;
            ratio.key = "spacing_ratio" + suffix;
            ratio.symbol = "⟨S⟩/⟨S⟩₀, " + name;
            ratio.label = "The same in units of its law";
            ratio.value /= expected;
            ratio.error /= expected;
            ratio.expected = Expectation{1, uncertainty, small_fluctuations};
            rows.push_back(std::move(spacing));
            rows.push_back(std::move(ratio));
        } else {
            rows.push_back(std::move(spacing));
        }
        if (m.multiplicity < 3) continue;
        auto ratio = row("gap_ratio" + suffix, "⟨r⟩, " + name, "Mean ratio of neighbouring spacings",
                         view.record.ratio(group), "min/max of neighbouring spacings in the species. Error: Γ method.");
        if (m.multiplicity == 3 && isotropic(m))
            ratio.expected = Expectation{spectra::RatioLaw(1).mean(), 0.001,
                                         "exact for three levels, β = 1: 4 − 2√3; leading order in the fluctuations"};
        rows.push_back(std::move(ratio));
    }
    return analysis;
}

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    const Relevance stochastic{"rule", {"stochastic"}};
    return {
        {"levels", "Levels of one network", curves,
         "Levels of the first seed against learning time: large singular values are learned first, and the levels of "
         "one species repel each other.",
         2, 1},
        {"species", "One law for all species", curves,
         "Levels of each species after thermalisation about the solution, in units of their expected width, beside the "
         "exact density of as many levels of a real symmetric random matrix. Errors from up to 64 time bins.",
         1, 1, true, stochastic},
        {"learning", "Learning curves", curves,
         "Mean level of each species over all seeds from the last start to the end of thermalisation, beside the closed "
         "curve for α → 0: exact for an aligned start; for a random one drawn for its typical strength.",
         1, 1},
        {"spacing", "Spacings", curves,
         "Spacings of neighbours within each species in units of their mean, beside the Wigner surmise for β = 1 and, "
         "in anisotropic noise, the generalised surmise. Errors from time bins.",
         1, 1, true, stochastic},
        {"conserved", "Conserved quantity", curves,
         "Drift of Q = W₁W₁ᵀ − W₂ᵀW₂, which gradient flow conserves, root mean square of all seeds with one standard "
         "error. Steps and noise let it drift by order α; for an aligned start with an imbalance the law is known.",
         1, 1},
        {"drift", "Drift against learning rate", curves,
         "Drift at the end of thermalisation for every learning rate visited from the start: it halves with α. Let the "
         "scan fill it in.",
         1, 1},
        {"table", "Observables", table,
         "Means with one standard error (Γ method, autocorrelation included) beside expected values.", 2, 1},
        {"scaling", "Scaling of the spacings", curves,
         "Mean spacing of every species at every setting visited, beside its law for α → 0. Errors: Γ method.", 1, 1,
         true, stochastic},
        {"density", "Level density", histogram,
         "Levels of all seeds after thermalisation beside the density of all species. Errors from the scatter of up to "
         "64 time bins.",
         1, 1, false, stochastic},
        {"layers", "Levels of the layers", curves,
         "Eigenvalues of W₁ᵀW₁ and W₂W₂ᵀ of the first seed: equal for a balanced network, apart by the conserved "
         "imbalance.",
         1, 1, false},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    add("levels", [&] { return levels_panel(view); });
    add("species", [&] { return species_panel(view); });
    add("learning", [&] { return learning_panel(view); });
    add("spacing", [&] { return spacing_panel(view); });
    add("conserved", [&] { return conserved_panel(view); });
    add("drift", [&] { return drift_panel(view, analysis); });
    add("table", [&] { return Table{analysis.table}; });
    add("scaling", [&] { return scaling_panel(view, analysis); });
    add("density", [&] { return density_panel(view); });
    add("layers", [&] { return layers_panel(view); });
}

}  // namespace langevin::linear_network
