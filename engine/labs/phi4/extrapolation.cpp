// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/phi4/extrapolation.h"

#include "engine/statistics/linear_fit.h"

namespace langevin::phi4 {
namespace {

std::string fixed(double value, int decimals) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

/// <phi^2> and the Schwinger-Dyson sum against the step size, each with the line that takes the bias away.
struct Extrapolation {
    std::vector<double> step, square, square_error, identity, identity_error;
    statistics::LinearFit square_fit, identity_fit;
};

Extrapolation extrapolate(const View& view) {
    Extrapolation e;
    for (std::size_t g = 0; g < view.groups.size(); ++g) {
        if (view.groups[g].samples() < 4) return e;
        const auto square = statistics::estimate(view.groups[g].series, lattice::field_squared);
        const auto identity = view.groups[g].schwinger_dyson();
        e.step.push_back(view.rungs[g]);
        e.square.push_back(square.value);
        e.square_error.push_back(square.error);
        e.identity.push_back(identity.value);
        e.identity_error.push_back(identity.error);
    }
    e.square_fit = statistics::fit_line(e.step, e.square, e.square_error);
    e.identity_fit = statistics::fit_line(e.step, e.identity, e.identity_error);
    return e;
}

}  // namespace

Curves extrapolation_panel(const View& view) {
    Curves plot{
        .x = {.label = "Step size ε", .unit = ""}, .y = {.label = "Mean square ⟨φ²⟩", .unit = ""}, .curves = {}};
    const auto& p = view.parameters;
    if (p.algorithm != Algorithm::langevin) return plot;  // no other algorithm has a step-size bias
    const auto e = extrapolate(view);
    if (e.step.empty()) return plot;
    plot.curves.push_back(
        {.name = "Langevin dynamics", .x = e.step, .y = e.square, .error = e.square_error, .mark = Mark::points});
    if (e.square_fit.degrees_of_freedom > 0) {
        const auto& fit = e.square_fit;
        plot.curves.push_back({.name = "linear fit",
                               .x = {0, e.step.front()},
                               .y = {fit.at(0), fit.at(e.step.front())},
                               .role = Role::guide});
        plot.curves.push_back({.name = "extrapolated to ε = 0",
                               .x = {0},
                               .y = {fit.intercept},
                               .error = {fit.intercept_error},
                               .mark = Mark::points});
        plot.note = "ε → 0: " + with_error(fit.intercept, fit.intercept_error) +
                    ", χ²/dof = " + fixed(fit.chi_squared / fit.degrees_of_freedom, 2);
    } else {
        plot.note = "switch on the ladder of step sizes to extrapolate";
    }
    if (const auto expected = lattice::expectation(lattice::Quantity::field_squared, p.extent, p.couplings()))
        plot.curves.push_back({.name = "equilibrium",
                               .x = {0},
                               .y = {expected->value},
                               .error = {expected->error},
                               .role = Role::theory,
                               .mark = Mark::points,
                               .source = expected->source});
    return plot;
}

void add_extrapolated(std::vector<Measurement>& table, const View& view) {
    if (view.groups.size() < 2) return;
    const auto e = extrapolate(view);
    if (e.step.empty()) return;
    const auto add = [&](std::string key, std::string symbol, std::string label, const statistics::LinearFit& fit,
                         std::optional<Expectation> expected) {
        table.push_back({.key = std::move(key),
                         .symbol = std::move(symbol),
                         .label = std::move(label),
                         .unit = "",
                         .value = fit.intercept,
                         .error = fit.intercept_error,
                         .expected = std::move(expected),
                         .help = "Weighted straight line through the ladder of step sizes, at ε = 0."});
    };
    const auto& p = view.parameters;
    add("field_squared_extrapolated", "⟨φ²⟩ (ε→0)", "Mean square, extrapolated", e.square_fit,
        lattice::expectation(lattice::Quantity::field_squared, p.extent, p.couplings()));
    add("schwinger_dyson_extrapolated", "SD (ε→0)", "Schwinger-Dyson identity, extrapolated", e.identity_fit,
        Expectation{1, 0, "exact: Schwinger-Dyson equation ⟨φ ∂S/∂φ⟩ = 1"});
}

}  // namespace langevin::phi4
