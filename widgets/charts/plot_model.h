// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "widgets/charts/axis_scale.h"

namespace langevin::charts {

/// One curve or staircase of a plot. Value type; knows nothing of pixels.
struct PlotSeries {
    enum class Shape { line, points, line_and_points, stairs };

    QString name, source;
    std::vector<double> x, y;        ///< stairs: x are the edges, one more than y
    std::vector<double> error = {};  ///< of y, or empty
    Role role = Role::measured;
    Shape shape = Shape::line;
    int order = 0;                ///< counts the series of the same role: decides the colour or the dash
    QString family = {};          ///< curves of one family share a place in the legend
    int member = 0, members = 1;  ///< of the family: decides the shade
    int ghost = 0;                ///< 0, or the number of the ghost that it belongs to
    QString ghost_mark = {};      ///< of that ghost, at the end of its curve: "1"
    QString ghost_name = {};      ///< of that ghost, in the legend: "ghost 1"

    std::size_t size() const { return y.size(); }
    bool has_line() const { return shape != Shape::points; }
    bool has_points() const { return shape == Shape::points || shape == Shape::line_and_points; }
    bool in_family() const { return !family.isEmpty(); }
    bool has_errors() const { return error.size() == y.size() && !y.empty(); }
    /// Where the i-th number stands: the middle of the bin for stairs.
    double abscissa(std::size_t i) const;
};

/// Everything that a plot shows, whoever draws it.
struct PlotModel {
    Axis x, y;
    std::vector<PlotSeries> series;  ///< ghosts first: they lie behind
    std::vector<Marker> markers = {};
    QString note = {};
    QString verdict = {};  ///< goodness of fit
    QString verdict_help = {};
    bool from_zero = false;  ///< the y axis begins at zero where it is linear

    bool empty() const;  ///< no number at all to show
};

PlotModel plot_model(const Curves& curves);
PlotModel plot_model(const Histogram& histogram);

/// What is kept of another run, drawn pale behind the present one.
struct PlotGhost {
    QString mark, name;              ///< "1", "ghost 1"
    std::vector<PlotSeries> series;  ///< measured ones, without errors
    bool pinned = false;             ///< by the person who looks at this plot
};

PlotGhost make_ghost(const PlotModel& model, const QString& mark, const QString& name);
/// The model with ghosts behind its own series, numbered from 1.
PlotModel with_ghosts(PlotModel model, const std::vector<PlotGhost>& ghosts);

/// What the axes have to cover, in their coordinates and with a little air; none without data.
/// The declared range of an axis is taken as it is.
std::optional<Extent> needed_x(const PlotModel& model, bool logarithmic);
std::optional<Extent> needed_y(const PlotModel& model, bool x_logarithmic, bool y_logarithmic);
/// Whether the axis declares a range that fits this scale.
std::optional<Extent> declared(const Axis& axis, bool logarithmic);

}  // namespace langevin::charts
