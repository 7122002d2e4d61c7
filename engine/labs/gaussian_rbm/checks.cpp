// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>

#include "engine/labs/gaussian_rbm/gaussian_rbm.h"
#include "engine/weights/rbm_theory.h"

namespace langevin::gaussian_rbm {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

Recipe recipe(Values values, std::uint64_t steps) {
    return {.lab = "gaussian_rbm", .parameters = std::move(values), .seed = 2407, .steps = steps};
}

/// A run at this setting: from the aligned solution's neighbourhood, thermalised for a learning time of 300.
Recipe at(double rate, int batch, std::uint64_t measured, int interval) {
    const auto thermalisation = static_cast<std::uint64_t>(std::lround(300 / rate));
    return recipe({{"rate", rate},
                   {"batch", whole(batch)},
                   {"seeds", whole(32)},
                   {"start", name("aligned")},
                   {"width", 0.5},
                   {"thermalisation", 300.0},
                   {"interval", whole(interval)}},
                  thermalisation + measured);
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> checks;
    const Values noiseless = {
        {"rule", name("noiseless")}, {"start", name("aligned")}, {"seeds", whole(8)}, {"thermalisation", 0.0}};
    auto curve = noiseless;
    curve.insert(curve.end(), {{"rate", 1e-3}, {"interval", whole(150)}});
    checks.push_back({"learning_curve",
                      "Noiseless learning follows the closed curve to 10⁻³ at α = 0.001",
                      recipe(curve, 120000),
                      "curve_deviation",
                      {1e-3, 0, "exact: dx/dt = 2αx(1/κ − 1/(μ² − x)); steps of order α"},
                      0,
                      Check::Relation::below});
    auto end = noiseless;
    end.insert(end.end(), {{"rate", 0.2}, {"interval", whole(100)}});
    checks.push_back({"solution",
                      "Noiseless learning ends in xₙ = μ² − κₙ to 10⁻⁶",
                      recipe(end, 20000),
                      "solution_deviation",
                      {1e-6, 0, "exact solution"},
                      0,
                      Check::Relation::below});

    const double limit = std::sqrt(2 * std::numbers::pi);
    const auto cold = at(0.01, 16, 30000, 200);
    const auto hot = at(0.1, 16, 15000, 50);
    const double measured[] = {0.371, 0.357, 0.293, 0.211};
    const auto groups = weights::level_groups({});
    for (int pair = 1; pair <= 4; ++pair) {
        char kappa[32];
        std::snprintf(kappa, sizeof kappa, "κ = %.3f", groups[static_cast<std::size_t>(pair)].kappa);
        const auto number = std::to_string(pair);
        checks.push_back({"cold_spacing_" + number,
                          "⟨S⟩/√(T(μ² − κ)) at α = 0.01, |B| = 16, " + std::string(kappa),
                          cold,
                          "spacing_ratio_" + number,
                          {limit, 0.005 * limit, "√(2π) in the limit T → 0; corrections of order T"}});
        const double value = measured[pair - 1];
        checks.push_back({"hot_spacing_" + number,
                          "⟨S⟩ at α = 0.1, |B| = 16, " + std::string(kappa),
                          hot,
                          "pair_spacing_" + number,
                          {value, 0.012 * value,
                           "independent long run, 4000 samples; agrees with arXiv:2407.16427 within its real errors"}});
    }
    checks.push_back({"hot_lowest",
                      "Largest level is pushed up: (μ² − ⟨x⟩)/κ = 0.956 for κ = 4 at α = 0.1, |B| = 16",
                      hot,
                      "level_1",
                      {9 - 4 * 0.956, 0.006, "independent long run; arXiv:2407.16427 has 0.960"}});
    return checks;
}

}  // namespace langevin::gaussian_rbm
