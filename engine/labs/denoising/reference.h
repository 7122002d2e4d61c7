// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <stop_token>
#include <vector>

#include "engine/diffusion/free_field.h"
#include "engine/lattice/equilibrium.h"
#include "engine/lattice/field_measurements.h"

namespace langevin::denoising {

/// What generated fields are held against: an independent run in equilibrium, by clusters and HMC; and HMC alone, whose
/// autocorrelation a Metropolis chain of generated fields competes with.
class Reference {
  public:
    Reference(int extent, const lattice::Couplings& couplings, Random random);

    /// One update of all chains. False, and nothing changed, when stopped.
    bool update(int threads, const std::stop_token& stop);
    bool thermalising() const { return chains_.updates() < lattice::equilibrium_thermalisation; }

    const lattice::FieldMeasurements& measured() const { return measured_; }
    const statistics::BinnedMean& modes() const { return modes_; }            ///< variance of each group of modes
    const statistics::TimeSeries& hmc() const { return hmc_magnetisation_; }  ///< |M| of each chain of HMC alone
    const lattice::EquilibriumChains& chains() const { return chains_; }
    const diffusion::FreeField& lattice_modes() const { return basis_; }
    int hmc_steps() const { return hmc_steps_; }  ///< of a trajectory of length 1

    /// Variance of each group of modes over some fields, one after the other.
    std::vector<double> group_variances(std::span<const double> fields) const;

    void save(Archive& archive) const;
    void load(const Archive& archive);

  private:
    void measure();
    bool update_hmc(const std::stop_token& stop);

    int hmc_steps_;
    lattice::Couplings couplings_;
    Random random_;
    diffusion::FreeField basis_;  // for its modes, not its variances
    lattice::EquilibriumChains chains_;
    lattice::FieldMeasurements measured_;
    statistics::BinnedMean modes_;
    lattice::ScalarBlock<double> hmc_;
    statistics::TimeSeries hmc_magnetisation_;
};

/// Sums over the sites of fields that stand one after the other.
std::vector<lattice::Moments> moments_of(std::span<const double> fields, int extent);

/// What is measured here of every field beside lattice::Observable: means over the sites of phi^6 and phi^8.
constexpr std::size_t higher_moments = 2;
std::array<double, higher_moments> higher_moments_of(std::span<const double> field);
/// Rows of lattice::FieldMeasurements, and of the cumulants kappa_4, kappa_6, kappa_8 of the field at a site.
std::vector<Measurement> table_of(const lattice::FieldMeasurements& measured);

}  // namespace langevin::denoising
