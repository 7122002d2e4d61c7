// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace langevin::diffusion {

/// The free lattice field in a basis in which it is solved: real orthonormal Fourier modes of an L x L torus, products
/// of cas(x) = cos(x) + sin(x) (R. V. L. Hartley, 1942). Mode (a, b) stands at a L + b and is normal with variance
/// C_p = 1 / (2 (1 - 2 kappa sum_mu cos p_mu)), p = 2 pi (a, b) / L. Immutable.
class FreeField {
  public:
    /// kappa in [0, 1/4).
    FreeField(int extent, double kappa);

    int extent() const { return extent_; }
    std::size_t volume() const { return variances_.size(); }
    const std::vector<double>& variances() const { return variances_; }  ///< of every mode

    /// Modes of equal variance together, from the slowest (p = 0) to the fastest.
    struct Group {
        double momentum_squared;  ///< sum_mu 4 sin^2(p_mu / 2)
        double variance;
        double modes;
    };
    const std::vector<Group>& groups() const { return groups_; }
    const std::vector<std::size_t>& group_of() const { return group_of_; }  ///< of every mode

    /// From modes to sites, and back: the transform is its own inverse.
    void transform(std::span<const double> from, std::span<double> to) const;

  private:
    int extent_;
    std::vector<double> variances_;
    std::vector<Group> groups_;
    std::vector<std::size_t> group_of_;
    std::vector<double> cas_;  // [site][mode] / sqrt(L)
};

}  // namespace langevin::diffusion
