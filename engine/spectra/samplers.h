// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "engine/random/random.h"

/// Exact, independent spectra of the classical ensembles for any Dyson index, from random tridiagonal matrices: I.
/// Dumitriu, A. Edelman, "Matrix models for beta ensembles", J. Math. Phys. 43 (2002) 5830, math-ph/0206043. O(N)
/// random numbers and O(N^2) work per spectrum. Ascending order.
namespace langevin::spectra {

/// Gaussian beta ensemble: N levels with density prop. to prod |x_i - x_j|^beta exp(-sum x_i^2 / (2 variance)).
/// beta > 0, levels >= 1.
std::vector<double> hermite_spectrum(double beta, int levels, double variance, RandomSequence& random,
                                     const std::stop_token& stop = {});

/// Laguerre (Wishart) beta ensemble: density prop. to prod |x_i - x_j|^beta prod x_i^(beta (M - N + 1)/2 - 1)
/// exp(-sum x_i / (2 variance)) for x > 0. For beta = 1: X = W^T W with the M x N matrix W of independent normal
/// entries of this variance. `rows` is M >= N; it need not be an integer.
std::vector<double> laguerre_spectrum(double beta, double rows, int levels, double variance, RandomSequence& random,
                                      const std::stop_token& stop = {});

/// The largest level of the Gaussian beta ensemble from the upper left corner of its tridiagonal matrix (some 10
/// N^(1/3) rows carry it): O(N^(2/3)) work, so that the Tracy-Widom law can be seen at N = 10^8.
double largest_hermite_level(double beta, double levels, double variance, RandomSequence& random);

}  // namespace langevin::spectra
