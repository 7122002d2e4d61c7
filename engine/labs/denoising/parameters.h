// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/core/parameter.h"
#include "engine/diffusion/learnt/score_training.h"
#include "engine/diffusion/sampler.h"
#include "engine/lattice/scalar_action.h"

namespace langevin::denoising {

/// Where the score comes from.
enum class Source {
    free_field,  ///< exact for a free field with the two-point function of the data
    symmetric,
    critical,
    broken,  ///< these three: trained models that come with the program
    file,    ///< a model in a file
    live     ///< trained on this page
};

/// How fields are drawn: by PathSampler, or by one of the samplers of the sampler laboratory.
/// The paths of this lab, then the methods of diffusion::Method in their order.
enum class Draw { path, euler_maruyama, predictor_corrector, flow, ancestral, edm, exponential, annealed };
enum class Direction { backward, forward, both };
/// What happens to finished fields.
enum class Correction { none, metropolis, mala };
enum class Drift { force, score };

/// See parameters.cpp for meaning and ranges.
struct Parameters {
    int extent = 0;
    double kappa = 0, lambda = 0;
    int samples = 0;

    Source source = Source::live;
    std::string model_file;

    networks::Architecture architecture = networks::Architecture::equivariant;
    int width = 0, depth = 0, propagated = 0;
    bool square = true;
    std::string ensemble_file;
    std::int64_t configurations = 0;
    bool training = true;
    std::int64_t training_steps = 0;
    int batch = 0;
    double learning_rate = 0;
    diffusion::Target target = diffusion::Target::combined;
    double force_weight = 0;
    diffusion::Weighting weighting = diffusion::Weighting::variance;
    diffusion::NoiseSampling noise_sampling = diffusion::NoiseSampling::log_uniform;

    Draw draw = Draw::path;
    int levels = 0;
    double strongest = 0, weakest = 0;
    Direction direction = Direction::backward;
    Correction correction = Correction::none;
    int mala_steps = 0;
    double mala_step_size = 0;
    Drift mala_drift = Drift::force;

    double replay = 1;

    bool operator==(const Parameters&) const = default;
    lattice::Couplings couplings() const { return {kappa, lambda}; }
    bool is_free() const { return lambda == 0; }
    /// Of a network that is trained here; scale and spectrum come from the data.
    diffusion::ScoreDescription network() const;
    diffusion::TrainingSettings training_settings() const;
    diffusion::SamplerSettings sampler() const;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::denoising
