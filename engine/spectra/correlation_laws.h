// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

/// Reference laws of pairs of levels in the bulk for N -> infinity, mean spacing one (M. L. Mehta, Random Matrices, 3rd
/// ed. 2004, chapters 6, 7, 11 and 16), for beta = 1, 2 and 4.
namespace langevin::spectra {

/// Two-level cluster function Y2(r), r > 0; NaN for other beta.
double cluster_function(double beta, double r);

/// Sigma^2(L) = L - 2 int_0^L (L - r) Y2(r) dr.
class NumberVariance {
  public:
    explicit NumberVariance(double beta) : beta_(beta) {}
    bool known() const { return beta_ == 1 || beta_ == 2 || beta_ == 4; }
    /// L >= 0; NaN if not known.
    double operator()(double length) const;

  private:
    double beta_;
};

/// K(tau), tau > 0: 1 - b(tau) with the Fourier transform b of Y2. For beta = 4 it has a logarithmic singularity at tau
/// = 1.
std::optional<double> form_factor(double beta, double tau);

}  // namespace langevin::spectra
