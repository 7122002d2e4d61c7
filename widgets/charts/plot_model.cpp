// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot_model.h"

#include <QObject>
#include <algorithm>

namespace langevin::charts {
namespace {

Shape shape_of(Mark mark) {
    return mark == Mark::line ? Shape::line : mark == Mark::points ? Shape::points : Shape::line_and_points;
}

PlotSeries series_of(const Curve& curve) {
    return {.name = QString::fromStdString(curve.name), .role = curve.role, .shape = shape_of(curve.mark),
            .x = curve.x, .y = curve.y, .error = curve.error, .band = curve.mark == Mark::line && !curve.error.empty()};
}

/// Measured series count through the theme's colours; points of theory do too, to be told apart.
void number_colours(std::vector<PlotSeries>& series) {
    int measured = 0, reference = 0;
    for (auto& s : series) {
        if (s.role == Role::measured) s.colour = measured++;
        if (s.role == Role::theory) s.colour = reference++;
    }
}

}  // namespace

bool PlotModel::empty() const {
    return std::none_of(series.begin(), series.end(), [](const PlotSeries& s) { return !s.y.empty() && s.role == Role::measured; });
}

PlotModel model_of(const Curves& curves) {
    PlotModel model{.x = curves.x, .y = curves.y, .series = {}, .markers = curves.markers, .note = QString::fromStdString(curves.note)};
    for (const auto& curve : curves.curves) model.series.push_back(series_of(curve));
    number_colours(model.series);
    return model;
}

PlotModel model_of(const Histogram& histogram) {
    PlotModel model{.x = histogram.x, .y = histogram.y, .series = {}, .markers = {}, .note = QString::fromStdString(histogram.note),
                    .from_zero = true};
    const bool filled = std::any_of(histogram.density.begin(), histogram.density.end(), [](double v) { return v > 0; });
    if (filled)
        model.series.push_back({.name = QObject::tr("measured"), .shape = Shape::stairs, .x = histogram.edges, .y = histogram.density,
                                .error = histogram.error});
    for (const auto& reference : histogram.references) model.series.push_back(series_of(reference));
    number_colours(model.series);
    if (histogram.fit) {
        if (!model.note.isEmpty()) model.note += QStringLiteral(";  ");
        model.note += QString::fromStdString(histogram.fit->name) + QStringLiteral(" = ") + QString::number(histogram.fit->statistic, 'g', 3);
    }
    return model;
}

std::vector<PlotSeries> ghosts_of(const PlotModel& model, int number) {
    std::vector<PlotSeries> ghosts;
    for (auto series : model.series) {
        if (series.role != Role::measured || series.ghost != 0) continue;
        series.ghost = number;
        series.error.clear();
        series.band = false;
        series.name = QObject::tr("%1 (kept %2)").arg(series.name).arg(number);
        ghosts.push_back(std::move(series));
    }
    return ghosts;
}

}  // namespace langevin::charts
