// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/coulomb_gas/dynamics.h"

/// Pair sums over all rows, cut into tiles that threads share and between which a stop is noticed.
namespace langevin::coulomb_gas {

/// All pairs, or for many charges in ascending order a ChargeTree: which of them depends on x alone, so that the bits
/// do not depend on the workers.
bool tiled_pair_sums(std::span<const double> x, const Workers& workers, std::span<double> out);
/// Sum over i < j of ln|x_i - x_j|, by the same choice; on the calling thread.
double all_log_differences(std::span<const double> x);
bool tiled_pair_curvature(std::span<const double> x, std::span<const double> v, bool images, const Workers& workers,
                          std::span<double> out);

}  // namespace langevin::coulomb_gas
