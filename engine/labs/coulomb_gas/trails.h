// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/core/panel.h"

namespace langevin::coulomb_gas_lab {

/// The last stretch of the trajectories of some levels of one copy. Value type.
class Trails {
  public:
    /// Follows at most `most` of the levels, evenly chosen.
    Trails(std::size_t levels, std::size_t most);

    /// Keeps the levels at this time if the last kept ones are old enough for 200 to 400 points in a trail of this
    /// length, or in what there is of it so far.
    void record(double time, std::span<const double> levels, double length);
    void clear();
    /// A family of curves, position against time, as long as the trail.
    Curves panel(double length) const;

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void thin(double from, double spacing);

    std::vector<std::size_t> followed_;
    std::vector<double> times_;
    std::vector<double> positions_;  // [time][followed level]
};

}  // namespace langevin::coulomb_gas_lab
