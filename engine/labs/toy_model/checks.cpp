// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/toy_model/toy_model.h"

namespace langevin::toy_model {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

/// Batches of 32,768 samples with the exact score, unless `values` say otherwise.
Recipe recipe(Values values, int steps) {
    if (values.empty() || values.front().first != "score")
        values.insert(values.begin(), {{"score", name("exact")}, {"samples", whole(32768)}});
    return {.lab = "toy_model",
            .parameters = std::move(values),
            .seed = 231103578,
            .steps = static_cast<std::uint64_t>(steps)};
}

}  // namespace

std::vector<Check> checks() {
    constexpr int levels = 300, batches = 12;
    const char* operator_source =
        "exact: the operator that carries the density from step to step, g = 0.4, Σ = 25, 300 levels, worked out "
        "independently";
    std::vector<Check> checks;
    const auto add = [&](const char* id, const std::string& title, const Recipe& r, const char* scalar, double expected,
                         const char* source) {
        checks.push_back({id, title, r, scalar, {expected, 0, source}});
    };
    const auto twofold = recipe({}, batches * levels), single = recipe({{"mu2", 1.0}}, batches * levels);
    add("two_wells_square", "Euler-Maruyama, μ² = −1: ⟨φ²⟩ is 0.19 % too small", twofold, "square", 13.64640793,
        operator_source);
    add("two_wells_modulus", "… and ⟨|φ|⟩ 0.11 %", twofold, "mean_modulus", 3.58740356, operator_source);
    add("two_wells_sixth", "… and ⟨φ⁶⟩ 0.62 %", twofold, "sixth_moment", 3892.58153375, operator_source);
    add("two_wells_identity", "… so that the Schwinger-Dyson identity has 0.970 instead of 1", twofold,
        "schwinger_dyson", 0.9703429311316523, operator_source);
    add("two_wells_balance", "Both wells are equally full", twofold, "mean_sign", 0, "exact: φ → −φ");
    add("one_well_square", "Euler-Maruyama, μ² = 1: ⟨φ²⟩ is 0.50 % too small", single, "square", 0.85774678,
        operator_source);
    add("one_well_fourth", "… and ⟨φ⁴⟩ 1.07 %", single, "fourth_moment", 2.04637185, operator_source);
    const auto flow = recipe({{"method", name("flow")},
                              {"spacing", name("geometric")},
                              {"last_step", name("denoise")},
                              {"last_time", 1e-5},
                              {"levels", whole(300)}},
                             300 * 8);
    checks.push_back({"flow_square",
                      "Probability flow, μ² = −1: ⟨φ²⟩",
                      flow,
                      "square",
                      {13.67303375, 0.003, "exact: integral over exp(−S); steps allowed for"}});
    checks.push_back({.id = "flow_density",
                      .title = "… whose density is exp(−S)/Z within a total variation of 0.001",
                      .recipe = flow,
                      .scalar = "flow_variation",
                      .expected = {0.001, 1e-6, "exact: the flow has the densities of the process"},
                      .relation = Check::Relation::below});
    checks.push_back({"drift",
                      "The exact score at t = 0.01 is the drift times 0.974",
                      recipe({}, 1),
                      "drift_slope",
                      {0.974042775681173, 1e-7, "exact: integral, worked out independently"}});
    const auto trained = recipe({{"score", name("learnt")}, {"samples", whole(1024)}}, 1800);
    checks.push_back({.id = "learnt_score",
                      .title = "A trained network: σ²E|ŝ − s|² below 0.01 on average",
                      .recipe = trained,
                      .scalar = "score_error",
                      .expected = {0.01, 1e-6, "bound: half of what is asked for at single strengths of the noise"},
                      .relation = Check::Relation::below});
    return checks;
}

}  // namespace langevin::toy_model
