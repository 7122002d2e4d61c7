// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"

namespace langevin::network_phases {

/// The phases of training a neural network: arXiv:2509.01349.
Lab lab();

std::vector<Check> checks();

}  // namespace langevin::network_phases
