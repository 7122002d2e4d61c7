// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

/// Sums over all pairs of a gas on a line, O(N^2), in double precision. The rows [first, last) of one call are a tile:
/// tiles of one sum may be computed by different threads and give the same bits in any order.
namespace langevin::coulomb_gas {

/// out[i - first] = sum over j != i of 1/(x_i - x_j). The x must be pairwise different. Relative error below 1e-13 of
/// the largest term's scale; one division for four pairs.
void pair_sums(std::span<const double> x, std::size_t first, std::size_t last, std::span<double> out);

/// How the curvature of the pair energy acts on a vector: out[i - first] = sum over j != i of (v_i - v_j)/(x_i -
/// x_j)^2, and with `images` (charges of the same sign at -x) also (v_i + v_j)/(x_i + x_j)^2.
void pair_curvature(std::span<const double> x, std::span<const double> v, bool images, std::size_t first,
                    std::size_t last, std::span<double> out);

/// Sum over j > i in [first, last) x all of ln|x_i - x_j|: the tile's share of sum_{i<j} ln|x_i - x_j|.
double log_differences(std::span<const double> x, std::size_t first, std::size_t last);

}  // namespace langevin::coulomb_gas
