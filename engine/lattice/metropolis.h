// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/lattice/hybrid_monte_carlo.h"

/// Local updates and clusters: the reference that the dynamics is compared with.
namespace langevin::lattice {

/// One Metropolis sweep in checkerboard order: each site is proposed phi + width * N(0,1) once (proposals: purpose;
/// acceptance: purpose + 1). Extents must be even (or the lattice a chain of even length). Uses `momentum` and
/// `previous` as scratch space. Moments are not updated. Returns the accepted fraction of each lane.
template <class Real>
std::vector<double> metropolis_sweep(ScalarBlock<Real>& block, const Couplings& couplings, double width,
                                     const Draws& draws);

/// A fixed number of Wolff clusters for the embedded Ising spins sign(phi_x) of one lane: U. Wolff, Phys. Rev. Lett. 62
/// (1989) 361; R. C. Brower, P. Tamayo, Phys. Rev. Lett. 62 (1989) 1087. Neighbours of equal sign join with probability
/// 1 - exp(-4 kappa phi_x phi_y). Needs kappa >= 0; changes no |phi_x|, so mix it with sweeps. The number of
/// clusters must not depend on their sizes: a rule such as "until V spins were flipped" would bias the average.
/// Draws: purpose. Moments are not updated. Returns the mean cluster size as a fraction of the lattice.
template <class Real>
double wolff_clusters(ScalarBlock<Real>& block, int lane, const Couplings& couplings, int clusters, const Draws& draws,
                      const std::stop_token& stop = {});

}  // namespace langevin::lattice
