// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "engine/coulomb_gas/ensemble.h"
#include "engine/random/random.h"

/// Time steps of one gas. All functions move the coordinates q (see ensemble.h) from one ordered configuration to
/// another and return false, with q in between, if a stop was requested meanwhile.
namespace langevin::coulomb_gas {

/// Who may be interrupted and how many threads the pair sums may use (the result does not depend on them).
struct Workers {
    int threads = 1;
    std::stop_token stop = {};
};

/// Stream and step of the noise that refines a step (a Brownian bridge).
struct BridgeDraws {
    Random random;
    Stream stream;
    std::uint64_t step = 0;
};

/// Sorts, reflects the coordinates of the Laguerre ensemble at zero, and parts charges that meet: floating-point
/// numbers must be different for forces to be finite.
void put_in_order(const Ensemble& ensemble, std::span<double> q);

/// Drift -u'(q) + pair forces; out has the size of q.
bool drift(const Ensemble& ensemble, std::span<const double> q, const Workers& workers, std::span<double> out);

/// Euler step of length h with the tamed drift f/(1 + h|f|) (M. Hutzenthaler, A. Jentzen, P. E. Kloeden, Ann. Appl.
/// Probab. 22 (2012) 1611, arXiv:1010.3756), then sorted: plain Euler steps are useless here, since two charges that
/// come close kick each other to infinity. noise: Brownian increments, variance h each. Bias O(h).
bool tamed_step(const Ensemble& ensemble, std::span<double> q, double h, std::span<const double> noise,
                const Workers& workers);

/// Implicit Euler step: the minimum of |y - b|^2/2 + h U(y), b = q + noise, found by Newton's method within the ordered
/// configurations: levels never cross. Cholesky for few charges, else conjugate gradients. Bias O(h), never unstable.
/// Throws Failure if Newton's method does not converge (a potential with negative curvature beyond 1/h).
bool implicit_step(const Ensemble& ensemble, std::span<double> q, double h, std::span<const double> noise,
                   const Workers& workers);

/// The step in as many tamed parts as the smallest gap asks for (part <= accuracy gap^2/(2T(1 + beta))), at most 2^12.
/// The Brownian path is refined by bridges, so that the choice of parts does not bias it. accuracy: about 0.1.
bool adaptive_step(const Ensemble& ensemble, std::span<double> q, double h, std::span<const double> noise,
                   double accuracy, const BridgeDraws& draws, const Workers& workers);

/// Ordered positions from which a run can start in any confining potential: quantiles of a semicircle on the estimated
/// support.
std::vector<double> spread_start(const Ensemble& ensemble);

/// A most probable configuration: the minimum of the energy, all T (1 + ...) noise left out. Good to 1e-8 of the
/// spread.
std::vector<double> most_probable(const Ensemble& ensemble, const Workers& workers);

}  // namespace langevin::coulomb_gas
