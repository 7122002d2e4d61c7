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

/// Laguerre ensemble for beta = 2, up to N = 200; weight prod |x_i - x_j|^2 prod x_i^(M - N) exp(-sum x/(2 variance)).
/// Value type.
class LaguerreDensity {
  public:
    static bool known(double beta, int levels);
    /// rows M >= levels; throws std::invalid_argument unless known.
    LaguerreDensity(double beta, int levels, double rows, double variance);
    double density(double x) const;
    std::string source() const;

  private:
    int levels_;
    double power_, scale_;
};

}  // namespace langevin::spectra
