// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/linear_network/parameters.h"

#include "engine/weights/measurement_parameters.h"

namespace langevin::linear_network {
namespace {

/// Multiplications of one update of all seeds, so that it stays below some 50 ms on one core.
constexpr double most_work = 5e7;
/// Seeds times levels^3, the cost of a measurement of all levels, some 20 ms.
constexpr double most_eigenvalue_work = 1 << 21;

constexpr auto live = Apply::live;

void add_machine(Binding<Parameters>& b) {
    const std::string group = "Teacher and network";
    b.add(&Parameters::groups,
          {.key = "groups",
           .symbol = "",
           .label = "Species",
           .unit = "",
           .help = "Groups of equal singular values of the teacher A: each is a Coulomb gas with a "
                   "spring and a temperature of its own.",
           .group = group,
           .initial = std::int64_t{2},
           .domain = Range{1, 4, 1}});
    b.add(&Parameters::multiplicity, {.key = "multiplicity",
                                      .symbol = "m",
                                      .label = "Levels of a species",
                                      .unit = "",
                                      .help = "How often each singular value of the teacher occurs.",
                                      .group = group,
                                      .initial = std::int64_t{2},
                                      .domain = Range{1, 4, 1}});
    b.add(&Parameters::teacher, {.key = "teacher",
                                 .symbol = "s",
                                 .label = "Value of the first species",
                                 .unit = "",
                                 .help = "Singular value of the teacher that the product's levels settle on.",
                                 .group = group,
                                 .initial = 1.0,
                                 .domain = Range{0.2, 5, 0.1}});
    b.add(&Parameters::separation, {.key = "separation",
                                    .symbol = "Δ",
                                    .label = "Separation of the species",
                                    .unit = "",
                                    .help = "From one species' value to the next. The largest value is learned first.",
                                    .group = group,
                                    .initial = 1.0,
                                    .domain = Range{0.1, 3, 0.1}});
    b.add(&Parameters::hidden, {.key = "hidden",
                                .symbol = "h",
                                .label = "Hidden units",
                                .unit = "",
                                .help = "Rows of W₁ and columns of W₂; at least as many as levels.",
                                .group = group,
                                .initial = std::int64_t{8},
                                .domain = Range{1, 32, 1}});
    b.add(&Parameters::seeds, {.key = "seeds",
                               .symbol = "",
                               .label = "Independent seeds",
                               .unit = "",
                               .help = "Networks trained side by side from different random numbers.",
                               .group = group,
                               .initial = std::int64_t{256},
                               .domain = Range{8, 4096, 8, true}});
    b.add(&Parameters::start,
          {.key = "start",
           .symbol = "",
           .label = "Start",
           .unit = "",
           .help = "Random: independent normal weights. Aligned: no two modes mix and all are equally strong, as the "
                   "closed learning curve assumes.",
           .group = group,
           .initial = std::string("random"),
           .domain = Choice{{{"random", "Random"}, {"aligned", "Aligned"}}}});
    b.add(&Parameters::width,
          {.key = "width",
           .symbol = "σ_W",
           .label = "Initial width",
           .unit = "",
           .help = "Standard deviation of the weights at the start; aligned modes have w₁w₂ = σ_W².",
           .group = group,
           .initial = 0.1,
           .domain = Range{0.001, 1, 0.1, true}});
    b.add(
        &Parameters::imbalance,
        {.key = "imbalance",
         .symbol = "q",
         .label = "Imbalance",
         .unit = "",
         .help = "w₁² − w₂² of every mode at the start: what gradient flow conserves. Positive: the first layer is the "
                 "larger one.",
         .group = group,
         .initial = 0.0,
         .domain = Range{-2, 2, 0.1},
         .relevance = Relevance{"start", {"aligned"}}});
}

void add_training(Binding<Parameters>& b) {
    const std::string group = "Training";
    b.add(&Parameters::rule,
          {.key = "rule",
           .symbol = "",
           .label = "Gradient",
           .unit = "",
           .help = "Stochastic: averaged over a fresh batch, with noise. Noiseless: the exact gradient, |B| → ∞.",
           .group = group,
           .initial = std::string("stochastic"),
           .domain = Choice{{{"stochastic", "Stochastic"}, {"noiseless", "Noiseless"}}},
           .apply = live});
    b.add(&Parameters::rate, {.key = "rate",
                              .symbol = "α",
                              .label = "Learning rate",
                              .unit = "",
                              .help = "Step of the gradient descent. Fluctuations have the temperature T = α/|B|; "
                                      "training is unstable from about α = 1/s for the largest s.",
                              .group = group,
                              .initial = 0.05,
                              .domain = Range{1e-4, 1, 0.1, true},
                              .apply = live});
    const Relevance stochastic{"rule", {"stochastic"}};
    b.add(&Parameters::batch, {.key = "batch",
                               .symbol = "|B|",
                               .label = "Batch size",
                               .unit = "",
                               .help = "Samples over which the gradient is averaged.",
                               .group = group,
                               .initial = std::int64_t{16},
                               .domain = Range{1, 256, 1, true},
                               .apply = live,
                               .relevance = stochastic});
    b.add(&Parameters::noise, {.key = "noise",
                               .symbol = "ν",
                               .label = "Gradient noise",
                               .unit = "",
                               .help = "Standard deviation of the off-diagonal elements of the symmetric noise that "
                                       "every sample adds to the gradient of the product.",
                               .group = group,
                               .initial = 0.5,
                               .domain = Range{0, 2, 0.05},
                               .apply = live,
                               .relevance = stochastic});
    b.add(&Parameters::anisotropy,
          {.key = "anisotropy",
           .symbol = "η",
           .label = "Anisotropy",
           .unit = "",
           .help = "Diagonal elements of the noise have standard deviation √2 ην. η = 1: no direction is preferred and "
                   "pairs follow the Wigner surmise; else they follow the generalised one.",
           .group = group,
           .initial = 1.0,
           .domain = Range{0.1, 10, 0.1, true},
           .apply = live,
           .relevance = stochastic});
}

void add_measurement(Binding<Parameters>& b) {
    const std::string group = "Measurement";
    b.add(&Parameters::levels,
          {.key = "levels",
           .symbol = "",
           .label = "Levels",
           .unit = "",
           .help = "Whose levels are measured: singular values of the product W₂W₁, or eigenvalues of W₁ᵀW₁ or W₂W₂ᵀ.",
           .group = group,
           .initial = std::string("product"),
           .domain =
               Choice{{{"product", "Product W₂W₁"}, {"first", "First layer W₁ᵀW₁"}, {"second", "Second layer W₂W₂ᵀ"}}},
           .apply = live});
    b.add(
        &Parameters::scan,
        {.key = "scan",
         .symbol = "",
         .label = "Scan",
         .unit = "",
         .help = "Learning rates: the run walks through α, α/2, … α/16, each time from the same weights at the start, "
                 "and ends. Its points stay in the plots.",
         .group = group,
         .initial = std::string("off"),
         .domain = Choice{{{"off", "Off"}, {"rates", "Learning rates"}}},
         .apply = live});
    weights::add_measurement_parameters(
        b, {"rates", 20, Range{0, 1000, 1}, 10, "The drift of the conserved quantity is read at its end.", 10});
}

}  // namespace

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
    const int d = p.groups * p.multiplicity;
    if (p.hidden < d)
        return Problem{std::to_string(p.hidden) + " hidden units cannot carry " + std::to_string(d) + " levels",
                       "hidden", "Choose at least " + std::to_string(d) + " hidden units, or fewer species or levels"};
    if (double(d) * d * d * p.seeds > most_eigenvalue_work)
        return Problem{
            std::to_string(p.seeds) + " networks of " + std::to_string(d) + " levels are too many to measure", "seeds",
            "Choose fewer seeds, species or levels"};
    const double work = double(p.seeds) * d * (4.0 * p.hidden * d + double(p.batch) * d);
    if (work > most_work)
        return Problem{"one update of all networks would take " + std::to_string(static_cast<long>(work / 1e6)) +
                           " million multiplications",
                       "seeds", "Choose fewer seeds, a smaller batch or fewer hidden units"};
    return std::nullopt;
}

}  // namespace langevin::linear_network
