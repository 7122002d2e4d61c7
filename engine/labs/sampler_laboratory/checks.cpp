// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/sampler_laboratory/sampler_laboratory.h"

namespace langevin::sampler_laboratory {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

/// Batches of 4096 samples at L = 8, kappa = 0.24.
Recipe recipe(Values values, int steps) {
    values.insert(values.begin(), {{"extent", whole(8)}, {"samples", whole(4096)}});
    return {.lab = "sampler_laboratory",
            .parameters = std::move(values),
            .seed = 230917082,
            .steps = static_cast<std::uint64_t>(steps)};
}

}  // namespace

std::vector<Check> checks() {
    const char* worked_out = "exact: recursion v ← (1 − a)²v + g²dt, a = g²dt/(C + σ²), worked out independently";
    const auto published = recipe({{"levels", whole(500)}}, 1000);
    std::vector<Check> checks;
    checks.push_back({"published_bias",
                      "Euler-Maruyama, 500 steps, Σ = 25: ⟨φ²⟩ is 0.54 % too small at L = 8, κ = 0.24",
                      published,
                      "field_squared_bias",
                      {-0.0053544042281239435, 1e-9, worked_out}});
    checks.push_back({"published_slow_mode",
                      "… and V⟨M²⟩ 1.35 %",
                      published,
                      "susceptibility_bias",
                      {-0.013473491601667109, 1e-9, worked_out}});
    struct Result {
        double square, action, error;
        const char* source;
    };
    const Result field = {0.90105305, 0.5, 0.0005, "exact: Gaussian integral, L = 8, κ = 0.24; steps allowed for"};
    const auto sampled = [&](const char* id, const char* title, Values values, int levels, const Result& expected) {
        values.insert(values.end(), {{"prior", name("matched")},
                                     {"last_step", name("denoise")},
                                     {"last_time", 1e-5},
                                     {"levels", whole(levels)}});
        const auto r = recipe(values, levels);
        checks.push_back({std::string(id) + "_square",
                          std::string(title) + ": ⟨φ²⟩",
                          r,
                          "field_squared",
                          {expected.square, expected.error, expected.source}});
        checks.push_back({std::string(id) + "_action",
                          std::string(title) + ": ⟨S⟩/V",
                          r,
                          "action_density",
                          {expected.action, expected.error, expected.source}});
    };
    sampled("exponential", "Exponential integrator, 64 levels",
            {{"method", name("exponential")}, {"spacing", name("geometric")}}, 64, field);
    sampled("edm", "EDM-Heun, 200 levels",
            {{"method", name("edm")}, {"process", name("edm")}, {"spacing", name("power")}}, 200, field);
    sampled("flow", "Probability flow, variance preserving, 1000 levels",
            {{"method", name("flow")},
             {"process", name("preserving")},
             {"sigma_base", 10.0},
             {"spacing", name("geometric")}},
            1000, field);
    sampled("ancestral", "Ancestral, DDPM linear, 1000 levels",
            {{"method", name("ancestral")}, {"process", name("linear")}, {"spacing", name("geometric")}}, 1000,
            {0.8903749209198565, 0.4940742043244617, 1e-6,
             "exact: v ← (1 − d/(C + σ²))²v + dσ′²/σ², d = σ² − σ′², worked out independently"});
    return checks;
}

}  // namespace langevin::sampler_laboratory
