// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/coulomb_gas.h"

#include <cmath>

#include "engine/coulomb_gas/ensemble.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/spectra/tracy_widom.h"

namespace langevin::coulomb_gas_lab {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

Values with(Values values, const Values& more) {
    values.insert(values.end(), more.begin(), more.end());
    return values;
}

Values gas(double beta, int levels, int copies) {
    return {{"beta", beta}, {"levels", whole(levels)}, {"copies", whole(copies)}, {"interval", whole(1)}};
}

const Values sampler = {{"algorithm", name("sampler")}, {"thermalisation", 0.0}};

Recipe recipe(Values values, std::uint64_t steps, std::uint64_t seed = 1962) {
    return {.lab = "coulomb_gas", .parameters = std::move(values), .seed = seed, .steps = steps};
}

Expectation exact(double value, std::string source) {
    return {value, 0, "exact: " + std::move(source)};
}

const char* chi_squared = "Σx²/s² is χ² with n = N + βN(N − 1)/2 degrees of freedom";

/// A1.1: the samplers, for ordinary and unusual Dyson indices.
void add_samplers(std::vector<Check>& checks) {
    for (const double beta : {0.5, 1.0, 2.0, 4.0}) {
        const auto r = recipe(with(gas(beta, 10, 100), sampler), 400);
        const auto suffix = "_" + std::string(beta == 0.5 ? "half" : to_text(std::int64_t(beta)));
        const auto text = ", sampler at N = 10, β = " + to_text(beta);
        checks.push_back({"sampler_square_sum" + suffix, "Mean of Σx²" + text, r, "square_sum", exact(1, chi_squared)});
        checks.push_back({"sampler_square_sum_variance" + suffix, "Variance of Σx²" + text, r, "square_sum_variance",
                          exact(1, chi_squared)});
        checks.push_back(
            {"sampler_energy" + suffix, "Mean energy" + text, r, "energy",
             exact(coulomb_gas::mean_energy_harmonic({.beta = beta, .temperature = 1, .potential = {}, .levels = 10}),
                   "derivative of Mehta's integral")});
    }
    const auto wishart =
        recipe(with(with(gas(1, 8, 100), sampler), {{"potential", name("laguerre")}, {"aspect_ratio", 0.5}}), 400);
    checks.push_back({"wishart_sum", "Mean of Σx of a Wishart matrix, N = 8, M = 16", wishart, "square_sum",
                      exact(1, "Σx/s² is χ² with βMN degrees of freedom")});
    checks.push_back({"wishart_inverse_sum", "Mean of Σ1/x of a Wishart matrix, N = 8, M = 16", wishart, "inverse_sum",
                      exact(8.0 / (1 * 9 - 2), "N/(s²(β(M − N + 1) − 2))")});
}

/// A1.2 and A1.3: spacings.
void add_spacings(std::vector<Check>& checks) {
    for (const double beta : {1.0, 2.0, 4.0}) {
        const auto r = recipe(with(gas(beta, 3, 200), with(sampler, {{"bulk", 1.0}})), 300);
        checks.push_back({"three_levels_" + to_text(std::int64_t(beta)),
                          "Gap ratio of three levels, β = " + to_text(beta), r, "mean_ratio",
                          exact(spectra::RatioLaw(beta).mean(), "Y. Y. Atas et al., arXiv:1212.5611")});
        const auto bulk = recipe(with(gas(beta, 400, 20), sampler), 25);
        checks.push_back({"bulk_ratio_" + to_text(std::int64_t(beta)),
                          "Gap ratio in the bulk, N = 400, β = " + to_text(beta), bulk, "mean_ratio",
                          *spectra::mean_ratio_large(beta)});
    }
}

/// A1.5 and A1.6: the dynamics. Steps are short enough for the bias to stay below the error.
void add_dynamics(std::vector<Check>& checks) {
    const auto dynamics = [](const char* algorithm, double step, int steps_per_update) -> Values {
        return {{"algorithm", name(algorithm)},
                {"step", step},
                {"steps_per_update", whole(steps_per_update)},
                {"thermalisation", 3.0}};
    };
    for (const double beta : {1.0, 2.0, 4.0}) {
        const auto text = ", N = 16, β = " + to_text(beta);
        const auto suffix = "_" + to_text(std::int64_t(beta));
        const auto tamed = recipe(with(gas(beta, 16, 256), dynamics("tamed", 2e-4, 500)), 60);
        checks.push_back({"tamed_square_sum" + suffix, "Tamed Euler: mean of Σx²" + text, tamed, "square_sum",
                          exact(1, chi_squared)});
        if (beta == 2)
            checks.push_back({"tamed_centre" + suffix, "Tamed Euler: variance of the centre" + text, tamed,
                              "centre_variance", exact(1, "Ornstein-Uhlenbeck process")});
        const auto matrix = recipe(with(gas(beta, 16, 64), dynamics("matrix", 0.5, 1)), 160);
        checks.push_back({"matrix_square_sum" + suffix, "Matrix process: mean of Σx²" + text, matrix, "square_sum",
                          exact(1, chi_squared)});
    }
    const auto implicit = recipe(with(gas(2, 16, 128), dynamics("implicit", 1e-3, 100)), 80);
    checks.push_back({"implicit_square_sum", "Implicit Euler: mean of Σx², N = 16, β = 2", implicit, "square_sum",
                      exact(1, chi_squared)});
    const auto adaptive = recipe(with(gas(1, 16, 64), dynamics("adaptive", 2e-3, 50)), 80);
    checks.push_back({"adaptive_square_sum", "Adaptive steps: mean of Σx², N = 16, β = 1", adaptive, "square_sum",
                      exact(1, chi_squared)});
    for (const double mu : {-1.0, 1.0}) {
        const auto quartic =
            recipe(with(with(gas(2, 8, 256), dynamics("tamed", 2e-4, 500)),
                        {{"potential", name("quartic")}, {"mu", mu}, {"lambda", 1.0}, {"start", name("spread")}}),
                   60);
        checks.push_back({mu < 0 ? "virial_double_well" : "virial_single_well",
                          "Virial in the quartic potential, μ = " + to_text(mu), quartic, "virial",
                          exact(1, "⟨Σ x V′⟩ = T n for any potential")});
    }
    const auto laguerre = recipe(with(with(gas(2, 8, 256), dynamics("tamed", 2e-4, 500)),
                                      {{"potential", name("laguerre")}, {"aspect_ratio", 0.5}}),
                                 60);
    checks.push_back({"laguerre_sum", "Laguerre dynamics: mean of Σx, N = 8, M = 16", laguerre, "square_sum",
                      exact(1, "Σx/s² is χ² with βMN degrees of freedom")});
}

/// A1.8, at moderate N: the edge.
void add_edge(std::vector<Check>& checks) {
    for (const double beta : {1.0, 2.0, 4.0}) {
        const auto law = *spectra::tracy_widom_moments(beta);
        const auto r = recipe(with(gas(beta, 400, 80), sampler), 200);
        const char* source =
            "C. A. Tracy, H. Widom (1994, 1996), N → ∞; corrections of order N to the power −2/3 allowed for";
        checks.push_back({.id = "edge_mean_" + to_text(std::int64_t(beta)),
                          .title = "Tracy-Widom: mean of the largest level, N = 400, β = " + to_text(beta),
                          .recipe = r,
                          .scalar = "largest",
                          .expected = {law.mean, 0.008, source},
                          .tolerance = 5,
                          .relation = Check::Relation::equal,
                          .cost = Cost::minutes});
    }
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> checks;
    add_samplers(checks);
    add_spacings(checks);
    add_dynamics(checks);
    add_edge(checks);
    return checks;
}

}  // namespace langevin::coulomb_gas_lab
