// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot_model.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace langevin::charts {
namespace {

QString text(const std::string& utf8) {
    return with_powers(with_indices(QString::fromStdString(utf8)));
}

PlotSeries::Shape shape_of(Mark mark) {
    switch (mark) {
        case Mark::line:
            return PlotSeries::Shape::line;
        case Mark::points:
            return PlotSeries::Shape::points;
        case Mark::line_and_points:
            return PlotSeries::Shape::line_and_points;
    }
    return PlotSeries::Shape::line;
}

void add_curves(PlotModel& model, const std::vector<Curve>& curves) {
    int orders[3] = {};
    for (const auto& series : model.series) ++orders[static_cast<int>(series.role)];
    std::map<std::string, int> sizes, orders_of_families, members;
    for (const auto& curve : curves) ++sizes[curve.family];
    for (const auto& curve : curves) {
        auto& next = orders[static_cast<int>(curve.role)];
        const bool family = !curve.family.empty();
        const int order =
            family && orders_of_families.contains(curve.family) ? orders_of_families[curve.family] : next++;
        if (family) orders_of_families[curve.family] = order;
        PlotSeries series{.name = text(curve.name),
                          .source = text(curve.source),
                          .x = curve.x,
                          .y = curve.y,
                          .error = curve.error,
                          .role = curve.role,
                          .shape = shape_of(curve.mark),
                          .order = order};
        if (family) {
            series.family = text(curve.family);
            series.member = members[curve.family]++;
            series.members = sizes[curve.family];
        }
        // Arrays of different lengths are a mistake of whoever made them, but no reason to fall
        // over.
        const auto size = std::min(series.x.size(), series.y.size());
        series.x.resize(size);
        series.y.resize(size);
        if (series.error.size() > size) series.error.resize(size);
        model.series.push_back(std::move(series));
    }
}

QString verdict(const GoodnessOfFit& fit) {
    auto line =
        text(fit.name) + " = " +
        (fit.statistic < 1000 ? QString::number(fit.statistic, 'g', 3) : QString::number(fit.statistic, 'f', 0));
    if (std::isfinite(fit.p_value)) line += QStringLiteral(",  p = ") + QString::number(fit.p_value, 'g', 2);
    return line;
}

/// Collects coordinates, leaving out what is not finite.
class Bounds {
  public:
    explicit Bounds(bool logarithmic) : logarithmic_(logarithmic) {}
    void add(double value) {
        const double coordinate = AxisScale::coordinate(value, logarithmic_);
        if (!std::isfinite(coordinate)) return;
        extent_ = extent_ ? united(*extent_, {coordinate, coordinate}) : Extent{coordinate, coordinate};
    }
    const std::optional<Extent>& extent() const { return extent_; }

  private:
    bool logarithmic_;
    std::optional<Extent> extent_;
};

bool shown(double x, double y, bool x_log, bool y_log) {
    return std::isfinite(AxisScale::coordinate(x, x_log)) && std::isfinite(AxisScale::coordinate(y, y_log));
}

/// Of one series in y, error bars included.
std::optional<Extent> bounds_y(const PlotSeries& series, const std::optional<Extent>& x_range, bool x_log, bool y_log) {
    Bounds values(y_log), with_errors(y_log);
    for (std::size_t i = 0; i < series.size(); ++i) {
        const double x = series.abscissa(i), y = series.y[i];
        if (!shown(x, y, x_log, y_log)) continue;
        const double at = AxisScale::coordinate(x, x_log);
        if (x_range && (at < x_range->low || at > x_range->high)) continue;
        values.add(y);
        if (!series.has_errors() || !std::isfinite(series.error[i])) continue;
        with_errors.add(y - series.error[i]);
        with_errors.add(y + series.error[i]);
    }
    auto extent = values.extent();
    if (!extent || !with_errors.extent()) return extent;
    // The huge errors of the first few samples must not flatten the curve.
    const auto error = *with_errors.extent();
    const double most = extent->span() > 0 ? extent->span() : error.span();
    return Extent{std::max(std::min(error.low, extent->low), extent->low - most),
                  std::min(std::max(error.high, extent->high), extent->high + most)};
}

/// Without the outer tenth at either end.
std::optional<Extent> central_y(const PlotSeries& series, const std::optional<Extent>& x_range, bool x_log,
                                bool y_log) {
    std::vector<double> values;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (!shown(series.abscissa(i), series.y[i], x_log, y_log)) continue;
        const double at = AxisScale::coordinate(series.abscissa(i), x_log);
        if (!x_range || (at >= x_range->low && at <= x_range->high))
            values.push_back(AxisScale::coordinate(series.y[i], y_log));
    }
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    const auto cut = values.size() / 10;
    return Extent{values[cut], values[values.size() - 1 - cut]};
}

Extent not_degenerate(Extent extent, bool logarithmic) {
    const double size = std::max(std::abs(extent.low), std::abs(extent.high));
    if (extent.span() > 1e-12 * std::max(size, 1e-290)) return extent;
    const double half = logarithmic ? 0.5 : size > 0 ? 0.1 * size : 1;
    return {extent.low - half, extent.high + half};
}

Extent padded(const Extent& extent, double share) {
    return {extent.low - share * extent.span(), extent.high + share * extent.span()};
}

