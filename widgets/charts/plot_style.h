// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QPen>

#include "widgets/charts/plot_model.h"
#include "widgets/charts/shapes.h"
#include "widgets/style/theme.h"

class QPainter;

namespace langevin::charts {

/// A theme made ready for plots: fonts for one paint device, colours and pens of the series. Value
/// type.
class PlotStyle {
  public:
    /// For a widget.
    static PlotStyle on_screen(const style::Theme& theme);
    /// For a file: the painter's unit is 1/72 inch; framed, with ticks inwards, as journals like
    /// it.
    static PlotStyle in_print(const style::Theme& theme, const QPainter& painter);

    const style::Theme& theme() const { return theme_; }
    bool print() const { return device_ != nullptr; }
    double unit() const { return unit_; }               ///< of widths, gaps and radii
    const QFont& small_font() const { return small_; }  ///< numbers, legend, note
    const QFont& title_font() const { return title_; }
    QFontMetricsF small_metrics() const { return metrics(small_); }
    QFontMetricsF title_metrics() const { return metrics(title_); }

    QColor colour(const PlotSeries& series) const;
    /// A line through so many points on so many pixels: dense noise is drawn thinner.
    QPen line_pen(const PlotSeries& series, double points_per_pixel = 0) const;
    QPen bar_pen(const PlotSeries& series) const;
    DotsShape dots(const PlotSeries& series) const;
    QColor band(const PlotSeries& series) const;

    /// Of a family of measured curves, from its first member, 0, to its last, 1.
    QColor shade(const PlotSeries& series, double share) const;

  private:
    PlotStyle(const style::Theme& theme, const QPaintDevice* device);
    QFontMetricsF metrics(const QFont& font) const;
    std::size_t round_of(const PlotSeries& series) const;

    style::Theme theme_;
    const QPaintDevice* device_;
    double unit_ = 1;
    QFont small_, title_;
};

/// The series as shapes for a plot of this size. Non-positive values have no place on a logarithmic
/// axis and are dropped.
Shapes make_shapes(const PlotModel& model, const AxisScale& x, const AxisScale& y, const QSizeF& size,
                   const PlotStyle& style);

}  // namespace langevin::charts
