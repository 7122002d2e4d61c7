// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/weights/linear_network.h"

namespace langevin::linear_network {

enum class Rule { stochastic, noiseless };
enum class Scan { off, rates };

/// What the dynamics reads; see parameters.cpp for meaning and ranges.
struct Parameters {
    int groups = 0;
    int multiplicity = 0;
    double teacher = 0;
    double separation = 0;
    int hidden = 0;
    int seeds = 0;
    weights::NetworkStart start = weights::NetworkStart::random;
    double width = 0;
    double imbalance = 0;

    Rule rule = Rule::stochastic;
    double rate = 0;
    int batch = 0;
    double noise = 0;
    double anisotropy = 0;

    weights::NetworkLevels levels = weights::NetworkLevels::product;
    Scan scan = Scan::off;
    double dwell = 0;
    double thermalisation = 0;
    int interval = 0;

    bool operator==(const Parameters&) const = default;
    weights::NetworkModel model() const {
        return {groups, multiplicity, teacher, separation, hidden, noise, anisotropy, rate, batch};
    }
    bool aligned() const { return start == weights::NetworkStart::aligned; }
    /// w1^2 - w2^2 of every mode at the start; a random start is balanced on average.
    double imbalance_at_start() const { return aligned() ? imbalance : 0; }
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::linear_network
