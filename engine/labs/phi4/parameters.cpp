// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/phi4/parameters.h"

namespace langevin::phi4 {
namespace {

/// Keeps a step below a second on one core and a field in memory.
constexpr std::int64_t most_sites = std::int64_t{1} << 22;

constexpr auto live = Apply::live;
constexpr auto restart = Apply::restart;
constexpr auto advanced = Level::advanced;

void add_lattice(Binding<Parameters>& b) {
    const std::string group = "Lattice";
    b.add(&Parameters::extent,
          {.key = "extent",
           .symbol = "L",
           .label = "Lattice extent",
           .unit = "sites",
           .help = "The lattice is an L × L torus. Near criticality larger lattices need many more updates.",
           .group = group,
           .initial = std::int64_t{64},
           .domain = Range{2, 512, 2, true}});
    b.add(&Parameters::chains, {.key = "chains",
                                .symbol = "",
                                .label = "Independent chains",
                                .unit = "",
                                .help = "Simulated side by side with the same parameters and different random numbers. "
                                        "More chains give smaller errors and show whether they agree.",
                                .group = group,
                                .initial = std::int64_t{8},
                                .domain = Range{1, 64, 1, true}});
    b.add(&Parameters::start,
          {.key = "start",
           .symbol = "",
           .label = "Start",
           .unit = "",
           .help = "Cold: all sites in the classical vacuum. Hot: independent normal numbers. "
                   "Disordered: the vacuum with random signs, as quenched from infinite temperature.",
           .group = group,
           .initial = std::string("hot"),
           .domain = Choice{{{"cold", "Cold"}, {"hot", "Hot"}, {"disordered", "Disordered"}}}});
}

void add_action(Binding<Parameters>& b) {
    const std::string group = "Action";
    b.add(&Parameters::kappa, {.key = "kappa",
                               .symbol = "κ",
                               .label = "Hopping parameter",
                               .unit = "",
                               .help = "Couples neighbours. At λ = 0.022 the symmetry breaks at κ ≈ 0.2709.",
                               .group = group,
                               .initial = 0.27,
                               .domain = Range{0, 1, 0.001},
                               .apply = live});
    b.add(&Parameters::lambda,
          {.key = "lambda",
           .symbol = "λ",
           .label = "Quartic coupling",
           .unit = "",
           .help = "λ = 0 is the free field (stable for κ < 1/4 only), λ → ∞ the Ising model with β = 2κ.",
           .group = group,
           .initial = 0.022,
           .domain = Range{0, 10, 0.001},
           .apply = live});
}

void add_dynamics(Binding<Parameters>& b) {
    const std::string group = "Dynamics";
    b.add(&Parameters::algorithm,
          {.key = "algorithm",
           .symbol = "",
           .label = "Algorithm",
           .unit = "",
           .help = "HMC and MALA are exact; Langevin dynamics (stochastic quantisation) has a bias proportional to "
                   "its step; Metropolis is local; Wolff clusters beat critical slowing down.",
           .group = group,
           .initial = std::string("hmc"),
           .domain = Choice{{{"hmc", "Hybrid Monte Carlo"},
                             {"langevin", "Langevin dynamics"},
                             {"mala", "Metropolis-adjusted Langevin (MALA)"},
                             {"metropolis", "Local Metropolis"},
                             {"cluster", "Metropolis + Wolff clusters"}}},
           .apply = live});
    b.add(&Parameters::integrator,
          {.key = "integrator",
           .symbol = "",
           .label = "Integrator",
           .unit = "",
           .help = "Both are reversible, area preserving and of second order. Minimum norm (Omelyan) uses two forces "
                   "a step; its error is several times smaller at equal cost.",
           .group = group,
           .initial = std::string("leapfrog"),
           .domain = Choice{{{"leapfrog", "Leapfrog"}, {"minimum_norm", "Minimum norm"}}},
           .apply = live,
           .relevance = Relevance{"algorithm", {"hmc"}}});
    b.add(&Parameters::trajectory_length, {.key = "trajectory_length",
                                           .symbol = "τ",
                                           .label = "Trajectory length",
                                           .unit = "",
                                           .help = "Molecular-dynamics time between two draws of the momenta.",
                                           .group = group,
                                           .initial = 1.0,
                                           .domain = Range{0.05, 10, 0.05},
                                           .apply = live,
                                           .relevance = Relevance{"algorithm", {"hmc"}}});
    b.add(&Parameters::integration_steps,
          {.key = "integration_steps",
           .symbol = "n",
           .label = "Integration steps",
           .unit = "",
           .help = "Steps of size τ/n in a trajectory. An acceptance of 0.65 to 0.9 is a good compromise.",
           .group = group,
           .initial = std::int64_t{10},
           .domain = Range{1, 100, 1, true},
           .apply = live,
           .relevance = Relevance{"algorithm", {"hmc"}}});
    b.add(
        &Parameters::randomise_length,
        {.key = "randomise_length",
         .symbol = "",
         .label = "Randomise length",
         .unit = "",
         .help = "Draws each length from τ/2 to 3τ/2, the same for all chains. Needed for the free field, whose modes "
                 "would otherwise come back to where they were.",
         .group = group,
         .initial = false,
         .domain = Switch{},
         .apply = live,
         .level = advanced,
         .relevance = Relevance{"algorithm", {"hmc"}}});
    b.add(&Parameters::step_size,
          {.key = "step_size",
           .symbol = "ε",
           .label = "Step size",
           .unit = "",
           .help =
               "Of the Langevin (Euler) step φ ← φ + ε F + √(2ε) η. Unstable once ε times the largest curvature of the "
               "action exceeds 2.",
           .group = group,
           .initial = 0.05,
           .domain = Range{1e-4, 1, 0.1, true},
           .apply = live,
           .relevance = Relevance{"algorithm", {"langevin", "mala"}}});
    b.add(&Parameters::steps_per_update, {.key = "steps_per_update",
                                          .symbol = "",
                                          .label = "Steps per update",
                                          .unit = "",
                                          .help = "Langevin steps between two measurements.",
                                          .group = group,
                                          .initial = std::int64_t{10},
                                          .domain = Range{1, 100, 1, true},
                                          .apply = live,
                                          .relevance = Relevance{"algorithm", {"langevin", "mala"}}});
    b.add(
        &Parameters::step_size_ladder,
        {.key = "step_size_ladder",
         .symbol = "",
         .label = "Ladder of step sizes",
         .unit = "",
         .help = "Runs a quarter of the chains each at ε, 3ε/4, ε/2 and ε/4, so that the bias can be extrapolated away "
                 "(panel Step-size extrapolation). The table then shows the chains at ε.",
         .group = group,
         .initial = false,
         .domain = Switch{},
         .apply = restart,
         .relevance = Relevance{"algorithm", {"langevin"}}});
    b.add(&Parameters::proposal_width, {.key = "proposal_width",
                                        .symbol = "",
                                        .label = "Proposal width",
                                        .unit = "",
                                        .help = "Standard deviation of the proposed change of a site.",
                                        .group = group,
                                        .initial = 1.0,
                                        .domain = Range{0.05, 10, 0.05},
                                        .apply = live,
                                        .relevance = Relevance{"algorithm", {"metropolis", "cluster"}}});
    b.add(&Parameters::sweeps, {.key = "sweeps",
                                .symbol = "",
                                .label = "Sweeps per update",
                                .unit = "",
                                .help = "Metropolis sweeps over the lattice between two measurements.",
                                .group = group,
                                .initial = std::int64_t{3},
                                .domain = Range{1, 20, 1},
                                .apply = live,
                                .relevance = Relevance{"algorithm", {"metropolis", "cluster"}}});
    b.add(
        &Parameters::clusters,
        {.key = "clusters",
         .symbol = "",
         .label = "Clusters per update",
         .unit = "",
         .help = "Wolff clusters flipped after the sweeps; a fixed number, since stopping at a number of flipped sites "
                 "would bias the averages.",
         .group = group,
         .initial = std::int64_t{5},
         .domain = Range{1, 50, 1},
         .apply = live,
         .relevance = Relevance{"algorithm", {"cluster"}}});
}

void add_measurement(Binding<Parameters>& b) {
    const std::string group = "Measurement";
    b.add(&Parameters::thermalisation, {.key = "thermalisation",
                                        .symbol = "",
                                        .label = "Thermalisation",
                                        .unit = "updates",
                                        .help = "Updates after a start or an edit that are not measured.",
                                        .group = group,
                                        .initial = std::int64_t{500},
                                        .domain = Range{0, 1000000, 1, true},
                                        .apply = live});
    b.add(&Parameters::interval,
          {.key = "interval",
           .symbol = "",
           .label = "Spectrum every",
           .unit = "updates",
           .help =
               "How often propagator, two-point function and the histogram of φ are measured; all else is measured at "
               "every update.",
           .group = group,
           .initial = std::int64_t{5},
           .domain = Range{1, 1000, 1, true},
           .apply = live,
           .level = advanced});
    b.add(&Parameters::precision,
          {.key = "precision",
           .symbol = "",
           .label = "Precision",
           .unit = "",
           .help = "Single precision is about twice as fast; sums and the acceptance step are in double either way.",
           .group = group,
           .initial = std::string("double"),
           .domain = Choice{{{"double", "Double"}, {"single", "Single"}}},
           .level = advanced});
}

}  // namespace

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_lattice(b);
        add_action(b);
        add_dynamics(b);
        add_measurement(b);
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    const auto p = binding().read(set);
    if (p.lambda == 0 && p.kappa >= 0.25)
        return Problem{"at λ = 0 the action is bounded below only for κ < 1/4", "kappa",
                       "Choose a smaller κ or a positive λ"};
    const std::int64_t sites = std::int64_t{p.extent} * p.extent * p.chains;
    if (sites > most_sites)
        return Problem{std::to_string(p.chains) + " chains of " + std::to_string(p.extent) + " × " +
                           std::to_string(p.extent) + " are " + std::to_string(sites) + " sites, more than the " +
                           std::to_string(most_sites) + " this lab runs at once",
                       "chains", "Choose fewer chains or a smaller lattice"};
    if (p.step_size_ladder && p.algorithm == Algorithm::langevin && p.chains < 4)
        return Problem{"the ladder of step sizes needs at least 4 chains", "chains", "Choose 4 or more"};
    return std::nullopt;
}

}  // namespace langevin::phi4
