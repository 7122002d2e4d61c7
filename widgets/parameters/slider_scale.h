// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "engine/core/parameter.h"

namespace langevin::parameters {

/// How the positions of a slider stand for the values of a Range. Value type, no widgets: position
/// 0 is the lowest value. A logarithmic range that starts at 0 is spread like log(1 + value).
class SliderScale {
  public:
    SliderScale(const Range& range, bool integer);

    int positions() const { return positions_; }  ///< the last position
    /// Of the nearest position; always within [0, positions()].
    int position(double value) const;
    /// A round number on the grid of the range: reals on a linear scale lie on multiples of the
    /// step, on a logarithmic one they have three significant digits.
    double value(int position) const;
    /// The value `steps` presses of an arrow key away; always within the range.
    double stepped(double value, int steps) const;
    /// Fixed digits after the point for reals on a linear scale, the shortest text otherwise; reads
    /// back as the value.
    QString text(double value) const;

  private:
    double snapped(double value) const;
    double fraction(double value) const;

    Range range_;
    bool integer_;
    int positions_;
    int decimals_;
};

}  // namespace langevin::parameters
