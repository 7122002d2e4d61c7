// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

/// Exact one-level densities of the classical ensembles at finite N, normalised to one (M. L. Mehta, Random Matrices,
/// 3rd ed. 2004, chapters 6, 7 and 11; P. J. Forrester, Log-Gases and Random Matrices 2010).
namespace langevin::spectra {

/// Harmonic ensemble, weight prod |x_i - x_j|^beta exp(-sum x^2/(2 variance)): beta = 1, 2, 4 up to N = 200, any beta
/// for N = 2. Value type.
class HermiteDensity {
  public:
    static bool known(double beta, int levels);
    /// Throws std::invalid_argument unless known.
    HermiteDensity(double beta, int levels, double variance);
    double density(double x) const;
    std::string source() const;

  private:
    double unscaled(double x) const;

    double beta_;
    int levels_;
    double scale_;                  // of x
    double norm_ = 1;               // for N = 2
    std::vector<double> integral_;  // beta = 1, 4: the running integral of a Hermite function, tabulated
    double odd_norm_ = 0;           // beta = 1, N odd
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
