// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/teacher_student/parameters.h"

#include "engine/weights/measurement_parameters.h"

namespace langevin::teacher_student {
namespace {

/// Normal numbers of one update of all seeds, so that it stays below some 50 ms on one core.
constexpr double most_draws = 1 << 23;

constexpr auto live = Apply::live;

void add_machine(Binding<Parameters>& b) {
    const std::string group = "Teacher and student";
    b.add(&Parameters::pairs, {.key = "pairs",
                               .symbol = "",
                               .label = "Degenerate pairs",
                               .unit = "",
                               .help = "The teacher is a 2p × 2p matrix whose singular values come in p equal pairs.",
                               .group = group,
                               .initial = std::int64_t{1},
                               .domain = Range{1, 4, 1}});
    b.add(&Parameters::teacher, {.key = "teacher",
                                 .symbol = "s",
                                 .label = "Value of the first pair",
                                 .unit = "",
                                 .help = "Singular value of the teacher that the student's levels settle on.",
                                 .group = group,
                                 .initial = 2.0,
                                 .domain = Range{0.5, 5, 0.1}});
    b.add(&Parameters::separation, {.key = "separation",
                                    .symbol = "Δ",
                                    .label = "Separation of the pairs",
                                    .unit = "",
                                    .help = "From one pair's value to the next, if there are several.",
                                    .group = group,
                                    .initial = 1.0,
                                    .domain = Range{0.1, 3, 0.1}});
    b.add(&Parameters::seeds, {.key = "seeds",
                               .symbol = "",
                               .label = "Independent seeds",
                               .unit = "",
                               .help = "Students trained side by side from different random numbers.",
                               .group = group,
                               .initial = std::int64_t{256},
                               .domain = Range{8, 4096, 8, true}});
    b.add(&Parameters::width, {.key = "width",
                               .symbol = "σ_W",
                               .label = "Initial width",
                               .unit = "",
                               .help = "Standard deviation of the student's weights at the start.",
                               .group = group,
                               .initial = 0.1,
                               .domain = Range{0, 1, 0.05}});
}

void add_training(Binding<Parameters>& b) {
    const std::string group = "Training";
    b.add(
        &Parameters::rate,
        {.key = "rate",
         .symbol = "α",
         .label = "Learning rate",
         .unit = "",
         .help = "Step of the gradient descent. Fluctuations have the temperature T = α/|B|; above about 2 training is "
                 "unstable.",
         .group = group,
         .initial = 0.1,
         .domain = Range{1e-3, 2, 0.1, true},
         .apply = live});
    b.add(&Parameters::batch, {.key = "batch",
                               .symbol = "|B|",
                               .label = "Batch size",
                               .unit = "",
                               .help = "Samples over which the gradient is averaged.",
                               .group = group,
                               .initial = std::int64_t{16},
                               .domain = Range{1, 256, 1, true},
                               .apply = live});
    b.add(&Parameters::noise,
          {.key = "noise",
           .symbol = "ν",
           .label = "Gradient noise",
           .unit = "",
           .help = "Standard deviation of the symmetric noise on each sample's gradient (diagonal: √2 times).",
           .group = group,
           .initial = 0.1,
           .domain = Range{0, 1, 0.01},
           .apply = live});
    b.add(
        &Parameters::data,
        {.key = "data",
         .symbol = "",
         .label = "Data",
         .unit = "",
         .help =
             "Fresh samples at every update; a fixed data set for each seed, the same in every epoch; or inputs shared "
             "among all seeds, as in "
             "the released code of arXiv:2407.16427, where they move all seeds together and bias the means at large α.",
         .group = group,
         .initial = std::string("fresh"),
         .domain = Choice{{{"fresh", "Fresh"}, {"fixed", "Fixed data set"}, {"shared", "Shared inputs"}}},
         .apply = live});
    b.add(&Parameters::batches,
          {.key = "batches",
           .symbol = "",
           .label = "Batches in the data set",
           .unit = "",
           .help = "Length of an epoch: the data set is visited again, in the same order, after so many updates.",
           .group = group,
           .initial = std::int64_t{500},
           .domain = Range{1, 10000, 1, true},
           .apply = live,
           .relevance = Relevance{"data", {"fixed", "shared"}}});
}

void add_measurement(Binding<Parameters>& b) {
    const std::string group = "Measurement";
    b.add(&Parameters::scan, {.key = "scan",
                              .symbol = "",
                              .label = "Scan",
                              .unit = "",
                              .help = "Published grid: the run walks by itself through the fourteen published settings "
                                      "of α, |B| and ν, and ends. Its points stay in "
                                      "the scaling plot.",
                              .group = group,
                              .initial = std::string("off"),
                              .domain = Choice{{{"off", "Off"}, {"published", "Published grid"}}},
                              .apply = live});
    weights::add_measurement_parameters(b, {"published", 300, Range{0, 1000, 1}, 12, "12 is enough.", 10});
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
    const double draws = 2.0 * p.pairs * p.batch * p.seeds;
    if (draws > most_draws)
        return Problem{"one update would draw " + std::to_string(static_cast<long>(draws)) + " random numbers", "batch",
                       "Choose a smaller batch or fewer seeds"};
    return std::nullopt;
}

}  // namespace langevin::teacher_student
