// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/weights/gaussian_rbm.h"

namespace langevin::gaussian_rbm {

enum class Rule { stochastic, noiseless };
enum class Scan { off, published };

/// What the dynamics reads; see parameters.cpp for meaning and ranges.
struct Parameters {
    int visible = 0;
    int hidden = 0;
    int seeds = 0;
    weights::RbmStart start = weights::RbmStart::random;
    double width = 0;
    double mass = 0;
    double mu = 0;

    Rule rule = Rule::stochastic;
    double rate = 0;
    int batch = 0;
    int sweeps = 0;

    Scan scan = Scan::off;
    double dwell = 0;
    double thermalisation = 0;
    int interval = 0;

    bool operator==(const Parameters&) const = default;
    weights::RbmModel model() const;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::gaussian_rbm
