// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

/// Reference laws of pairs of levels in the bulk for N -> infinity, mean spacing one (M. L. Mehta, Random Matrices, 3rd
/// ed. 2004, chapters 6, 7, 11 and 16), for beta = 1, 2 and 4, and for beta = 0: independent levels (Poisson).
namespace langevin::spectra {

/// Two-level cluster function Y2(r), r >= 0; NaN for other beta.
double cluster_function(double beta, double r);

/// Variance of the number of levels in an interval of length L, Sigma^2(L) = L - 2 int_0^L (L - r) Y2(r) dr, in closed
/// form (Mehta 2004, chapter 16; T. Guhr, A. Mueller-Groeling, H. A. Weidenmueller, cond-mat/9707301):
///   beta = 2: Sigma_2 = (ln x + gamma + 1 - cos x - Ci x)/pi^2 + L (1 - (2/pi) Si x), x = 2 pi L;
///   beta = 1: 2 Sigma_2(L) + (Si(pi L)/pi)^2 - Si(pi L)/pi;
///   beta = 4: Sigma_2(2 L)/2 + (Si(2 pi L)/(2 pi))^2;
///   beta = 0: L.
class NumberVariance {
  public:
    explicit NumberVariance(double beta) : beta_(beta) {}
    bool known() const { return beta_ == 0 || beta_ == 1 || beta_ == 2 || beta_ == 4; }
    /// L >= 0; NaN if not known. A fraction of a microsecond for any L; rounding L * 1e-16.
    double operator()(double length) const;

  private:
    double beta_;
};

/// K(tau), tau >= 0: 1 - b(tau) with the Fourier transform b of Y2. For beta = 4 it has a logarithmic singularity at
/// tau = 1, where the value is large and finite.
std::optional<double> form_factor(double beta, double tau);

}  // namespace langevin::spectra
