// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/core/named_arrays.h"
#include "engine/diffusion/learnt/score_model.h"
#include "engine/labs/denoising/parameters.h"

namespace langevin::denoising {

struct GivenModel {
    std::optional<diffusion::ScoreModel> model = {};
    std::string warning = {};  ///< a sentence where it was made for another action than the one it is used for
};

/// The model that these parameters name: one that comes with the program, one in a file, or the exact one of a free
/// field; none where it has to be learnt first. Throws Failure for a file that cannot be used.
GivenModel given_model(const Parameters& parameters);

/// A trained model for a file, with what it was trained on.
NamedArrays described(const diffusion::ScoreModel& model, const Parameters& parameters, std::uint64_t steps);

}  // namespace langevin::denoising
