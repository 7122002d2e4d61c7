// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"

namespace langevin::denoising {

/// Lattice fields out of noise with a score that is exact, shipped, or learnt on the page: what is registered in
/// engine/labs/labs.cpp.
Lab lab();

/// What this lab promises, with sources.
std::vector<Check> checks();

}  // namespace langevin::denoising
