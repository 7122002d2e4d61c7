// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "widgets/charts/plot_style.h"
#include "widgets/charts/polyline.h"

namespace langevin::charts {
namespace {

// A little more than the plot: on screen lines are clipped and leave it cleanly. Files are not
// clipped (SVG cannot), so there the shapes end where the plot ends.
const QRectF around(QPointF(-0.1, -0.1), QPointF(1.1, 1.1));
constexpr double room_for_bar = 5;  // error bars closer than that become a band; in pixels
constexpr double room_in_print = 2;

/// Turns series into shapes, layer by layer.
class Builder {
  public:
    Builder(const AxisScale& x, const AxisScale& y, const QSizeF& size, const PlotStyle& style)
        : x_(x),
          y_(y),
          size_(size),
          style_(style),
          seen_(style.print() ? QRectF(0, 0, 1, 1) : around),
          columns_(std::max(1, static_cast<int>(size.width() * (style.print() ? 3 : 1)))) {}

    Shapes build(const PlotModel& model) && {
        const auto each = [&](auto wanted, auto add) {
            for (const auto& series : model.series)
                if (wanted(series)) add(series);
        };
        const auto ghost = [](const PlotSeries& s) { return s.ghost > 0; };
        const auto measured = [](const PlotSeries& s) { return s.role == Role::measured && s.ghost == 0; };
        const auto reference = [](const PlotSeries& s) { return s.role != Role::measured; };
        each(ghost, [&](const auto& s) { add_line(s); });
        each(ghost, [&](const auto& s) { add_dots(s); });
        each(measured, [&](const auto& s) { add_area(s); });
        each(reference, [&](const auto& s) { add_area(s); });
        each(measured, [&](const auto& s) { add_line(s); });
        each(reference, [&](const auto& s) { add_line(s); });
        each(reference, [&](const auto& s) { add_points(s); });
        each(measured, [&](const auto& s) { add_points(s); });
        return std::move(shapes_);
    }

  private:
    double low_end(double value) const {
        const double position = y_.position(value);
        return std::isfinite(position) ? position : seen_.top();  // an error bar down to zero and below
    }
    QPointF at(double x, double y) const { return {x_.position(x), y_.position(y)}; }

    QList<QPointF> points(const PlotSeries& s) const {
        QList<QPointF> result;
        result.reserve(static_cast<qsizetype>(s.size()));
        for (std::size_t i = 0; i < s.size(); ++i) result << at(s.x[i], s.y[i]);
        return result;
    }
    /// On a logarithmic axis an empty bin goes down to the bottom.
    QList<QPointF> staircase(const PlotSeries& s) const {
        QList<QPointF> result;
        const double ground = y_.logarithmic() ? seen_.top() : y_.position(0);
        if (s.size() == 0) return result;
        result << QPointF(x_.position(s.x.front()), ground);
        for (std::size_t i = 0; i < s.size(); ++i) {
            const double height = y_.logarithmic() ? low_end(s.y[i]) : y_.position(s.y[i]);
            result << QPointF(x_.position(s.x[i]), height) << QPointF(x_.position(s.x[i + 1]), height);
        }
        result << QPointF(x_.position(s.x.back()), ground);
        return result;
    }
    bool dense(const PlotSeries& s) const {
        return static_cast<double>(s.size()) * (style_.print() ? room_in_print : room_for_bar) > size_.width();
    }
    bool banded(const PlotSeries& s) const {
        if (!s.has_errors() || s.shape == PlotSeries::Shape::stairs) return false;
        return s.shape == PlotSeries::Shape::line || dense(s);
    }

    void add_line(const PlotSeries& s) {
        if (!s.has_line()) return;
        const bool stairs = s.shape == PlotSeries::Shape::stairs;
        for (const auto& piece : finite_pieces(stairs ? staircase(s) : points(s))) {
            const auto line = stairs ? piece : thinned(piece, columns_);
            const auto pen = style_.line_pen(s, static_cast<double>(s.size()) / size_.width());
            if (!style_.print()) {
                if (line.size() > 1) shapes_.emplace_back(LineShape{clamped(line, seen_), pen});
                continue;
            }
            for (auto& part : clipped(line, seen_)) shapes_.emplace_back(LineShape{std::move(part), pen});
        }
    }

