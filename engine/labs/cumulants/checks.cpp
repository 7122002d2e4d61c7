// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/cumulants/cumulants.h"

namespace langevin::cumulants {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

constexpr int levels = 300;
const char* orders[] = {"2", "4", "6", "8"};
const char* symbols[] = {"κ₂", "κ₄", "κ₆", "κ₈"};

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

/// So many batches of 32,768 samples: each its levels, the last step and a new start.
Recipe recipe(Values values, int batches, int samples = 32768) {
    values.insert(values.begin(), {{"samples", whole(samples)}});
    return {.lab = "cumulants",
            .parameters = std::move(values),
            .seed = 241021212,
            .steps = static_cast<std::uint64_t>(batches * (levels + 1))};
}

}  // namespace

std::vector<Check> checks() {
    const char* operator_source =
        "exact: the operator that carries the density from step to step, Σ = 10, 300 levels, worked out independently";
    const char* forward_source = "arXiv:2410.21212: κ₂(t) = m²κ₂ + Ξ², κₙ(t) = mⁿκₙ for n > 2";
    std::vector<Check> checks;
    const auto all_orders = [&](const std::string& id, const std::string& title, const Recipe& r,
                                const std::string& scalar, const std::vector<double>& expected, const char* source) {
        for (std::size_t i = 0; i < expected.size(); ++i)
            checks.push_back({id + "_" + orders[i],
                              (i == 0 ? title + ": " : std::string("… ")) + symbols[i],
                              r,
                              scalar + orders[i],
                              {expected[i], 0, source}});
    };
    const auto exploding = recipe({}, 12), preserving = recipe({{"process", name("preserving")}}, 12);
    all_orders("exploding", "Euler-Maruyama backward, variance exploding", exploding, "kappa_",
               {1.0568043728915941, -1.992345073187644, 15.90768975607773, -269.9085784710827}, operator_source);
    all_orders("preserving", "Euler-Maruyama backward, variance preserving", preserving, "kappa_",
               {1.0612791492550553, -2.00910629000009, 16.10881958091656, -274.4682196043766}, operator_source);
    all_orders("exact_prior", "Variance exploding from the exact prior", recipe({{"prior", name("exact")}}, 12),
               "kappa_", {1.0570499859498406, -1.9932982953445888, 15.919107822410766, -270.16691984700014},
               operator_source);
    all_orders("data", "Exact samples of two peaks", exploding, "data_kappa_", {1.0625, -2, 16, -272},
               "exact: κ₂ = μ₀² + σ₀², κ₄ = −2μ₀⁴, κ₆ = 16μ₀⁶, κ₈ = −272μ₀⁸");
    // At the station nearest to sigma^2 = 1.0625: level 184 of 300, t = 0.38523; preserving: 208, m = 0.71618.
    all_orders("conserved", "Variance exploding forward, noise as strong as the data", exploding, "forward_kappa_",
               {2.1253701024585046, -2, 16}, forward_source);
    all_orders("damped", "Variance preserving forward, noise as strong as the data", preserving, "forward_kappa_",
               {1.0320571941510124, -0.5261638127798781, 2.1590189441947465}, forward_source);
    checks.push_back({.id = "learnt_score",
                      .title = "A trained network: σ²E|ŝ − s|² below 0.005 on average",
                      .recipe = recipe({{"score", name("learnt")}}, 6, 1024),
                      .scalar = "score_error",
                      .expected = {0.005, 1e-6, "bound: what cumulants within 2 % need"},
                      .relation = Check::Relation::below});
    return checks;
}

}  // namespace langevin::cumulants
