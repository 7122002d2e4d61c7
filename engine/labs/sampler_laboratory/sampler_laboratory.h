// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"

namespace langevin::sampler_laboratory {

/// Samplers of diffusion models under test with an exact score: what is registered in engine/labs/labs.cpp.
Lab lab();

/// What this lab promises, with sources.
std::vector<Check> checks();

}  // namespace langevin::sampler_laboratory
