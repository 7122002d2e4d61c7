// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "engine/core/panel.h"

/// What a canvas draws, whatever draws it: the one thing that charts of all kinds become.
namespace langevin::charts {

enum class Shape { line, points, line_and_points, stairs };

struct PlotSeries {
    QString name;
    Role role = Role::measured;
    Shape shape = Shape::line;
    int colour = 0;  ///< of measured data: index into the theme's curves
    int ghost = 0;   ///< 0: of the running simulation; otherwise number of the pinned copy
    std::vector<double> x, y, error;  ///< stairs: one more x than y
    bool band = false;                ///< errors as a band around the line instead of bars
};

struct PlotModel {
    Axis x, y;
    std::vector<PlotSeries> series;
    std::vector<Marker> markers;
    QString note;
    bool from_zero = false;  ///< y begins at zero (histograms)

    bool empty() const;
};

PlotModel model_of(const Curves& curves);
PlotModel model_of(const Histogram& histogram);

/// Measured series as pale copies with the number of the ghost, to be drawn behind later data.
std::vector<PlotSeries> ghosts_of(const PlotModel& model, int number);

}  // namespace langevin::charts
