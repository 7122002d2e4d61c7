// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/diffusion/sampler_parameters.h"

namespace langevin::sampler_laboratory {

/// What the samples start from.
enum class Prior {
    noise,   ///< the strongest noise alone, as published: slow modes are too narrow
    matched  ///< data and noise together, mode by mode
};

/// See parameters.cpp for meaning and ranges.
struct Parameters : diffusion::SamplerParameters {
    int extent = 0;
    double kappa = 0;
    int samples = 0;
    Prior prior = Prior::noise;

    bool operator==(const Parameters&) const = default;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::sampler_laboratory
