// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "engine/lattice/scalar_block.h"

/// phi^4 theory in the hopping-parameter form of L. Wang, G. Aarts, K. Zhou (2023), arXiv:2309.17082:
///   S = sum_x [ -2 kappa sum_mu phi_x phi_{x+mu} + (1 - 2 lambda) phi_x^2 + lambda phi_x^4 ],   P ~ exp(-S),
/// with the force F_x = -dS/dphi_x = 2 kappa sum_{neighbours} phi_y - 2 (1 - 2 lambda) phi_x - 4 lambda phi_x^3.
namespace langevin::lattice {

struct Couplings {
    double kappa = 0;   ///< hopping parameter
    double lambda = 0;  ///< quartic coupling; >= 0, and kappa < 1/(2 d) when it is 0

    bool operator==(const Couplings&) const = default;
};

/// S from the sums over sites.
double action(const Moments& moments, const Couplings& couplings);

/// The sums of every lane, added in an order that does not depend on the vector width.
template <class Real>
std::vector<Moments> moments_of(const ScalarBlock<Real>& block);

/// sum_x pi_x^2 / 2 of every lane.
template <class Real>
std::vector<double> kinetic_energy(const ScalarBlock<Real>& block);

/// momentum += step * F(field).
template <class Real>
void kick(ScalarBlock<Real>& block, const Couplings& couplings, double step);

/// field += step * momentum.
template <class Real>
void drift(ScalarBlock<Real>& block, double step);

/// A drift followed by a kick, row by row in one pass through memory.
template <class Real>
void drift_and_kick(ScalarBlock<Real>& block, const Couplings& couplings, double drift_step, double kick_step);

/// Force on one chain given as contiguous rows: slow and plain, for tests and error messages.
std::vector<double> force(std::span<const double> field, Geometry geometry, const Couplings& couplings);

/// The classical vacuum |phi| = v of the potential, v^2 = max(0, (2 d kappa - 1 + 2 lambda) / (2 lambda)); 0 at lambda
/// = 0.
double vacuum(const Couplings& couplings, int dimension = 2);

}  // namespace langevin::lattice
