// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/denoising.h"
#include "engine/lattice/reference.h"

namespace langevin::denoising {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

Recipe recipe(Values values, int steps) {
    return {.lab = "denoising",
            .parameters = std::move(values),
            .seed = 251026081,
            .steps = static_cast<std::uint64_t>(steps)};
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> checks;
    // Eight levels are enough: for a free field the posterior sampler has no error of discretisation.
    const auto free = recipe({{"extent", whole(8)},
                              {"kappa", 0.24},
                              {"lambda", 0.0},
                              {"score", name("free_field")},
                              {"samples", whole(512)},
                              {"levels", whole(8)},
                              {"correction", name("metropolis")}},
                             120);
    const char* gaussian = "exact: Gaussian integral, L = 8, κ = 0.24";
    checks.push_back(
        {"free_square", "Free field, 8 levels: ⟨φ²⟩", free, "raw_field_squared", {0.90105305, 0, gaussian}});
    checks.push_back(
        {"free_susceptibility", "… V⟨M²⟩ = 1/(2(1 − 4κ))", free, "raw_susceptibility", {12.5, 0, gaussian}});
    checks.push_back(
        {"free_identity", "… Schwinger-Dyson identity", free, "raw_schwinger_dyson", {1, 0, "exact: ⟨φ ∂S/∂φ⟩ = 1"}});
    checks.push_back({"free_weights",
                      "… all weights are equal: effective sample size 1",
                      free,
                      "effective_samples",
                      {1, 1e-4, "exact: posteriors of Gaussian modes; arithmetic in single precision allowed for"}});

    const auto learnt = recipe({{"extent", whole(8)},
                                {"kappa", 0.25},
                                {"training_steps", whole(1500)},
                                {"samples", whole(256)},
                                {"levels", whole(48)}},
                               5200);
    const lattice::Couplings couplings{0.25, 0.022};
    const auto table = [&](lattice::Quantity q) { return *lattice::expectation(q, 8, couplings); };
    using enum lattice::Quantity;
    const auto chain = [&](const char* id, const char* title, const char* key, const Expectation& expected) {
        checks.push_back({id, title, learnt, key, expected});
    };
    chain("chain_square", "Trained here, L = 8, κ = 0.25, Metropolis chain: ⟨φ²⟩", "corrected_field_squared",
          table(field_squared));
    chain("chain_susceptibility", "… V⟨M²⟩", "corrected_susceptibility", table(susceptibility));
    chain("chain_binder", "… Binder cumulant", "corrected_binder_cumulant", table(binder_cumulant));
    chain("chain_identity", "… Schwinger-Dyson identity", "corrected_schwinger_dyson", {1, 0, "exact: ⟨φ ∂S/∂φ⟩ = 1"});
    // A few thousand fields as they are drawn, then with MALA steps.
    const auto drawn = recipe({{"extent", whole(16)},
                               {"kappa", 0.25},
                               {"training_steps", whole(1500)},
                               {"samples", whole(512)},
                               {"levels", whole(64)},
                               {"correction", name("mala")},
                               {"mala_step_size", 0.05}},
                              3920);
    const auto of_drawn = [&](const char* id, const char* title, const char* key, const Expectation& expected) {
        checks.push_back({id, title, drawn, key, expected});
    };
    const auto equilibrium = [&](lattice::Quantity q) { return *lattice::expectation(q, 16, couplings); };
    of_drawn("drawn_square", "Trained here, L = 16, κ = 0.25, as drawn: ⟨φ²⟩", "raw_field_squared",
             equilibrium(field_squared));
    of_drawn("drawn_susceptibility", "… V⟨M²⟩", "raw_susceptibility", equilibrium(susceptibility));
    of_drawn("drawn_identity", "… Schwinger-Dyson identity", "raw_schwinger_dyson", {1, 0, "exact: ⟨φ ∂S/∂φ⟩ = 1"});
    of_drawn("drawn_cumulant", "… fourth cumulant at a site", "raw_site_cumulant_4",
             {-0.158, 0.001, "equilibrium run of clusters and Metropolis sweeps, L = 16"});
    of_drawn("mala_square", "… after 20 MALA steps: ⟨φ²⟩", "corrected_field_squared", equilibrium(field_squared));
    of_drawn("mala_identity", "… Schwinger-Dyson identity", "corrected_schwinger_dyson",
             {1, 0, "exact: ⟨φ ∂S/∂φ⟩ = 1"});
    checks.push_back({"chain_acceptance",
                      "… more than 70 % of the proposals are accepted",
                      learnt,
                      "acceptance",
                      {0.7, 0, "a trained network at this volume; arXiv:2309.17082 reports 40 to 60 %"},
                      5,
                      Check::Relation::above});
    return checks;
}

}  // namespace langevin::denoising
