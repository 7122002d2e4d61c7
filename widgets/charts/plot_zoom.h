// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "widgets/charts/plot_frame.h"

namespace langevin::charts {

/// The part of a plot that the user chose to see; an axis without a choice follows the data. In
/// coordinates of the axes.
class PlotZoom {
  public:
    std::optional<Extent> x, y;

    bool active() const { return x || y; }
    void reset() { x.reset(), y.reset(); }

    /// Makes what is seen `factor` times as large (below one: zooms in) around a point of the
    /// widget that stays where it is. Over the numbers of an axis only that axis is zoomed.
    void scale(const PlotFrame& frame, const QPointF& around, double factor);
    /// Moves along by this many pixels.
    void move(const PlotFrame& frame, const QPointF& pixels);
    /// Shows the rectangle; a flat or narrow one leaves the other axis alone. False if it is too
    /// small to be meant.
    bool show(const PlotFrame& frame, const QRectF& rectangle);
};

}  // namespace langevin::charts
