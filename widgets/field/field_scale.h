// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <utility>

#include "engine/core/panel.h"

namespace langevin::field {

/// The values at the two ends of the colour scale; low < high.
struct Interval {
    double low = -1, high = 1;
    bool operator==(const Interval&) const = default;
};

enum class RangeMode { automatic, symmetric, percentile, fixed };

/// Chooses the ends of the colour scale. Follows growing data at once and shrinking data slowly, in
/// round numbers, so that the colours of a running field do not flicker. Value type.
class FieldScale {
  public:
    RangeMode mode() const { return mode_; }
    void setMode(RangeMode mode);
    /// Chooses RangeMode::fixed; low and high may come in either order.
    void setFixed(Interval interval);
    const Interval& fixed() const { return fixed_; }

    /// Looks at new data; values that are not finite are left out. Returns whether the interval
    /// changed.
    bool update(const Field& field);
    const Interval& interval() const { return shown_; }

  private:
    Interval target(const Field& field) const;
    void forget() { held_.reset(); }

    RangeMode mode_ = RangeMode::automatic;
    Interval fixed_;
    Interval shown_;
    std::optional<Interval> held_;  ///< the data's extent, shrinking slowly
};

/// The least number of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is at least
/// `value` (> 0).
double round_up(double value);

}  // namespace langevin::field
