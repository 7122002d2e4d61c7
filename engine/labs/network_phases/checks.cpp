// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/network_phases/network_phases.h"

namespace langevin::network_phases {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;
using Relation = Check::Relation;

Value whole(int n) {
    return std::int64_t{n};
}

Values point(double temperature, double inverse_width, int runs) {
    return {{"temperature", temperature}, {"inverse_width", inverse_width}, {"runs", whole(runs)}};
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> checks;
    const auto add = [&](const char* id, const char* title, Values values, std::uint64_t steps, const char* scalar,
                         Expectation expected, Relation relation = Relation::equal) {
        checks.push_back(
            {.id = id,
             .title = title,
             .recipe = {.lab = "network_phases", .parameters = std::move(values), .seed = 2509, .steps = steps},
             .scalar = scalar,
             .expected = std::move(expected),
             .relation = relation});
    };
    const char* published = "arXiv:2509.01349, median of 100 runs; error from its published 68 % band";
    add("gradient_narrow", "Gradient at the start, 1/σ_W = 8", point(0.0625, 8, 64), 1, "initial_gradient_norm",
        {0.72, 0.055, published});
    add("gradient_wide", "Gradient at the start vanishes for wide weights, 1/σ_W = 1/256", point(0.0625, 1.0 / 256, 64),
        1, "initial_gradient_norm", {0.0109, 0.0014, published});
    const char* corner = "float32 runs of 1000 epochs of the published code's dynamics, re-implemented";
    const auto ferromagnet = point(0.0625, 8, 16);
    add("ferromagnet_ratio", "Ferromagnet: the level spacing grows to the teacher's", ferromagnet, 1000,
        "log_spacing_ratio", {3.23, 0.1, corner});
    add("ferromagnet_loss", "Ferromagnet: the loss falls below 5e-6 in 1000 epochs", ferromagnet, 1000, "training_loss",
        {5e-6, 0, corner}, Relation::below);
    add("ferromagnet_memory", "Ferromagnet: little time correlation of the features", ferromagnet, 1000, "time_correlation",
        {0.03, 0, corner}, Relation::below);
    add("ferromagnet_alignment", "Ferromagnet: alignment of the features with the field", ferromagnet, 1000, "alignment",
        {0.0017 * 128, 0, corner}, Relation::above);
    const auto paramagnet = point(16, 8, 16);
    add("paramagnet_ratio", "Paramagnet: noise drives the levels apart", paramagnet, 1000, "log_spacing_ratio",
        {16.3, 0.23, corner});
    add("paramagnet_top", "Paramagnet: the largest level passes 1e5", paramagnet, 1000, "largest_level",
        {1e5, 0, corner}, Relation::above);
    add("paramagnet_alignment", "Paramagnet: little alignment", paramagnet, 1000, "alignment",
        {0.00083 * 128, 0.005, corner});
    const auto jammed = point(0.0625, 1.0 / 256, 16);
    add("jammed_ratio", "Jammed: the levels do not move", jammed, 1000, "log_spacing_ratio", {0, 0.01, corner});
    add("jammed_memory", "Jammed: the features stay as they were", jammed, 1000, "time_correlation",
        {0.77, 0.017, corner});
    add("jammed_loss", "Jammed: the student has not learned", jammed, 1000, "test_loss", {0.05, 0, corner},
        Relation::above);
    return checks;
}

}  // namespace langevin::network_phases
