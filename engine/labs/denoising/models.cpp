// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/models.h"

#include "engine/labs/denoising/learner.h"

namespace langevin::denoising {

std::optional<diffusion::ScoreModel> given_model(const Parameters& parameters) {
    if (parameters.source == Source::free_field && parameters.is_free())
        return exact_free_model(parameters.extent, parameters.kappa);
    return std::nullopt;
}

std::optional<std::string> about_given_model(const Parameters&) {
    return std::nullopt;
}

}  // namespace langevin::denoising
