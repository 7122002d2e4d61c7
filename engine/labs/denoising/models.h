// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/diffusion/learnt/score_model.h"
#include "engine/labs/denoising/parameters.h"

namespace langevin::denoising {

/// The model that these parameters name: one that comes with the program, one in a file, or the exact one of a free
/// field; none where it has to be learnt first. Throws Failure for a file that cannot be used.
std::optional<diffusion::ScoreModel> given_model(const Parameters& parameters);

/// A sentence where the model was made for another action than the one it is used for.
std::optional<std::string> about_given_model(const Parameters& parameters);

}  // namespace langevin::denoising
