// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "widgets/charts/axis_scale.h"

namespace langevin::charts {

/// Keeps an axis still while the data move: it grows at once, with room to spare, and shrinks only
/// after the data have filled little of it for a while. In coordinates of the axis.
class StableRange {
  public:
    static constexpr int patience = 30;           ///< updates with roomy data before it shrinks
    static constexpr double roomy = 0.55;         ///< share of the axis below which it counts as too large
    static constexpr double room_to_grow = 0.15;  ///< of the new span, beyond data that broke out

    /// The range to show for data that need this extent.
    const Extent& update(const Extent& needed);
    void reset() { range_.reset(); }

  private:
    std::optional<Extent> range_;
    int roomy_updates_ = 0;
};

}  // namespace langevin::charts
