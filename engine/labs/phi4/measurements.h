// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/core/measurement.h"
#include "engine/labs/phi4/parameters.h"
#include "engine/lattice/reference.h"
#include "engine/lattice/spectrum.h"
#include "engine/statistics/autocorrelation.h"
#include "engine/statistics/binned_mean.h"
#include "engine/statistics/histogram.h"
#include "engine/statistics/time_series.h"

namespace langevin::phi4 {

/// What is measured of every chain after every update; all other quantities are functions of their means.
enum Observable : std::size_t {
    magnetisation,           // M = sum_x phi_x / V
    absolute_magnetisation,  // |M|
    magnetisation_squared,
    magnetisation_quartic,
    field_squared,      // sum_x phi_x^2 / V
    field_quartic,      // sum_x phi_x^4 / V
    hopping,            // sum_{x,mu} phi_x phi_{x+mu} / V
    lowest_mode,        // |phi(p)|^2 / V at p = (2 pi / L, 0)
    exp_minus_delta_h,  // exp(-Delta H)
    acceptance,
    observable_count
};

/// One update of one chain.
struct UpdateRecord {
    double exp_minus_delta_h = 1;
    double acceptance = 1;
};

/// Everything measured on a group of chains in one ensemble. Value type.
class Measurements {
  public:
    /// Chains [first, first + count) of lattices of the given extent.
    Measurements(int extent, int first, int count, const Parameters& parameters);

    int first_chain() const { return first_; }
    int chain_count() const { return count_; }
    bool contains(int chain) const { return chain >= first_ && chain < first_ + count_; }

    /// Moments and records are those of all chains of the simulation, indexed by chain.
    void record(const std::vector<lattice::Moments>& moments, const std::vector<UpdateRecord>& updates);
    /// Spectra of all chains, and this group's fields site by site through count_site().
    void record(const std::vector<lattice::Spectrum>& spectra);
    void count_site(double phi) { field_histogram.count(phi); }

    std::uint64_t samples() const { return series.samples(); }  ///< per chain
    double volume() const { return volume_; }

    /// V<M^2>, chi_2, U_L, ... with errors; expected values for these couplings where there are some.
    std::vector<Measurement> table(const Parameters& parameters) const;
    statistics::Estimate schwinger_dyson(const lattice::Couplings& couplings) const;

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

    statistics::TimeSeries series;
    statistics::RunningHistogram field_histogram, magnetisation_histogram;
    statistics::BinnedMean spectrum;  ///< axis, diagonal, two-point function: L/2 + 1 numbers each

  private:
    int first_, count_, extent_;
    double volume_;
    std::vector<double> cosine_;  // cos(2 pi k / L)
};

}  // namespace langevin::phi4
