// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/labs/denoising/parameters.h"

namespace langevin::denoising {

/// Fewer fields say too little of the spectrum.
constexpr std::size_t fewest_fields = 16;

/// Fields to learn from that were made elsewhere.
struct GivenFields {
    std::vector<float> values;  ///< [field][row][column] in their own units
    std::string warning = {};   ///< a sentence where they follow another action than the one they are used for
};

/// The fields of the file that these parameters name, no more than are wanted, spread evenly over the file; without
/// those from before its recipe's thermalisation was over. None where no file is named or nothing is trained. Throws
/// Failure for a file that cannot be used.
std::optional<GivenFields> given_fields(const Parameters& parameters);

/// Throws Failure unless fields with these variances of their modes, in units of `square` = <phi^2>, can be learnt
/// from: their scale must be one that a field of the action may have, and every mode must fluctuate.
void demand_fluctuations(std::span<const double> variances, double square);

}  // namespace langevin::denoising
