// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/diffusion/sampler.h"

namespace langevin::sampler_laboratory {

/// What the samples start from.
enum class Prior {
    noise,   ///< the strongest noise alone, as published: slow modes are too narrow
    matched  ///< data and noise together, mode by mode
};

/// See parameters.cpp for meaning and ranges.
struct Parameters {
    int extent = 0;
    double kappa = 0;
    int samples = 0;

    diffusion::ProcessKind process = diffusion::ProcessKind::variance_exploding;
    double sigma_base = 0, beta_max = 0, sigma_max = 0;
    Prior prior = Prior::noise;

    diffusion::Method method = diffusion::Method::euler_maruyama;
    int levels = 0;
    diffusion::Spacing spacing = diffusion::Spacing::uniform_time;
    double last_time = 0;
    diffusion::LastStep last_step = diffusion::LastStep::denoise;
    double signal_to_noise = 0, churn = 0;
    int inner_steps = 0;
    double inner_step_size = 0;

    bool operator==(const Parameters&) const = default;
    diffusion::Process forward() const;
    diffusion::SamplerSettings sampler() const;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::sampler_laboratory
