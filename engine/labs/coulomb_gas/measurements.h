// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/core/archive.h"
#include "engine/core/measurement.h"
#include "engine/labs/coulomb_gas/parameters.h"
#include "engine/spectra/spectrum_store.h"
#include "engine/statistics/histogram.h"
#include "engine/statistics/time_series.h"

namespace langevin::coulomb_gas_lab {

/// What is measured of every copy; all other quantities are functions of their means.
enum Observable : std::size_t {
    square_sum,  // sum x^2 (Laguerre: sum x) in units of its exact mean, where there is one
    square_sum_squared,
    centre,  // mean of x
    centre_squared,
    virial,   // sum x V'/(T n)
    energy,   // 0 where it would cost too much
    ratio,    // mean of min/max of neighbouring gaps in the bulk
    largest,  // edge-scaled largest level, or the largest level itself
    largest_squared,
    inverse_sum,  // sum 1/x (Laguerre)
    observable_count
};

/// Everything measured on the copies in one ensemble. Value type.
class Measurements {
  public:
    explicit Measurements(const Parameters& parameters);

    /// Levels of all copies, copy after copy, ascending.
    void record(std::span<const double> levels);

    std::uint64_t samples() const { return series.samples(); }
    bool has_energy() const { return with_energy_; }
    bool has_edge_law() const { return coulomb_gas::can_be_sampled(ensemble_); }

    /// Rows with errors; expected values where exact or published ones exist.
    std::vector<Measurement> table() const;

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

    statistics::TimeSeries series;
    statistics::RunningHistogram density, ratios, largest_levels;
    spectra::SpectrumStore store;

  private:
    double scaled_edge(double x) const;
    void record_copy(std::span<const double> x, std::size_t copy, std::vector<double>& values);

    coulomb_gas::Ensemble ensemble_;
    std::size_t copies_;
    double bulk_;
    double time_per_sample_;  // 0: samples are independent
    bool with_energy_;
};

/// Mean of sum x^2, or of sum x for the Laguerre ensemble, in equilibrium: s^2 n.
double mean_square_sum(const coulomb_gas::Ensemble& ensemble);
double square_sum_of(const coulomb_gas::Ensemble& ensemble, std::span<const double> levels);

}  // namespace langevin::coulomb_gas_lab
