// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>

#include "engine/labs/linear_network/linear_network.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/weights/network_theory.h"

namespace langevin::linear_network {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

Recipe recipe(Values values, std::uint64_t steps) {
    return {.lab = "linear_network", .parameters = std::move(values), .seed = 1312, .steps = steps};
}

Values and_also(Values values, const Values& more) {
    values.insert(values.end(), more.begin(), more.end());
    return values;
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> checks;
    const Values aligned = {{"start", name("aligned")}, {"seeds", whole(8)}};
    const auto noiseless = and_also(aligned, {{"rule", name("noiseless")}, {"thermalisation", 6.0}});

    checks.push_back({"learning_curve",
                      "Noiseless learning follows the closed curve within 1 % at α = 0.001",
                      recipe(and_also(noiseless, {{"rate", 1e-3}}), 8000),
                      "curve_deviation",
                      {0.01, 0, "A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120; steps of order α"},
                      0,
                      Check::Relation::below});
    checks.push_back({"solution",
                      "Noiseless learning ends at the teacher to 10⁻⁹",
                      recipe(and_also(noiseless, {{"rate", 0.05}}), 2000),
                      "solution_deviation",
                      {1e-9, 0, "exact solution"},
                      0,
                      Check::Relation::below});

    weights::NetworkModel model;
    model.noise = 0.5;
    const auto drift = [&](const char* id, double rate, bool without_noise) {
        model.rate = rate;
        const double unit = 2 * 2 * (1.0 + 2.0);  // 2 tr A
        const double expected = weights::network_drift(model, 0.1, 0.5, without_noise, 6) / unit;
        auto values = and_also(without_noise ? noiseless : and_also(aligned, {{"thermalisation", 6.0}}),
                               {{"rate", rate}, {"imbalance", 0.5}, {"interval", whole(50)}});
        if (!without_noise) values.front() = {"start", name("aligned")}, values[1] = {"seeds", whole(512)};
        checks.push_back({id,
                          std::string("Drift of the conserved quantity, ") +
                              (without_noise ? "noiseless" : "stochastic") + ", α = " + to_text(rate),
                          recipe(std::move(values), static_cast<std::uint64_t>(std::lround(7 / rate))),
                          "drift",
                          {expected, (without_noise ? rate : 0.02) * expected,
                           "leading order in α: q decays as exp(−α∫(s − a)²dt), and by what noise takes"}});
    };
    drift("drift", 0.004, true);
    drift("drift_half", 0.002, true);
    drift("drift_stochastic", 0.01, false);

    // Fluctuations: thermalised for a learning time of 10.
    const auto spacing = [&](const std::string& id, const std::string& title, Values values, const char* scalar,
                             Expectation expected, int measured = 1000) {
        checks.push_back({id, title,
                          recipe(and_also({{"seeds", whole(512)}, {"rate", 0.05}, {"noise", 0.2}}, values),
                                 static_cast<std::uint64_t>(200 + measured)),
                          scalar, std::move(expected)});
    };
    const char* law = "mean of the surmise; widths to leading order in the fluctuations";
    for (int g = 1; g <= 2; ++g)
        spacing("spacing_" + std::to_string(g), "⟨S⟩ in units of its law, s = " + std::to_string(g), {},
                g == 1 ? "spacing_ratio_1" : "spacing_ratio_2", {1, 0.004, law});
    spacing("anisotropic", "⟨S⟩ in units of the generalised surmise's, η = 3", {{"anisotropy", 3.0}}, "spacing_ratio_1",
            {1, 0.006, law});
    spacing("three_levels", "⟨r⟩ of three levels of one species", {{"multiplicity", whole(3)}}, "gap_ratio_1",
            {spectra::RatioLaw(1).mean(), 0.001, "exact for three levels, β = 1: 4 − 2√3"});
    model.rate = 0.05;
    model.noise = 0.2;
    spacing("distance", "⟨‖A − W₂W₁‖²⟩", {}, "distance",
            {weights::NetworkLaw(model).squared_distance(), 0.006 * weights::NetworkLaw(model).squared_distance(),
             "closed second moments, leading order in the fluctuations"});
    return checks;
}

}  // namespace langevin::linear_network
