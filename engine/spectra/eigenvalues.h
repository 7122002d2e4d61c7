// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <stop_token>
#include <vector>

/// Eigenvalues, on the calling thread. All functions return them in ascending order and throw Failure if the iteration
/// does not converge (which happens for matrices with NaN).
namespace langevin::spectra {

/// Of the symmetric tridiagonal matrix with this diagonal (n numbers) and this off-diagonal (n - 1), by the QL
/// algorithm without square roots of Pal, Walker and Kahan (B. N. Parlett, The Symmetric Eigenvalue Problem, 1980,
/// section 8.15), as in LAPACK's dsterf; our own because 10,000 levels take seconds and a stop must be noticed
/// meanwhile. O(n^2). Empty after a stop.
std::vector<double> tridiagonal_eigenvalues(std::vector<double> diagonal, std::vector<double> off_diagonal,
                                            const std::stop_token& stop = {});

/// The largest alone, by bisection with the signs of the pivots of T - x (B. N. Parlett, section 3.3; J. H. Wilkinson
/// 1965): to rounding, O(n).
double largest_tridiagonal_eigenvalue(std::span<const double> diagonal, std::span<const double> off_diagonal);

/// By LAPACK, of a real symmetric n x n matrix, column after column; only the lower triangle is read. O(n^3);
/// overwrites the matrix.
std::vector<double> symmetric_eigenvalues(std::span<double> matrix, int n);
/// The same for a Hermitian matrix.
std::vector<double> hermitian_eigenvalues(std::span<std::complex<double>> matrix, int n);
/// Singular values of a real n x n matrix, by LAPACK. O(n^3); overwrites the matrix.
std::vector<double> singular_values(std::span<double> matrix, int n);

}  // namespace langevin::spectra
