// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/core/measurement.h"
#include "engine/core/phase_diagram.h"
#include "engine/lattice/reference.h"
#include "engine/lattice/spectrum.h"
#include "engine/statistics/autocorrelation.h"
#include "engine/statistics/binned_mean.h"
#include "engine/statistics/histogram.h"
#include "engine/statistics/time_series.h"

namespace langevin::lattice {

/// What is measured of every configuration; all other quantities are functions of their means.
enum Observable : std::size_t {
    magnetisation,           // M = sum_x phi_x / V
    absolute_magnetisation,  // |M|
    magnetisation_squared,
    magnetisation_quartic,
    field_squared,  // sum_x phi_x^2 / V
    field_quartic,  // sum_x phi_x^4 / V
    hopping,        // sum_{x,mu} phi_x phi_{x+mu} / V
    lowest_mode,    // |phi(p)|^2 / V at p = (2 pi / L, 0)
    observable_count
};

/// Spread of |M| between chains against within (Gelman and Rubin 1992): the row "scale_reduction".
const EquilibriumTest& agreement_of_chains();

/// Everything measured on some chains of phi^4 fields in one ensemble, or on independent configurations (then as many
/// "chains" as come at once). Value type.
class FieldMeasurements {
  public:
    /// `chains` lattices of extent x extent sites; `more` further observables of each, after the ones above. The
    /// couplings are those of the action and suggest the first range of the histograms.
    FieldMeasurements(int extent, int chains, const Couplings& couplings, std::size_t more = 0);

    /// One configuration of every chain; `more` [observable][chain].
    void record(std::span<const Moments> moments, std::span<const double> more = {});
    /// Spectra of all chains, and their fields site by site through count_site() before.
    void record(std::span<const Spectrum> spectra);
    void count_site(double phi) { field_histogram.count(phi); }

    std::uint64_t samples() const { return series.samples(); }  ///< per chain
    double volume() const { return volume_; }

    /// <|M|>, V<M^2>, U_L, ... with errors by the Gamma method; expected values where some are known.
    std::vector<Measurement> table() const;
    /// -4 kappa E + 2 (1 - 2 lambda) <phi^2> + 4 lambda <phi^4>: 1 in equilibrium.
    statistics::Estimate schwinger_dyson() const;

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

    statistics::TimeSeries series;
    statistics::RunningHistogram field_histogram, magnetisation_histogram;
    statistics::BinnedMean spectrum;  ///< axis, diagonal, two-point function: L/2 + 1 numbers each

  private:
    int chains_, extent_;
    std::size_t more_;
    Couplings couplings_;
    double volume_;
    std::vector<double> cosine_;  // cos(2 pi k / L)
};

}  // namespace langevin::lattice
