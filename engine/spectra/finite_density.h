// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// Exact one-level densities of the classical ensembles at finite N, normalised to one (M. L. Mehta, Random Matrices,
/// 3rd ed. 2004, chapters 6, 7 and 11; P. J. Forrester, Log-Gases and Random Matrices 2010).
namespace langevin::spectra {

/// Harmonic ensemble, weight prod |x_i - x_j|^beta exp(-sum x^2/(2 variance)): beta = 1, 2, 4 up to N = 200, any beta
/// for N = 2. To rounding: with u = x/sqrt(variance) (beta = 1) or x/sqrt(2 variance) (beta = 2, 4), orthonormal
/// Hermite functions phi_k(u) and (eps f)(u) = (1/2) int sgn(u - t) f(t) dt, which obeys a recurrence, the level
/// density is
///   beta = 2: sum_(k<N) phi_k^2;
///   beta = 1: that + sqrt(N/2) phi_(N-1) eps phi_N, + phi_(N-1)/int phi_(N-1) for odd N;
///   beta = 4: half of sum_(k<=2N) phi_k^2 + sqrt(N + 1/2) phi_(2N) eps phi_(2N+1);
///   N = 2: 2^(-beta/2)/sqrt(2 pi) exp(-y^2) 1F1((beta + 1)/2; 1/2; y^2/2), y = x/sqrt(variance) (by integrating one
///          level out; exact for every beta).
/// Value type.
class HermiteDensity {
  public:
    static bool known(double beta, int levels);
    /// Throws std::invalid_argument unless known and variance > 0.
    HermiteDensity(double beta, int levels, double variance);
    /// Normalised to one. Some 10 ns for each level (N = 200, beta = 4: 3 microseconds).
    double density(double x) const;
    std::string source() const;

  private:
    double beta_;
    int levels_;
    double scale_;  // of x
};

/// Laguerre ensemble for beta = 1 and 2, up to N = 200; weight prod |x_i - x_j|^beta prod x_i^(beta (M - N + 1)/2 - 1)
/// exp(-sum x/(2 variance)). To rounding: with a = M - N, u = x/(beta variance), orthonormal Laguerre functions
/// phi_k(u) of weight u^a exp(-u), eta_k = phi_k/sqrt(u) and b_k = sqrt(k (k + a)), the level density is
///   beta = 2: sum_(k<N) phi_k^2;
///   beta = 1: sum_(k<N-1) phi_k^2 - (b_(N-1)/2) eta_(N-1) eps eta_(N-2), + eta_(N-1)/int eta_(N-1) for odd N.
/// The second is the form of H. Widom, solv-int/9804005, and M. Adler, P. J. Forrester, T. Nagao, P. van Moerbeke,
/// solv-int/9907001, derived anew from 2 sqrt(u) phi_k = b_(k+1) eps eta_(k+1) - b_k eps eta_(k-1), which also gives
/// eps eta_k. Value type.
class LaguerreDensity {
  public:
    static bool known(double beta, int levels);
    /// rows M >= levels, variance > 0; throws std::invalid_argument otherwise and unless known.
    LaguerreDensity(double beta, int levels, double rows, double variance);
    /// Normalised to one; 0 for x <= 0 (for beta = 1, M = N it diverges there as 1/sqrt(x)).
    double density(double x) const;
    std::string source() const;

  private:
    double beta_;
    int levels_;
    double power_, scale_;
};

}  // namespace langevin::spectra
