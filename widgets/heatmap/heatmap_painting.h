// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "widgets/charts/plot_frame.h"
#include "widgets/heatmap/value_colours.h"

class QPainter;

namespace langevin::heatmap {

/// A heat map laid out for a rectangle: the frame of a plot, and beside it what explains the colours. Value type.
struct HeatmapLayout {
    charts::PlotModel model;  ///< axes and curves
    charts::PlotFrame frame;
    QRectF key;  ///< colour bar, or names of the phases
};

HeatmapLayout lay_out(const Heatmap& map, const ValueColours& colours, const QRectF& whole,
                      const charts::PlotStyle& style, bool with_legend);

/// Everything, as vectors where the device can; on screen the edges of cells lie on pixels.
void paint(QPainter& painter, const Heatmap& map, const ValueColours& colours, const HeatmapLayout& layout,
           const charts::PlotStyle& style);

/// Where a cell is, cut at the rim of the plot; empty outside.
QRectF place(const HeatmapCell& cell, const charts::PlotFrame& frame);
/// The cell that is seen at a point of the painter: the last one that was painted over it.
std::optional<std::size_t> cell_at(const Heatmap& map, const charts::PlotFrame& frame, const QPointF& point);

}  // namespace langevin::heatmap