    void add_area(const PlotSeries& s) {
        if (s.shape == PlotSeries::Shape::stairs) return add_filled_stairs(s);
        if (banded(s)) add_band(s);
    }
    void add_filled_stairs(const PlotSeries& s) {
        for (const auto& piece : finite_pieces(staircase(s))) {
            auto upper = clamped(piece, seen_);
            if (upper.size() < 2) continue;
            QList<QPointF> lower{{upper.front().x(), piece.front().y()}, {upper.back().x(), piece.front().y()}};
            shapes_.emplace_back(AreaShape{std::move(upper), clamped(lower, seen_), style_.band(s)});
        }
    }
    void add_band(const PlotSeries& s) {
        // Split where any of the three is missing, so that both edges have the same pieces.
        QList<QPointF> upper, lower;
        for (std::size_t i = 0; i < s.size(); ++i) {
            const bool known = std::isfinite(s.error[i]) && std::isfinite(at(s.x[i], s.y[i]).y());
            const double gap = std::nan("");
            upper << (known ? at(s.x[i], s.y[i] + s.error[i]) : QPointF(gap, gap));
            lower << (known ? QPointF(x_.position(s.x[i]), low_end(s.y[i] - s.error[i])) : QPointF(gap, gap));
        }
        const auto upper_pieces = finite_pieces(upper), lower_pieces = finite_pieces(lower);
        for (std::size_t i = 0; i < std::min(upper_pieces.size(), lower_pieces.size()); ++i) {
            auto above = clamped(thinned(upper_pieces[i], columns_), seen_);
            auto below = clamped(thinned(lower_pieces[i], columns_), seen_);
            if (above.size() > 1 && below.size() > 1)
                shapes_.emplace_back(AreaShape{std::move(above), std::move(below), style_.band(s)});
        }
    }

    void add_points(const PlotSeries& s) {
        if (s.has_errors() && !banded(s)) add_bars(s);
        add_dots(s);
    }
    void add_bars(const PlotSeries& s) {
        BarsShape shape{.bars = {}, .pen = style_.bar_pen(s)};
        if (s.shape != PlotSeries::Shape::stairs) shape.cap = 2.6 * style_.unit();
        if (s.shape == PlotSeries::Shape::stairs && dense(s)) return;
        for (std::size_t i = 0; i < s.size(); ++i) {
            const auto point = at(s.abscissa(i), s.y[i]);
            if (!(point.x() >= 0 && point.x() <= 1) || !std::isfinite(point.y())) continue;
            if (!(s.error[i] > 0) || !std::isfinite(s.error[i])) continue;
            const double low = std::clamp(low_end(s.y[i] - s.error[i]), seen_.top(), seen_.bottom());
            const double high = std::clamp(y_.position(s.y[i] + s.error[i]), seen_.top(), seen_.bottom());
            if (high > low) shape.bars << ErrorBar{point.x(), low, high};
        }
        if (!shape.bars.empty()) shapes_.emplace_back(std::move(shape));
    }
    void add_dots(const PlotSeries& s) {
        if (!s.has_points()) return;
        auto shape = style_.dots(s);
        const auto add = [&](const QPointF& point) {
            constexpr double edge = 1e-9;  // a trajectory ends where the plot ends
            if (std::abs(point.x() - 0.5) <= 0.5 + edge && std::abs(point.y() - 0.5) <= 0.5 + edge)
                shape.points << point;
        };
        const auto pieces = finite_pieces(points(s));
        if (s.in_family() && s.has_line()) {  // of a trajectory, where it has come to
            if (!pieces.empty()) add(pieces.back().back());
        } else {
            for (const auto& piece : pieces)
                for (const auto& point : thinned(piece, columns_)) add(point);
        }
        if (!shape.points.empty()) shapes_.emplace_back(std::move(shape));
    }

    const AxisScale &x_, &y_;
    QSizeF size_;
    const PlotStyle& style_;
    QRectF seen_;
    int columns_;
    Shapes shapes_;
};

}  // namespace

Shapes make_shapes(const PlotModel& model, const AxisScale& x, const AxisScale& y, const QSizeF& size,
                   const PlotStyle& style) {
    return Builder(x, y, size, style).build(model);
}

}  // namespace langevin::charts
