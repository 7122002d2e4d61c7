// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/phi4/panels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/labs/phi4/extrapolation.h"
#include "engine/statistics/linear_fit.h"
#include "engine/statistics/panels.h"

namespace langevin::phi4 {
namespace {

using statistics::compare;
using statistics::histogram_panel;

const char* free_source = "exact: Gaussian integral at λ = 0";
const char* site_source = "exact: single site at κ = 0";

Curves history(const View& view, std::size_t observable, Axis y) {
    auto plot =
        statistics::history_panel(view.history, observable, {.label = "Updates", .unit = ""}, std::move(y), "chain");
    for (const auto& edit : view.edits)
        plot.markers.push_back({edit.step, "κ = " + to_text(edit.kappa) + ", λ = " + to_text(edit.lambda)});
    return plot;
}

Curves magnetisation_history(const View& view) {
    return history(view, 0, {.label = "Magnetisation M", .unit = ""});
}

Curves action_history(const View& view) {
    auto plot = history(view, 1, {.label = "Action density S/V", .unit = ""});
    const auto& p = view.parameters;
    const auto expected = lattice::expectation(lattice::Quantity::action_density, p.extent, p.couplings());
    if (!expected || plot.curves.empty() || plot.curves.front().x.empty()) return plot;
    const auto& x = plot.curves.front().x;
    plot.curves.push_back({.name = "equilibrium",
                           .x = {x.front(), x.back()},
                           .y = {expected->value, expected->value},
                           .role = Role::theory,
                           .source = expected->source});
    return plot;
}

double normal_density(double x, double variance) {
    return std::exp(-x * x / (2 * variance)) / std::sqrt(2 * std::numbers::pi * variance);
}

Histogram field_histogram(const View& view) {
    const auto& p = view.parameters;
    auto h = histogram_panel(view.groups.front().field_histogram, {.label = "Field φ", .unit = ""});
    if (p.lambda == 0) {
        const auto variance = lattice::expectation(lattice::Quantity::field_squared, p.extent, p.couplings());
        compare(h, "free field", free_source, [&](double x) { return normal_density(x, variance->value); });
    } else if (p.kappa == 0) {
        const double norm = lattice::single_site_density(p.lambda, 0);
        compare(h, "single site", site_source,
                [&](double x) { return norm * std::exp(-x * x * (1 - 2 * p.lambda + p.lambda * x * x)); });
    }
    return h;
}

Histogram magnetisation_histogram(const View& view) {
    const auto& p = view.parameters;
    const auto& group = view.groups.front();
    auto h = histogram_panel(group.magnetisation_histogram, {.label = "Magnetisation M", .unit = ""});
    if (group.samples() == 0) return h;
    if (p.lambda == 0) {
        const double variance = lattice::free_propagator(p.kappa, 2) / group.volume();
        compare(h, "free field", free_source, [&](double x) { return normal_density(x, variance); });
    } else {
        const double variance = group.series.mean(lattice::magnetisation_squared);
        if (variance > 0)
            h.references.push_back(statistics::density_curve("normal distribution of this width", h.edges, Role::guide,
                                                             "",
                                                             [&](double x) { return normal_density(x, variance); }));
    }
    return h;
}

/// A third of the spectrum's numbers: which = 0 axis, 1 diagonal, 2 two-point function.
std::vector<double> third(const std::vector<double>& values, std::size_t which) {
    const auto n = static_cast<std::ptrdiff_t>(values.size() / 3);
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(which) * n;
    return {begin, begin + n};
}

const Measurement* find(const std::vector<Measurement>& table, const char* key) {
    const auto found = std::find_if(table.begin(), table.end(), [key](const Measurement& m) { return m.key == key; });
    return found == table.end() ? nullptr : &*found;
}

/// 1/G(p) = (m² + p̂²)/Z where one particle dominates: a straight line through the smallest momenta but zero, where the
/// magnetisation would be part of it.
statistics::LinearFit pole_through_small_momenta(const Curves& propagator) {
    std::vector<double> x, y, error;
    for (const auto& curve : propagator.curves)
        for (std::size_t i = 1; i < std::min<std::size_t>(3, curve.x.size()); ++i) {
            if (!(curve.y[i] > 0) || !(curve.error[i] > 0)) continue;
            x.push_back(curve.x[i]);
            y.push_back(1 / curve.y[i]);
            error.push_back(curve.error[i] / (curve.y[i] * curve.y[i]));
        }
    return statistics::fit_line(x, y, error);
}

Curves propagator(const View& view) {
    const auto& p = view.parameters;
    const auto& spectrum = view.groups.front().spectrum;
    Curves plot{.x = {.label = "Lattice momentum squared p̂²", .unit = ""},
                .y = {.label = "Propagator G(p)", .unit = "", .logarithmic = true},
                .curves = {}};
    if (spectrum.samples() == 0) return plot;
    const auto mean = spectrum.mean(), error = spectrum.error();
    auto momentum = lattice::lattice_momentum_squared(p.extent);
    plot.curves.push_back(
        {.name = "p = (p, 0)", .x = momentum, .y = third(mean, 0), .error = third(error, 0), .mark = Mark::points});
    for (double& m : momentum) m *= 2;
    plot.curves.push_back(
        {.name = "p = (p, p)", .x = momentum, .y = third(mean, 1), .error = third(error, 1), .mark = Mark::points});
    const auto add_line = [&](std::string name, Role role, std::string source, auto value) {
        Curve curve{.name = std::move(name), .x = {}, .y = {}, .role = role, .source = std::move(source)};
        for (int i = 0; i <= 160; ++i) {
            const double x = 8.0 * (i / 160.0) * (i / 160.0);
            curve.x.push_back(x);
            curve.y.push_back(value(x));
        }
        plot.curves.push_back(std::move(curve));
    };
    if (p.lambda == 0) {
        add_line("free field", Role::theory, free_source,
                 [&](double x) { return 0.5 / (1 - 4 * p.kappa + p.kappa * x); });
        return plot;
    }
    const auto fit = pole_through_small_momenta(plot);
    if (fit.intercept > 0 && fit.slope > 0)
        add_line("single pole through small p ≠ 0", Role::guide, "", [&](double x) { return 1 / fit.at(x); });
    return plot;
}

Curves two_point_function(const View& view) {
    const auto& p = view.parameters;
    const auto& spectrum = view.groups.front().spectrum;
    Curves plot{.x = {.label = "Distance r along an axis", .unit = "sites"},
                .y = {.label = "Two-point function ⟨φ(0)φ(r)⟩", .unit = ""},
                .curves = {}};
    if (spectrum.samples() == 0) return plot;
    Curve measured{.name = "measured",
                   .x = {},
                   .y = third(spectrum.mean(), 2),
                   .error = third(spectrum.error(), 2),
                   .mark = Mark::points};
    for (std::size_t r = 0; r < measured.y.size(); ++r) measured.x.push_back(static_cast<double>(r));
    auto distance = measured.x;
    plot.curves.push_back(std::move(measured));
    if (p.lambda == 0) {
        plot.curves.push_back({.name = "free field",
                               .x = distance,
                               .y = lattice::free_two_point_function(p.kappa, p.extent),
                               .role = Role::theory,
                               .source = free_source});
    } else {
        const double plateau = view.groups.front().series.mean(lattice::magnetisation_squared);
        plot.curves.push_back(
            {.name = "⟨M²⟩", .x = {distance.front(), distance.back()}, .y = {plateau, plateau}, .role = Role::guide});
    }
    return plot;
}

Curves autocorrelation(const View& view) {
    return statistics::autocorrelation_panel(view.groups.front().series,
                                             {{lattice::absolute_magnetisation, "|M|"}, {lattice::field_squared, "φ²"}},
                                             "updates");
}

Curves order_parameter(const View& view, const std::vector<Measurement>& measured) {
    const auto& p = view.parameters;
    Curves plot{.x = {.label = "Hopping parameter κ", .unit = ""},
                .y = {.label = "Order parameter ⟨|M|⟩", .unit = ""},
                .curves = {}};
    const double low = std::min(0.19, p.kappa), high = std::max(0.31, p.kappa + 0.02);
    plot.x.range = std::pair(low, high);

    Curve classical{.name = "classical vacuum", .x = {}, .y = {}, .role = Role::guide};
    for (int i = 0; i <= 120; ++i) {
        const double kappa = low + (high - low) * i / 120;
        classical.x.push_back(kappa);
        classical.y.push_back(lattice::vacuum({kappa, p.lambda}));
    }
    if (p.lambda > 0) plot.curves.push_back(std::move(classical));
    if (std::abs(p.lambda - 0.022) < 1e-9)
        for (const int extent : {8, 16, 32, 64}) {
            Curve table{.name = "equilibrium, L = " + std::to_string(extent),
                        .x = {},
                        .y = {},
                        .error = {},
                        .role = Role::theory,
                        .mark = Mark::points,
                        .source = "Metropolis and Wolff clusters, jackknife errors"};
            for (const auto& point : lattice::equilibrium_points()) {
                if (point.extent != extent || point.kappa > high) continue;
                table.x.push_back(point.kappa);
                table.y.push_back(point.abs_m);
                table.error.push_back(point.abs_m_error);
            }
            plot.curves.push_back(std::move(table));
        }
    if (const auto* row = find(measured, "abs_magnetisation"))
        plot.curves.push_back({.name = "this run, L = " + std::to_string(p.extent),
                               .x = {p.kappa},
                               .y = {row->value},
                               .error = {row->error},
                               .mark = Mark::points});
    return plot;
}

/// The slowest modes of a spectrum are as slow as the magnetisation, and their errors no better than its own.
Curves with_caution(Curves plot, const std::vector<Measurement>& measured) {
    const auto* row = find(measured, "abs_magnetisation");
    if (row && !row->caution.empty() && !plot.curves.empty()) plot.note = row->caution;
    return plot;
}

}  // namespace

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"field", "Field configuration", field,
         "φ on the lattice, one chain or all of them. The lattice is a torus: drag to shift it.", 1, 2},
        {"magnetisation_history", "History of M", curves,
         "Magnetisation of the first chains against the number of updates; lines mark edits.", 1, 1},
        {"magnetisation_histogram", "Histogram of M", histogram,
         "Magnetisation of all chains. Two peaks in the broken phase; normal far above the transition. Errors from the "
         "scatter of up "
         "to 64 time bins.",
         1, 1},
        {"table", "Observables", table,
         "Means with one standard error (Γ method, autocorrelation included) beside exact or equilibrium values.", 2,
         1},
        {"extrapolation", "Step-size extrapolation", curves,
         "⟨φ²⟩ of Langevin dynamics against its step size. The Euler step shifts averages in proportion to ε; a "
         "straight line "
         "through the ladder of step sizes takes the bias away.",
         1, 1, true, Relevance{"algorithm", {"langevin"}}},
        {"autocorrelation", "Autocorrelation", curves,
         "ρ(t) of |M| and of the mean φ² with errors after Lüscher; the marked windows end the sum for τ_int = 1/2 + "
         "Σρ(t) "
         "(Madras and Sokal 1988, Wolff hep-lat/0306017).",
         1, 1},
        {"field_histogram", "Histogram of φ", histogram,
         "Values of φ at all sites. Exact densities for independent sites (κ = 0) and for the free field (λ = 0).", 1,
         1},
        {"propagator", "Propagator", curves,
         "Of momentum p: ⟨|φ(p)|²⟩/V along an axis and along the diagonal; the free field is exact for λ = 0.", 1, 1},
        {"order_parameter", "Order parameter", curves,
         "Where this run stands: ⟨|M|⟩ beside equilibrium values at λ = 0.022 and the classical vacuum.", 1, 1, false},
        {"two_point_function", "Two-point function", curves,
         "⟨φ(0)φ(r)⟩ along both axes from the Fourier transform; the free field is exact for λ = 0.", 1, 1, false},
        {"action_history", "History of the action", curves, "S/V of the first chains against the number of updates.", 1,
         1, false},
    };
}

std::vector<Measurement> analyse(const View& view) {
    auto table = view.groups.front().table(view.parameters);
    add_extrapolated(table, view);
    return table;
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, Analysis& analysis) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    const auto kept = [](std::optional<Curves>& slot, const auto& make) -> const Curves& {
        if (!slot) slot = make();
        return *slot;
    };
    add("magnetisation_history", [&] { return magnetisation_history(view); });
    add("magnetisation_histogram", [&] { return magnetisation_histogram(view); });
    add("table", [&] { return Table{analysis.table}; });
    add("autocorrelation", [&] { return kept(analysis.autocorrelation, [&] { return autocorrelation(view); }); });
    add("field_histogram", [&] { return field_histogram(view); });
    add("propagator", [&] { return with_caution(propagator(view), analysis.table); });
    add("order_parameter", [&] { return order_parameter(view, analysis.table); });
    add("two_point_function", [&] { return with_caution(two_point_function(view), analysis.table); });
    add("action_history", [&] { return action_history(view); });
    add("extrapolation", [&] { return kept(analysis.extrapolation, [&] { return extrapolation_panel(view); }); });
}

}  // namespace langevin::phi4
