// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/gaussian_rbm/parameters.h"

#include "engine/weights/measurement_parameters.h"

namespace langevin::gaussian_rbm {
namespace {

/// Normal numbers of one update of all seeds, so that a step stays below some 50 ms on one core.
constexpr double most_draws = 1 << 24;
/// Seeds times N^3, the cost of a measurement of all levels, some 10 ms.
constexpr double most_eigenvalue_work = 1 << 22;

constexpr auto live = Apply::live;

void add_machine(Binding<Parameters>& b) {
    const std::string group = "Machine";
    b.add(&Parameters::visible,
          {.key = "visible",
           .symbol = "N",
           .label = "Visible units",
           .unit = "",
           .help = "Sites of the ring on which the free scalar field lives that the machine learns.",
           .group = group,
           .initial = std::int64_t{10},
           .domain = Range{2, 32, 1}});
    b.add(&Parameters::hidden, {.key = "hidden",
                                .symbol = "Nₕ",
                                .label = "Hidden units",
                                .unit = "",
                                .help = "Rows of the weight matrix W; at least N to learn every mode.",
                                .group = group,
                                .initial = std::int64_t{10},
                                .domain = Range{2, 64, 1}});
    b.add(&Parameters::seeds,
          {.key = "seeds",
           .symbol = "",
           .label = "Independent seeds",
           .unit = "",
           .help = "Machines trained side by side from different random numbers; more fill histograms faster.",
           .group = group,
           .initial = std::int64_t{64},
           .domain = Range{8, 1024, 8, true}});
    b.add(&Parameters::start, {.key = "start",
                               .symbol = "",
                               .label = "Start",
                               .unit = "",
                               .help = "Random: independent normal weights. Aligned: every mode with the same small "
                                       "strength and none mixed, as the closed "
                                       "learning curve assumes.",
                               .group = group,
                               .initial = std::string("random"),
                               .domain = Choice{{{"random", "Random"}, {"aligned", "Aligned"}}}});
    b.add(&Parameters::width, {.key = "width",
                               .symbol = "σ_W",
                               .label = "Initial width",
                               .unit = "",
                               .help = "Standard deviation of the weights at the start; levels begin near σ_W² Nₕ.",
                               .group = group,
                               .initial = 0.1,
                               .domain = Range{0.001, 0.5, 0.1, true}});
    b.add(&Parameters::mass, {.key = "mass",
                              .symbol = "m",
                              .label = "Field mass",
                              .unit = "",
                              .help = "The field's kernel has eigenvalues κₙ = m² + 2 − 2cos(2πn/N).",
                              .group = group,
                              .initial = 2.0,
                              .domain = Range{0.1, 4, 0.1}});
    b.add(&Parameters::mu,
          {.key = "mu",
           .symbol = "μ",
           .label = "Machine mass",
           .unit = "",
           .help = "The machine's kernel is μ² − WᵀW: modes with κₙ < μ² can be learned, with level μ² − κₙ.",
           .group = group,
           .initial = 3.0,
           .domain = Range{0.5, 6, 0.1}});
}

void add_training(Binding<Parameters>& b) {
    const std::string group = "Training";
    b.add(&Parameters::rule,
          {.key = "rule",
           .symbol = "",
           .label = "Gradient",
           .unit = "",
           .help = "Stochastic: negative phase from |B| persistent chains. Noiseless: the exact gradient, |B| → ∞.",
           .group = group,
           .initial = std::string("stochastic"),
           .domain = Choice{{{"stochastic", "Stochastic"}, {"noiseless", "Noiseless"}}},
           .apply = live});
    b.add(&Parameters::rate, {.key = "rate",
                              .symbol = "α",
                              .label = "Learning rate",
                              .unit = "",
                              .help = "Step of the gradient descent. Fluctuations have the temperature T = α/|B|.",
                              .group = group,
                              .initial = 0.05,
                              .domain = Range{1e-4, 0.5, 0.1, true},
                              .apply = live});
    b.add(&Parameters::batch, {.key = "batch",
                               .symbol = "|B|",
                               .label = "Batch size",
                               .unit = "",
                               .help = "Persistent chains per seed over which the gradient is averaged.",
                               .group = group,
                               .initial = std::int64_t{16},
                               .domain = Range{1, 256, 1, true},
                               .apply = live,
                               .relevance = Relevance{"rule", {"stochastic"}}});
    b.add(&Parameters::sweeps,
          {.key = "sweeps",
           .symbol = "k",
           .label = "Gibbs sweeps",
           .unit = "",
           .help = "Sweeps v → h → v of every chain per update; few leave the chains correlated between updates.",
           .group = group,
           .initial = std::int64_t{3},
           .domain = Range{1, 20, 1},
           .apply = live,
           .relevance = Relevance{"rule", {"stochastic"}}});
}

void add_measurement(Binding<Parameters>& b) {
    const std::string group = "Measurement";
    b.add(&Parameters::scan, {.key = "scan",
                              .symbol = "",
                              .label = "Scan",
                              .unit = "",
                              .help = "Published grid: the run walks by itself through the ten published settings of α "
                                      "and |B|, from cold to hot, and "
                                      "ends. Its points stay in the scaling plot.",
                              .group = group,
                              .initial = std::string("off"),
                              .domain = Choice{{{"off", "Off"}, {"published", "Published grid"}}},
                              .apply = live});
    weights::add_measurement_parameters(
        b, {"published", 300, Range{0, 10000, 10}, 300, "The slowest mode takes some hundred to grow.", 50});
}

}  // namespace

weights::RbmModel Parameters::model() const {
    return {visible, hidden, mass, mu, batch, sweeps, rate};
}

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_machine(b);
        add_training(b);
        add_measurement(b);
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    const auto p = binding().read(set);
    if (p.start == weights::RbmStart::aligned && p.hidden < p.visible)
        return Problem{"an aligned start needs at least as many hidden as visible units", "hidden",
                       "Choose more hidden units or a random start"};
    if (double(p.visible) * p.visible * p.visible * p.seeds > most_eigenvalue_work)
        return Problem{
            std::to_string(p.seeds) + " machines of " + std::to_string(p.visible) + " units are too many to measure",
            "seeds", "Choose fewer seeds or fewer visible units"};
    const double draws = double(p.sweeps) * p.batch * (p.visible + p.hidden) * p.seeds;
    if (p.rule == Rule::stochastic && draws > most_draws)
        return Problem{"one update would draw " + std::to_string(static_cast<long>(draws)) + " random numbers", "batch",
                       "Choose a smaller batch, fewer seeds or fewer Gibbs sweeps"};
    if (p.scan == Scan::published && p.rule == Rule::noiseless)
        return Problem{"without noise there is nothing to scan", "scan", "Choose the stochastic gradient"};
    return std::nullopt;
}

}  // namespace langevin::gaussian_rbm
