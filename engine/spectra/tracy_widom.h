// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

/// Law of the largest eigenvalue for N -> infinity: C. A. Tracy, H. Widom, hep-th/9211141 (beta = 2), solv-int/9509007
/// (beta = 1, 4). For beta = 4 in the normalisation that comes out of the tridiagonal model (J. A. Ramirez, B. Rider,
/// B. Virag, math/0607331): mean -2.05520; tables often give 2^(1/6) times this.
namespace langevin::spectra {

struct TracyWidomMoments {
    double mean, variance, skewness, excess_kurtosis;
};
/// Published to the digits given (F. Bornemann, arXiv:0904.1581, table 10); beta = 1, 2, 4.
std::optional<TracyWidomMoments> tracy_widom_moments(double beta);

/// Density and cumulative function, tabulated at construction (some 50 ms) from Fredholm determinants by Gauss-Legendre
/// quadrature (F. Bornemann, arXiv:0804.2543; with the kernel T(x, y) = Ai((x + y)/2)/2 of P. L. Ferrari, H. Spohn,
/// math-ph/0505012, on (s, infinity)): F1(s) = det(1 - T), F2 = det(1 - T) det(1 + T), F4 = (det(1 - T) + det(1 +
/// T))/2. Absolute error of both functions below 1e-6 everywhere; beyond +-9 constant. Value type.
class TracyWidom {
  public:
    /// beta = 1, 2 or 4; throws std::invalid_argument for others.
    explicit TracyWidom(int beta);
    double density(double x) const;
    double cumulative(double x) const;

  private:
    double interpolate(const std::vector<double>& table, const std::vector<double>& slope, double x) const;
    std::vector<double> cumulative_, density_, slope_;  // slope: of the density
};

/// Lambda = N^(1/6) (h - 2 sqrt(N + 1/2 - 1/beta)) with h = x sqrt(2/(beta variance)): the edge of the harmonic ensemble.
/// For beta = 1 the centring of I. M. Johnstone, Z. Ma, arXiv:1110.0108; with 2 sqrt N alone the mean would be off by
/// (1/2 - 1/beta) N^(-1/3), so by order N^(-2/3). (For tiny beta and N the centre is kept above sqrt(2 N).)
double scaled_gaussian_edge(double x, double beta, double levels, double variance);
/// Edge of the Laguerre ensemble, centred and scaled as by I. M. Johnstone, Ann. Stat. 29 (2001) 295: with y = x/(beta
/// variance) and M' = M - 1 for beta = 1, M' = M else, (y - mu)/s, mu = (sqrt M' + sqrt N)^2, s = (sqrt M' + sqrt
/// N)(1/sqrt M' + 1/sqrt N)^(1/3).
double scaled_wishart_edge(double x, double beta, double rows, double levels, double variance);

}  // namespace langevin::spectra
