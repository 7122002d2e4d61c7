// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>

#include "widgets/charts/plot_frame.h"

class QPainter;

namespace langevin::charts {

/// One number of a plot, picked out to be read exactly.
struct Pick {
    std::size_t series = 0, point = 0;  ///< in the model
    bool operator==(const Pick&) const = default;
};

/// The number nearest to a point of the widget; none if it is far from all, or the plot is empty.
/// Stairs are hit anywhere between their edges.
std::optional<Pick> pick_at(const PlotModel& model, const PlotFrame& frame, const QPointF& point);
/// Of a series: the number whose abscissa is nearest to x.
std::optional<Pick> pick_in(const PlotModel& model, const PlotFrame& frame, std::size_t series, double x);
/// `step` numbers further along the series, leaving out what is not seen; the same at its ends.
Pick along(const PlotModel& model, const PlotFrame& frame, Pick pick, int step);
/// The next series up or down that has numbers, at about the same abscissa.
Pick across(const PlotModel& model, const PlotFrame& frame, Pick pick, int step);

/// What is said about it: name, abscissa, value with error, source.
QStringList pick_text(const PlotModel& model, const Pick& pick);
/// Crosshair, ring and the text beside it.
void paint_pick(QPainter& painter, const PlotModel& model, const PlotFrame& frame, const PlotStyle& style,
                const Pick& pick);

}  // namespace langevin::charts
