// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "engine/lattice/scalar_action.h"
#include "engine/random/random.h"

/// Molecular dynamics with momenta drawn anew: hybrid Monte Carlo of S. Duane, A. D. Kennedy, B. J. Pendleton,
/// D. Roweth, Phys. Lett. B 195 (1987) 216; and its one-step relatives. A Langevin (Euler) step of size eps is a
/// leapfrog trajectory of one step of length sqrt(2 eps) without acceptance step, and MALA is the same with it.
namespace langevin::lattice {

enum class Integrator {
    leapfrog,
    minimum_norm,  ///< second order, two forces a step: I. P. Omelyan, I. M. Mryglod, R. Folk (2003), Takaishi and de
                   ///< Forcrand, hep-lat/0505020
};

struct Trajectory {
    Integrator integrator = Integrator::leapfrog;
    int steps = 10;          ///< >= 1
    double step_size = 0.1;  ///< > 0; length of the trajectory is steps * step_size
};

/// Per lane.
struct AcceptStep {
    double energy_change = 0;  ///< Delta H
    bool accepted = true;
};

/// What an update draws its random numbers from.
struct Draws {
    Random random{0};
    std::uint64_t step = 0;
    std::uint16_t purpose = 0;  ///< updates use purpose, purpose + 1, ... as documented with each
};

/// Integrates field and momentum of a block; the momenta are the caller's. Returns false when stopped on the way.
template <class Real>
bool integrate(ScalarBlock<Real>& block, const Couplings& couplings, const Trajectory& trajectory,
               const std::stop_token& stop = {});

/// One HMC update of every lane: momenta (purpose), integration, acceptance step (purpose + 1). Expects up-to-date
/// moments and leaves them so. Empty result: stopped on the way; call restore() to have the block as before.
/// `allowance` is 0 in equilibrium. Far from it (a cold start, say) a trajectory carries the action to its bulk value
/// with an error of order V step_size^2 of one sign, and a large lattice would never leave its start: while
/// thermalising, a change of H up to the allowance is forgiven.
template <class Real>
std::vector<AcceptStep> hmc_update(ScalarBlock<Real>& block, const Couplings& couplings, const Trajectory& trajectory,
                                   const Draws& draws, double allowance = 0, const std::stop_token& stop = {});

/// One Langevin step phi += eps F + sqrt(2 eps) eta without acceptance (noise: purpose). Moments are not updated: take
/// them when they are needed.
template <class Real>
void langevin_step(ScalarBlock<Real>& block, const Couplings& couplings, double eps, const Draws& draws);

}  // namespace langevin::lattice
