// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"

namespace langevin::toy_model {

/// A field on a single site (arXiv:2311.03578): everything about a diffusion model in one dimension. Registered in
/// engine/labs/labs.cpp.
Lab lab();

/// What this lab promises, with sources.
std::vector<Check> checks();

}  // namespace langevin::toy_model
