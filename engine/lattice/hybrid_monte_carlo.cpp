// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/hybrid_monte_carlo.h"

#include <cmath>

namespace langevin::lattice {
namespace {

template <class Real>
void draw_momenta(ScalarBlock<Real>& block, const Draws& draws) {
    const auto stream = Stream::of(draws.purpose, static_cast<std::uint32_t>(block.first_chain));
    draws.random.normals<Real>(stream, draws.step, 0, block.lanes, block.momentum);
}

template <class Real>
bool leapfrog(ScalarBlock<Real>& block, const Couplings& couplings, const Trajectory& t, const std::stop_token& stop) {
    kick(block, couplings, t.step_size / 2);
    for (int i = 1; i < t.steps; ++i) {
        if (stop.stop_requested()) return false;
        drift_and_kick(block, couplings, t.step_size, t.step_size);
    }
    drift_and_kick(block, couplings, t.step_size, t.step_size / 2);
    return true;
}

template <class Real>
bool minimum_norm(ScalarBlock<Real>& block, const Couplings& couplings, const Trajectory& t,
                  const std::stop_token& stop) {
    constexpr double alpha = 0.1931833275037836;  // minimises the norm of the error, hep-lat/0505020 eq. (25)
    const double e = t.step_size;
    kick(block, couplings, alpha * e);
    for (int i = 1; i <= t.steps; ++i) {
        if (stop.stop_requested()) return false;
        drift_and_kick(block, couplings, e / 2, (1 - 2 * alpha) * e);
        drift_and_kick(block, couplings, e / 2, i < t.steps ? 2 * alpha * e : alpha * e);
    }
    return true;
}

}  // namespace

template <class Real>
bool integrate(ScalarBlock<Real>& block, const Couplings& couplings, const Trajectory& trajectory,
               const std::stop_token& stop) {
    return trajectory.integrator == Integrator::leapfrog ? leapfrog(block, couplings, trajectory, stop)
                                                         : minimum_norm(block, couplings, trajectory, stop);
}

template <class Real>
std::vector<AcceptStep> hmc_update(ScalarBlock<Real>& block, const Couplings& couplings, const Trajectory& trajectory,
                                   const Draws& draws, double allowance, const std::stop_token& stop) {
    block.remember();
    draw_momenta(block, draws);
    const auto kinetic_before = kinetic_energy(block);
    if (!integrate(block, couplings, trajectory, stop)) return {};
    const auto kinetic_after = kinetic_energy(block);
    block.moments = moments_of(block);

    std::vector<AcceptStep> result(static_cast<std::size_t>(block.lanes));
    for (int lane = 0; lane < block.lanes; ++lane) {
        const double change =
            (action(block.moments[lane], couplings) - action(block.previous_moments[lane], couplings)) +
            (kinetic_after[lane] - kinetic_before[lane]);
        const auto chain = static_cast<std::uint32_t>(block.first_chain + lane);
        const auto stream = Stream::of(static_cast<std::uint16_t>(draws.purpose + 1), chain);
        // exp(-change) > u without an exponential; a NaN or infinite change is a rejection.
        const bool accepted = change <= allowance + draws.random.exponential(stream, draws.step, 0);
        if (!accepted) block.restore(lane);
        result[lane] = {change, accepted};
    }
    return result;
}

template <class Real>
void langevin_step(ScalarBlock<Real>& block, const Couplings& couplings, double eps, const Draws& draws) {
    const double step = std::sqrt(2 * eps);
    draw_momenta(block, draws);
    kick(block, couplings, step / 2);
    drift(block, step);
}

#define INSTANTIATE(Real)                                                                                              \
    template bool integrate(ScalarBlock<Real>&, const Couplings&, const Trajectory&, const std::stop_token&);          \
    template std::vector<AcceptStep> hmc_update(ScalarBlock<Real>&, const Couplings&, const Trajectory&, const Draws&, \
                                                double, const std::stop_token&);                                       \
    template void langevin_step(ScalarBlock<Real>&, const Couplings&, double, const Draws&);
INSTANTIATE(float)
INSTANTIATE(double)
#undef INSTANTIATE

}  // namespace langevin::lattice
