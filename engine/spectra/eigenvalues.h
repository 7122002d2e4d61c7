// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <vector>

/// Eigenvalues by LAPACK, on the calling thread. All functions return them in ascending order and throw Failure if the
/// iteration does not converge (which happens for matrices with NaN).
namespace langevin::spectra {

/// Of the symmetric tridiagonal matrix with this diagonal (n numbers) and this off-diagonal (n - 1). O(n^2).
std::vector<double> tridiagonal_eigenvalues(std::vector<double> diagonal, std::vector<double> off_diagonal);

/// Of a real symmetric n x n matrix, column after column; only the lower triangle is read. O(n^3); overwrites the
/// matrix.
std::vector<double> symmetric_eigenvalues(std::span<double> matrix, int n);
/// The same for a Hermitian matrix.
std::vector<double> hermitian_eigenvalues(std::span<std::complex<double>> matrix, int n);

}  // namespace langevin::spectra
