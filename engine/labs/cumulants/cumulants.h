// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"

namespace langevin::cumulants {

/// Cumulants along the forward and the backward process (arXiv:2410.21212). Registered in engine/labs/labs.cpp.
Lab lab();

/// What this lab promises, with sources.
std::vector<Check> checks();

}  // namespace langevin::cumulants
