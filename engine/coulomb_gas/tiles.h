// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/coulomb_gas/dynamics.h"

/// Pair sums over all rows, cut into tiles that threads share and between which a stop is noticed.
namespace langevin::coulomb_gas {

bool tiled_pair_sums(std::span<const double> x, const Workers& workers, std::span<double> out);
bool tiled_pair_curvature(std::span<const double> x, std::span<const double> v, bool images, const Workers& workers,
                          std::span<double> out);

}  // namespace langevin::coulomb_gas
