// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/statistics/binned_mean.h"

namespace langevin::statistics {

/// What happens to a value outside the range of a histogram.
enum class Outside {
    grow,  ///< the range doubles towards it (both ways if it is symmetric about zero), so that nothing is cut off
    drop   ///< it counts in the norm and in no bin: the density integrates to the share of values inside
};

/// Histogram of correlated samples in equal bins; errors from BinnedMean. Value type.
class RunningHistogram {
  public:
    /// Of [low, high), low < high; bins: a multiple of 4. Many independent replicas make better errors: see BinnedMean.
    RunningHistogram(std::size_t bins, double low, double high, Outside outside = Outside::grow,
                     std::size_t replicas = 1);

    /// Counts a value of a replica. NaN, and values more than 1e6 half ranges from the middle, are left out.
    void count(double value, std::size_t replica = 0);
    /// Ends one measurement: what was counted since the last call becomes one sample.
    void commit();
    void clear();

    double low() const { return low_; }
    double high() const { return high_; }
    std::vector<double> edges() const;
    /// Probability density and its standard error, one per bin.
    std::vector<double> density() const;
    std::vector<double> error() const;
    std::uint64_t samples() const { return mean_.samples(); }

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void grow_towards(double value);
    void set_range(double low, double high);
    double width() const { return (high_ - low_) / static_cast<double>(bins_); }

    double first_low_, first_high_;
    Outside outside_;
    double low_ = 0, high_ = 0;
    double per_width_ = 0;  // bins per unit, to save a division per count
    std::size_t bins_;
    std::vector<double> counts_;   // since the last commit, [group of replicas][bin]
    std::vector<double> counted_;  // values, bins or not, [group]
    BinnedMean mean_;              // of fractions per bin
};

/// chi^2 per degree of freedom of densities with errors against expected densities; bins without error are left out.
/// Neighbouring bins are treated as independent.
double chi_squared_per_degree(const std::vector<double>& density, const std::vector<double>& error,
                              const std::vector<double>& expected);

}  // namespace langevin::statistics
