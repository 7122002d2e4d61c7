// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/spin_glass/tempering.h"

namespace langevin::spin_glass_lab {

/// What the dynamics reads; see parameters.cpp for meaning and ranges.
struct Parameters {
    int spins = 0;
    int samples = 0;
    double mean_coupling = 0;
    double field = 0;
    int temperatures = 0;
    double coldest = 0;
    double hottest = 0;
    double shown = 0;
    int thermalisation = 0;
    int interval = 0;

    bool operator==(const Parameters&) const = default;
    spin_glass::TemperingModel model() const {
        return {spins, mean_coupling, field, spin_glass::geometric_temperatures(coldest, hottest, temperatures)};
    }
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::spin_glass_lab
