// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/diffusion/cumulants.h"
#include "engine/diffusion/process.h"

namespace langevin::cumulants {

/// Cumulants of samples at some of the levels of a process, and of the data at its end. Value type.
class CumulantTrack {
  public:
    /// Levels from strong to weak noise.
    explicit CumulantTrack(const std::vector<diffusion::NoiseLevel>& levels);

    /// Samples y at a level; at levels.size(): data. Counted where the level is a station.
    void add(std::size_t level, const std::vector<double>& y);
    void clear();

    /// Strongest noise first; the last one is the data.
    std::size_t stations() const { return sums_.size(); }
    const diffusion::NoiseLevel& level(std::size_t station) const { return levels_[station]; }
    std::uint64_t samples(std::size_t station) const { return sums_[station].samples(); }
    /// Of x = m y.
    statistics::Estimate cumulant(std::size_t station, int order) const;
    statistics::Estimate normalised_cumulant(std::size_t station, int order) const {
        return sums_[station].normalised_cumulant(order);
    }

    void save(Archive& archive, const std::string& name) const;
    void load(const Archive& archive, const std::string& name);

  private:
    std::size_t stride_, count_;
    std::vector<diffusion::NoiseLevel> levels_;  // of the stations
    std::vector<diffusion::CumulantSums> sums_;  // of y
};

}  // namespace langevin::cumulants
