// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/statistics/autocorrelation.h"
#include "engine/statistics/histogram.h"
#include "engine/statistics/time_series.h"

namespace langevin::weights {

/// Levels of many seeds that fluctuate about values some of which are degenerate: means, widths and spacings, group by
/// group, with errors by the Gamma method, and their histograms. Value type.
class LevelRecord {
  public:
    /// Places (indices into a spectrum in ascending order) of each group of equal levels.
    struct Group {
        std::vector<int> places;
        double spacing_scale = 1;  ///< about the mean spacing: range of the histograms
        double centre = 0;         ///< about the mean level: middle of the group's own histogram
    };
    LevelRecord(std::vector<Group> groups, int seeds, double low, double high);

    /// One measurement: the spectra of all seeds, ascending, one after the other.
    void record(std::span<const double> spectra);

    std::size_t groups() const { return groups_.size(); }
    std::size_t size(std::size_t group) const { return groups_[group].places.size(); }
    bool degenerate(std::size_t group) const { return size(group) > 1; }
    std::uint64_t samples() const { return series_.samples(); }  ///< per seed

    /// Mean over the levels of the group.
    statistics::Estimate mean(std::size_t group) const;
    /// Standard deviation sigma of a diagonal matrix element, from single levels: those of a group of m fluctuate with
    /// variance (m + 1)/2 sigma^2 (real symmetric m x m noise, off-diagonal elements of width sigma/sqrt(2)).
    statistics::Estimate width(std::size_t group) const;
    /// Mean spacing of neighbours within the group; error NaN for a single level.
    statistics::Estimate spacing(std::size_t group) const;
    /// Mean of r = min(s_n, s_(n+1))/max(s_n, s_(n+1)) within the group; error NaN for fewer than three levels.
    statistics::Estimate ratio(std::size_t group) const;

    const statistics::RunningHistogram& levels() const { return levels_; }
    const statistics::RunningHistogram& spacings(std::size_t group) const { return spacings_[group]; }
    /// Of (x - centre)/spacing_scale.
    const statistics::RunningHistogram& scaled_levels(std::size_t group) const { return scaled_levels_[group]; }
    const Group& group(std::size_t group) const { return groups_[group]; }

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    enum Column : std::size_t { level_mean, level_square, level_spacing, level_ratio, columns };
    std::size_t column(std::size_t group, Column c) const { return group * columns + c; }

    std::vector<Group> groups_;
    std::size_t seeds_, levels_per_seed_ = 0;
    statistics::TimeSeries series_;
    statistics::RunningHistogram levels_;
    std::vector<statistics::RunningHistogram> spacings_, scaled_levels_;
};

}  // namespace langevin::weights