bool no_negative(const PlotModel& model) {
    return std::none_of(model.series.begin(), model.series.end(), [](const PlotSeries& series) {
        return std::any_of(series.y.begin(), series.y.end(), [](double y) { return y < 0; });
    });
}

void merge(std::optional<Extent>& into, const std::optional<Extent>& more) {
    if (more) into = into ? united(*into, *more) : *more;
}

}  // namespace

double PlotSeries::abscissa(std::size_t i) const {
    return shape == Shape::stairs ? (x[i] + x[i + 1]) / 2 : x[i];
}

bool PlotModel::empty() const {
    return std::none_of(series.begin(), series.end(), [](const PlotSeries& one) {
        const bool bins = one.shape == PlotSeries::Shape::stairs;  // nothing counted is nothing to show
        for (std::size_t i = 0; i < one.size(); ++i)
            if (shown(one.abscissa(i), one.y[i], false, false) && !(bins && one.y[i] == 0)) return true;
        return false;
    });
}

PlotModel plot_model(const Curves& curves) {
    PlotModel model{.x = curves.x, .y = curves.y, .series = {}, .markers = curves.markers, .note = text(curves.note)};
    add_curves(model, curves.curves);
    return model;
}

PlotModel plot_model(const Histogram& histogram) {
    PlotModel model{.x = histogram.x, .y = histogram.y, .series = {}, .note = text(histogram.note)};
    model.from_zero = true;
    const auto bins = histogram.density.size();
    if (bins > 0 && histogram.edges.size() == bins + 1)
        model.series.push_back({.name = {},
                                .source = {},
                                .x = histogram.edges,
                                .y = histogram.density,
                                .error = histogram.error,
                                .shape = PlotSeries::Shape::stairs});
    add_curves(model, histogram.references);
    if (histogram.fit) {
        model.verdict = verdict(*histogram.fit);
        model.verdict_help = text(histogram.fit->help);
    }
    return model;
}

PlotGhost make_ghost(const PlotModel& model, const QString& mark, const QString& name) {
    PlotGhost ghost{mark, name, {}};
    for (const auto& series : model.series) {
        if (series.role != Role::measured || series.y.empty()) continue;
        ghost.series.push_back(series);
        auto& pale = ghost.series.back();
        pale.error.clear();
        pale.ghost_mark = mark;
        pale.ghost_name = name;
    }
    return ghost;
}

PlotModel with_ghosts(PlotModel model, const std::vector<PlotGhost>& ghosts) {
    std::vector<PlotSeries> behind;
    for (std::size_t i = 0; i < ghosts.size(); ++i)
        for (const auto& series : ghosts[i].series) {
            behind.push_back(series);
            behind.back().ghost = static_cast<int>(i + 1);
        }
    model.series.insert(model.series.begin(), behind.begin(), behind.end());
    return model;
}

std::optional<Extent> declared(const Axis& axis, bool logarithmic) {
    if (!axis.range) return std::nullopt;
    const Extent extent{AxisScale::coordinate(axis.range->first, logarithmic),
                        AxisScale::coordinate(axis.range->second, logarithmic)};
    const bool usable = std::isfinite(extent.low) && std::isfinite(extent.high) && extent.low < extent.high;
    return usable ? std::optional(extent) : std::nullopt;
}

std::optional<Extent> needed_x(const PlotModel& model, bool logarithmic) {
    if (const auto range = declared(model.x, logarithmic)) return range;
    Bounds data(logarithmic), guides(logarithmic);
    bool points = false;
    for (const auto& series : model.series) {
        auto& bounds = series.role == Role::guide ? guides : data;
        for (std::size_t i = 0; i < series.x.size(); ++i) bounds.add(series.x[i]);
        points = points || series.has_points();
    }
    const auto extent = data.extent() ? data.extent() : guides.extent();
    if (!extent) return std::nullopt;
    return padded(not_degenerate(*extent, logarithmic), points ? 0.03 : 0);
}

std::optional<Extent> needed_y(const PlotModel& model, bool x_logarithmic, bool y_logarithmic) {
    if (const auto range = declared(model.y, y_logarithmic)) return range;
    const auto x_range = declared(model.x, x_logarithmic);
    std::optional<Extent> measured, others;
    for (const auto& series : model.series)
        merge(series.role == Role::measured ? measured : others,
              bounds_y(series, x_range, x_logarithmic, y_logarithmic));
    auto extent = measured ? measured : others;
    if (!extent) return std::nullopt;
    if (measured && others) {
        // Where a theory diverges it must not flatten the data; elsewhere it has to be seen.
        for (const auto& series : model.series)
            if (series.role != Role::measured) merge(extent, central_y(series, x_range, x_logarithmic, y_logarithmic));
        const double most = 0.5 * extent->span();
        extent =
            united(*extent, {std::max(others->low, extent->low - most), std::min(others->high, extent->high + most)});
    }
    // A density ends at zero, even where an error bar goes below.
    const bool at_zero = !y_logarithmic && (model.from_zero ? no_negative(model) : extent->low == 0);
    if (at_zero) extent->low = 0;
    auto result = padded(not_degenerate(*extent, y_logarithmic), 0.06);
    if (at_zero && result.high > 0) result.low = 0;  // before the first entry, too
    return result;
}

}  // namespace langevin::charts
