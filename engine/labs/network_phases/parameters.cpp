// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/network_phases/parameters.h"

#include <algorithm>

namespace langevin::network_phases {
namespace {

constexpr auto live = Apply::live;

/// Multiplications of one epoch of all runs that one core may be given, so that a stop is noticed in time.
constexpr double most_work = 6e8;
/// Numbers of all data, some 400 MB.
constexpr double most_numbers = 1e8;

Value whole(int n) {
    return std::int64_t{n};
}

void add_dynamics(Binding<Parameters>& b) {
    const std::string group = "Training";
    b.add(&Parameters::temperature,
          {.key = "temperature",
           .symbol = "T",
           .label = "Temperature",
           .unit = "",
           .help = "Learning rate over batch size, T = ε/|B|: the strength of the noise of gradient descent.",
           .group = group,
           .initial = 0.0625,
           .domain = Range{1.0 / 1024, 1024, 1, true},
           .apply = live});
    b.add(&Parameters::inverse_width,
          {.key = "inverse_width",
           .symbol = "1/σ",
           .label = "Inverse initial width",
           .unit = "",
           .help = "The student's weights begin with variance σ_W² over the number of hidden units; the teacher's have "
                   "σ_W = 1.",
           .group = group,
           .initial = 8.0,
           .domain = Range{1.0 / 1024, 64, 1, true}});
    b.add(&Parameters::batch_size,
          {.key = "batch_size",
           .symbol = "|B|",
           .label = "Batch size",
           .unit = "",
           .help = "Examples in one update. At a given temperature the learning rate is T|B|, to see whether the phase "
                   "depends on their ratio alone.",
           .group = group,
           .initial = whole(4),
           .domain = Range{1, 64, 1, true}});
    b.add(&Parameters::batches, {.key = "batches",
                                 .symbol = "",
                                 .label = "Batches",
                                 .unit = "per epoch",
                                 .help = "Updates in one pass over the data; there are |B| times as many examples.",
                                 .group = group,
                                 .initial = whole(1000),
                                 .domain = Range{10, 4000, 10, true}});
    b.add(
        &Parameters::runs,
        {.key = "runs",
         .symbol = "",
         .label = "Runs",
         .unit = "",
         .help = "Independent runs side by side, each with a teacher, a student and data of its own. Errors and bands "
                 "come from their scatter.",
         .group = group,
         .initial = whole(8),
         .domain = Range{1, 64, 1, true}});
    b.add(&Parameters::shown, {.key = "shown",
                               .symbol = "",
                               .label = "Shown run",
                               .unit = "",
                               .help = "The run whose singular values are drawn; the last one if there are fewer.",
                               .group = group,
                               .initial = whole(1),
                               .domain = Range{1, 64, 1},
                               .apply = live});
}

void add_network(Binding<Parameters>& b) {
    const std::string group = "Network";
    b.add(&Parameters::hidden, {.key = "hidden",
                                .symbol = "L",
                                .label = "Hidden units",
                                .unit = "",
                                .help = "Width of the first layer, of 3 inputs.",
                                .group = group,
                                .initial = whole(32),
                                .domain = Range{2, 128, 2, true},
                                .level = Level::advanced});
    b.add(&Parameters::features, {.key = "features",
                                  .symbol = "K",
                                  .label = "Features",
                                  .unit = "",
                                  .help = "Width of the second layer, before the linear output.",
                                  .group = group,
                                  .initial = whole(16),
                                  .domain = Range{2, 64, 2, true},
                                  .level = Level::advanced});
    b.add(&Parameters::activation, {.key = "activation",
                                    .symbol = "",
                                    .label = "Activation",
                                    .unit = "",
                                    .help = "Of both layers. The published diagram has tanh.",
                                    .group = group,
                                    .initial = std::string("tanh"),
                                    .domain = Choice{{{"tanh", "tanh"}, {"relu", "ReLU"}, {"linear", "linear"}}},
                                    .level = Level::advanced});
    b.add(&Parameters::trained,
          {.key = "trained",
           .symbol = "",
           .label = "Trained",
           .unit = "",
           .help = "The middle matrix alone, as published: then the outer ones are the teacher's. Or all three, from "
                   "outer ones of the student's own.",
           .group = group,
           .initial = std::string("middle"),
           .domain = Choice{{{"middle", "The middle matrix"}, {"all", "All matrices"}}},
           .level = Level::advanced});
}

void add_data(Binding<Parameters>& b) {
    const std::string group = "Data";
    b.add(&Parameters::order,
          {.key = "order",
           .symbol = "",
           .label = "Order of the examples",
           .unit = "",
           .help = "The same in every epoch, as published, or shuffled anew.",
           .group = group,
           .initial = std::string("fixed"),
           .domain = Choice{{{"fixed", "The same in every epoch"}, {"shuffled", "Shuffled in every epoch"}}},
           .level = Level::advanced});
    b.add(&Parameters::data, {.key = "data",
                              .symbol = "",
                              .label = "Examples",
                              .unit = "",
                              .help = "Drawn once for the whole run, as published, or anew in every epoch.",
                              .group = group,
                              .initial = std::string("fixed"),
                              .domain = Choice{{{"fixed", "Drawn once"}, {"fresh", "Drawn anew in every epoch"}}},
                              .level = Level::advanced});
}

}  // namespace

networks::TrainingSetup Parameters::setup() const {
    return {.shape = {.hidden = hidden, .features = features, .activation = activation},
            .batch = batch_size,
            .batches = batches,
            .train_all = trained == Trained::all,
            .shuffled = order == Order::shuffled,
            .fresh_data = data == Data::fresh};
}

std::vector<networks::TrainingPopulation::Member> Parameters::members(Random random) const {
    std::vector<networks::TrainingPopulation::Member> result;
    for (int run = 0; run < runs; ++run)
        result.push_back({setup(),
                          {.learning_rate = learning_rate(),
                           .weight_scale = weight_scale(),
                           .random = Random(random.bits(Stream{}, 0, static_cast<std::uint64_t>(run)))}});
    return result;
}

bool Parameters::as_published() const {
    return setup() == networks::TrainingSetup{};
}

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_dynamics(b);
        add_network(b);
        add_data(b);
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    const auto p = binding().read(set);
    const double lanes = (p.runs + 15) / 16 * 16;  // runs fill blocks of at most 16
    const double samples = static_cast<double>(p.batch_size) * p.batches;
    const bool all = p.trained == Trained::all;
    double work = samples * (p.hidden * (all ? 3.0 * p.features + 9 : 2.0 * p.features) / 2 + 8.0 * p.features);
    if (p.order == Order::shuffled) work += samples * 20.0 * (all ? 6 : p.hidden);
    if (p.data == Data::fresh) work += samples * (p.hidden * (20.0 + p.features / 2.0) + 60);
    if (work * lanes > most_work)
        return Problem{"one epoch of all runs would take too long to be stopped in time", "batches",
                       "Choose fewer batches, smaller ones, fewer runs or a smaller network"};
    const double copies = p.order == Order::shuffled ? 2 : 1;
    if (samples * lanes * (p.hidden + 4.0) * copies > most_numbers)
        return Problem{"the data of all runs do not fit into the memory meant for them", "batches",
                       "Choose fewer batches, smaller ones or fewer runs"};
    return std::nullopt;
}

}  // namespace langevin::network_phases
