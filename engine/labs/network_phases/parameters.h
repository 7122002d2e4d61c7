// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/networks/ensembles/training_population.h"

namespace langevin::network_phases {

enum class Trained { middle, all };
enum class Order { fixed, shuffled };
enum class Data { fixed, fresh };

/// What the dynamics reads; see parameters.cpp for meaning and ranges.
struct Parameters {
    double temperature = 0;
    double inverse_width = 0;
    int batch_size = 0;
    int batches = 0;
    int runs = 0;
    int shown = 0;
    int hidden = 0;
    int features = 0;
    networks::Activation activation = networks::Activation::tanh;
    Trained trained = Trained::middle;
    Order order = Order::fixed;
    Data data = Data::fixed;

    networks::TrainingSetup setup() const;
    /// Temperature is learning rate over batch size.
    double learning_rate() const { return temperature * batch_size; }
    double weight_scale() const { return 1 / inverse_width; }
    /// One member for each run; each has random numbers of its own.
    std::vector<networks::TrainingPopulation::Member> members(Random random) const;
    /// Whether the setting is the published one but for temperature, width and length.
    bool as_published() const;
};

constexpr int test_size = 128;

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::network_phases
