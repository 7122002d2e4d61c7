// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "engine/core/archive.h"
#include "engine/lattice/scalar_action.h"
#include "engine/random/random.h"

namespace langevin::lattice {

/// Independent chains of phi^4 theory in equilibrium, as fast as can be: an update of each chain is an HMC trajectory,
/// which moves the modes of short range, and a few Wolff clusters, which move those of long range and the sign.
/// The reference that generated fields are compared with, and what networks learn from.
class EquilibriumChains {
  public:
    /// kappa >= 0. `chains` a multiple of 4. Starts where classical vacuum and free field suggest.
    EquilibriumChains(Geometry geometry, const Couplings& couplings, int chains, Random random);

    /// One update of every chain. False, and nothing changed, when stopped.
    bool update(int threads, const std::stop_token& stop = {});
    std::uint64_t updates() const { return updates_; }
    int chains() const { return static_cast<int>(blocks_.size()) * lanes; }
    /// Row after row.
    std::vector<double> configuration(int chain) const;
    const Moments& moments(int chain) const;
    double acceptance() const { return acceptance_; }  ///< of the last update's trajectories

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    static constexpr int lanes = 4;

    Geometry geometry_;
    Couplings couplings_;
    Random random_;
    std::vector<ScalarBlock<double>> blocks_;
    std::uint64_t updates_ = 0;
    double acceptance_ = 0;
};

/// How many updates carry a chain from its start to equilibrium, generously; and how many apart configurations are
/// taken: independent with a gap, while near criticality |M| remembers them (correlation 0.44 at L = 16, kappa = 0.27).
/// Measured for lambda = 0.022 (tests); other couplings should be watched.
constexpr int equilibrium_thermalisation = 200, equilibrium_spacing = 10;

}  // namespace langevin::lattice
