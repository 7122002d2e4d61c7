// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/statistics/autocorrelation.h"

namespace langevin::statistics {

/// Averages over time within each of several samples of quenched disorder, and over the samples. The error is from the
/// jackknife over samples (B. Efron, The Jackknife, the Bootstrap and Other Resampling Plans, 1982), so that it
/// contains both disorder and autocorrelation. Value type.
class DisorderAverage {
  public:
    DisorderAverage(std::size_t observables, std::size_t samples);

    /// One measurement of all observables in one sample; every sample equally often.
    void add(std::size_t sample, std::span<const double> values);
    void clear();

    std::size_t samples() const { return counts_.size(); }
    std::uint64_t measurements() const;  ///< of the sample that has fewest
    /// Time average in one sample.
    double mean(std::size_t observable, std::size_t sample) const;

    /// Of an observable, or of a function of the averages over samples. effective_samples: the number of samples; error
    /// NaN for one.
    Estimate estimate(std::size_t observable) const;
    Estimate estimate(const Function& function) const;

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    std::size_t observables_;
    std::vector<double> sums_;  // [sample][observable]
    std::vector<std::uint64_t> counts_;
};

}  // namespace langevin::statistics
