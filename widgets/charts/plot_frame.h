// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <vector>

#include "widgets/charts/plot_style.h"

class QPainter;

namespace langevin::charts {

/// Of the sample line beside a name, in units of the style.
inline double swatch_width(const PlotStyle& style) {
    return (style.print() ? 25 : 20) * style.unit();
}

struct LegendEntry {
    QRectF place;            ///< swatch and text
    std::size_t series = 0;  ///< index in the model
    QString text;
};

struct TextLine {
    QRectF place;
    QString text;
};

/// Everything around the curves, laid out for a rectangle: axes, titles, legend, note. Value type.
struct PlotFrame {
    QRectF whole = {}, area = {};  ///< area: where the curves are
    AxisScale x_scale = {}, y_scale = {};
    Ticks x_ticks = {}, y_ticks = {};
    QString x_title = {}, y_title = {};
    std::vector<LegendEntry> legend = {};
    QString more = {};  ///< "+ 5 more" where the legend has no room, and where to put it
    QRectF more_place = {};
    std::vector<TextLine> note = {};  ///< on screen one line, which may end in "…"
    QString verdict = {};
    QRectF verdict_place = {};

    QPointF at(const QPointF& position) const {
        return {area.left() + position.x() * area.width(), area.bottom() - position.y() * area.height()};
    }
    QPointF position(const QPointF& point) const {
        return {(point.x() - area.left()) / area.width(), (area.bottom() - point.y()) / area.height()};
    }
};

PlotFrame lay_out(const PlotModel& model, const AxisScale& x, const AxisScale& y, const QRectF& whole,
                  const PlotStyle& style, bool with_legend);

/// Behind the curves.
void paint_grid(QPainter& painter, const PlotFrame& frame, const PlotStyle& style);
/// In front of them.
void paint_frame(QPainter& painter, const PlotFrame& frame, const PlotModel& model, const PlotStyle& style);

/// Grid, curves and frame, all with the painter: the whole plot for a file.
void paint_plot(QPainter& painter, const PlotModel& model, const AxisScale& x, const AxisScale& y, const QRectF& whole,
                const PlotStyle& style, bool with_legend);
/// In the middle of a plot without data.
void paint_empty(QPainter& painter, const PlotFrame& frame, const PlotStyle& style);

}  // namespace langevin::charts
