// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/site_parameters.h"

#include <cmath>
#include <numbers>

namespace langevin::diffusion {
namespace {

tape::Function function_of(SiteActivation activation) {
    switch (activation) {
        case SiteActivation::tanh:
            return tape::Function::tanh;
        case SiteActivation::silu:
            return tape::Function::silu;
        case SiteActivation::relu:
            return tape::Function::relu;
        case SiteActivation::leaky_relu:
            return tape::Function::leaky_relu;
    }
    return tape::Function::tanh;
}

}  // namespace

ScoreDescription SiteParameters::description(double scale) const {
    return {.network = {.architecture = networks::Architecture::sites,
                        .width = width,
                        .depth = depth,
                        .activation = function_of(activation),
                        .odd = odd},
            .preconditioning = preconditioning,
            .scale = scale,
            .spectrum = {}};
}

TrainingSettings SiteParameters::training(double scale) const {
    const auto strengths = levels_of(forward(), sampler());
    return {.batch = batch,
            .steps = static_cast<std::uint64_t>(training_steps),
            .optimiser = {.learning_rate = learning_rate, .average_decay = 0.995},
            .weighting = weighting,
            .sampling = noise_sampling,
            .process = forward(),
            .weakest = strengths.back().sigma() / scale,
            .strongest = strengths.front().sigma() / scale,
            // Published for data of standard deviation 1/2.
            .log_mean = -1.2 + std::numbers::ln2};
}

bool SiteParameters::same_batch(const SiteParameters& other) const {
    auto mine = *this;
    mine.train = other.train;
    mine.learning_rate = other.learning_rate;
    return mine == other;
}

std::optional<Problem> find_problem(const SiteParameters& p) {
    if (p.odd && p.activation != SiteActivation::tanh)
        return Problem{"an odd network needs an odd activation", "activation",
                       "Choose tanh, or a network that is not odd"};
    return std::nullopt;
}

}  // namespace langevin::diffusion
