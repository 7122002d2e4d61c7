// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/statistics/binned_mean.h"

namespace langevin::statistics {

/// Histogram about zero whose range doubles when a value falls outside, so that nothing is ever cut off; errors from
/// BinnedMean. Value type.
class SymmetricHistogram {
  public:
    /// bins: a multiple of 4; half_range: of the first range [-half_range, half_range), > 0.
    SymmetricHistogram(std::size_t bins, double half_range);

    /// Counts a value; doubles the range as needed. Values beyond 1e6 half ranges and NaN are left out.
    void count(double value);
    /// Ends one measurement: what was counted since the last call becomes one sample.
    void commit();
    void clear();

    std::vector<double> edges() const;
    /// Probability density and its standard error, one per bin.
    std::vector<double> density() const;
    std::vector<double> error() const;
    std::uint64_t samples() const { return mean_.samples(); }

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void double_range();
    double width() const { return 2 * half_range_ / static_cast<double>(counts_.size()); }

    double initial_half_range_, half_range_;
    double per_width_;  // bins per unit, to save a division per count
    std::vector<double> counts_;
    double counted_ = 0;
    BinnedMean mean_;  // of fractions per bin
};

/// chi^2 per degree of freedom of densities with errors against expected densities; bins without error are left out.
/// Neighbouring bins are treated as independent.
double chi_squared_per_degree(const std::vector<double>& density, const std::vector<double>& error,
                              const std::vector<double>& expected);

}  // namespace langevin::statistics
