// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/labs/phi4/parameters.h"
#include "engine/lattice/field_measurements.h"

namespace langevin::phi4 {

/// One update of one chain.
struct UpdateRecord {
    double exp_minus_delta_h = 1;
    double acceptance = 1;
};

/// Everything measured on a group of chains in one ensemble, updates included. Value type.
class Measurements : public lattice::FieldMeasurements {
  public:
    /// Chains [first, first + count) of lattices of the given extent.
    Measurements(int extent, int first, int count, const Parameters& parameters);

    int first_chain() const { return first_; }
    int chain_count() const { return count_; }
    bool contains(int chain) const { return chain >= first_ && chain < first_ + count_; }

    /// Moments, records and spectra are those of all chains of the simulation, indexed by chain.
    void record(const std::vector<lattice::Moments>& moments, const std::vector<UpdateRecord>& updates);
    void record(const std::vector<lattice::Spectrum>& spectra);

    /// V<M^2>, chi_2, U_L, ... with errors; expected values for these couplings where there are some.
    std::vector<Measurement> table(const Parameters& parameters) const;

  private:
    int first_, count_;
};

}  // namespace langevin::phi4
