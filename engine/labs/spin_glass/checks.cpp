// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/spin_glass/spin_glass.h"
#include "engine/spin_glass/replica_symmetric.h"

namespace langevin::spin_glass_lab {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}

Recipe recipe(Values values, std::uint64_t steps) {
    return {.lab = "spin_glass", .parameters = std::move(values), .seed = 1975, .steps = steps};
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> checks;
    const auto add = [&](const char* id, const char* title, Values values, std::uint64_t steps, const char* scalar,
                         Expectation expected) {
        checks.push_back({id, title, recipe(std::move(values), steps), scalar, std::move(expected)});
    };
    const char* identity = "exact: [u] = −(J₀/2)([⟨m²⟩] − 1/N) − (1 − [⟨q²⟩])/2T";
    const Values small = {{"spins", whole(64)}, {"samples", whole(128)}, {"thermalisation", whole(400)}};
    const auto with = [](Values values, const Values& more) {
        values.insert(values.end(), more.begin(), more.end());
        return values;
    };
    add("identity_glass", "Energy and overlaps agree in the spin glass, T = 0.5, N = 64", with(small, {{"shown", 0.5}}),
        1600, "identity", {0, 0, identity});
    add("identity_mixed", "Energy, overlaps and magnetisation agree at J₀ = 0.8",
        with(small, {{"shown", 0.5}, {"mean_coupling", 0.8}}), 1600, "identity", {0, 0, identity});
    const Values warm = {{"spins", whole(256)}, {"samples", whole(64)}, {"temperatures", whole(4)},
                         {"coldest", 1.5},      {"hottest", 2.0},       {"thermalisation", whole(50)}};
    const char* limit = "N → ∞: 1/(1 − 1/T²); corrections of order 1/N allowed for";
    add("susceptibility_cool", "Paramagnet: N[⟨q²⟩] = 1.8 at T = 1.5", with(warm, {{"shown", 1.5}}), 650,
        "spin_glass_susceptibility", {1.8, 0.03, limit});
    add("susceptibility_warm", "Paramagnet: N[⟨q²⟩] = 4/3 at T = 2", with(warm, {{"shown", 2.0}}), 650,
        "spin_glass_susceptibility", {4.0 / 3, 0.012, limit});
    const auto ferromagnet = spin_glass::solve({0.8, 2, 0});
    add("magnetisation", "Ferromagnet: magnetisation at J₀ = 2, T = 0.8, N = 512",
        {{"spins", whole(512)},
         {"samples", whole(32)},
         {"temperatures", whole(4)},
         {"coldest", 0.8},
         {"hottest", 1.2},
         {"mean_coupling", 2.0},
         {"shown", 0.8},
         {"thermalisation", whole(100)}},
        300, "magnetisation",
        {ferromagnet.magnetisation, 0.002, "replica-symmetric solution, stable here; corrections of order 1/N"});
    return checks;
}

}  // namespace langevin::spin_glass_lab
