// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/charts/plot_frame.h"
#include "widgets/style/colours.h"
#include "widgets/style/symbol_text.h"

namespace langevin::charts {
namespace {

/// Lines of one unit lie on pixels on screen, where they would be blurred otherwise.
double crisp(double coordinate, const PlotStyle& style) {
    return style.print() ? coordinate : std::floor(coordinate) + 0.5;
}

style::SymbolText upright(const QString& words, const QFont& font, const QPainter& painter) {
    return {words, font, painter.device(), style::SymbolText::Letters::upright};
}

void paint_tick_labels(QPainter& painter, const PlotFrame& frame, const PlotStyle& style) {
    const auto metrics = style.small_metrics();
    const double gap = 5 * style.unit();
    painter.setFont(style.small_font());
    painter.setPen(style.theme().mutedText);
    for (const auto& tick : frame.x_ticks.major) {
        const double width = metrics.horizontalAdvance(tick.label);
        const double centre = frame.at({tick.position, 0}).x();
        const double x = std::clamp(centre - width / 2, frame.whole.left(), frame.whole.right() - width);
        painter.drawText(QPointF(x, frame.area.bottom() + gap + metrics.ascent()), tick.label);
    }
    for (const auto& tick : frame.y_ticks.major) {
        const double y = frame.at({0, tick.position}).y() + metrics.capHeight() / 2;
        painter.drawText(QPointF(frame.area.left() - gap - metrics.horizontalAdvance(tick.label), y), tick.label);
    }
}

void paint_titles(QPainter& painter, const PlotFrame& frame, const PlotStyle& style) {
    const auto metrics = style.title_metrics();
    painter.setPen(style.theme().text);
    const auto x_title = upright(frame.x_title, style.title_font(), painter);
    const auto y_title = upright(frame.y_title, style.title_font(), painter);
    const double x = std::min(frame.area.center().x() - x_title.width() / 2, frame.whole.right() - x_title.width());
    x_title.paint(painter, QPointF(std::max(x, frame.whole.left()), frame.whole.bottom() - metrics.descent()));

    const double middle = std::max(frame.area.center().y(), frame.whole.top() + y_title.width() / 2);
    painter.save();
    painter.translate(frame.whole.left() + metrics.ascent(), middle + y_title.width() / 2);
    painter.rotate(-90);
    y_title.paint(painter, QPointF(0, 0));
    painter.restore();
}

void paint_axis_lines(QPainter& painter, const PlotFrame& frame, const PlotStyle& style) {
    const auto& theme = style.theme();
    const auto area = frame.area;
    painter.setBrush(Qt::NoBrush);
    if (!style.print()) {
        painter.setPen(QPen(style::mix(theme.grid, theme.mutedText, 0.55), 1));
        const double bottom = crisp(area.bottom(), style), left = crisp(area.left(), style);
        painter.drawLine(QPointF(left, bottom), QPointF(area.right(), bottom));
        painter.drawLine(QPointF(left, area.top()), QPointF(left, bottom));
        return;
    }
    QPen pen(theme.text, 0.9 * style.unit());
    pen.setJoinStyle(Qt::MiterJoin);
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.drawRect(area);
    const auto mark = [&](const QPointF& foot, const QPointF& direction) { painter.drawLine(foot, foot + direction); };
    const double major = 5 * style.unit(), minor = 2.8 * style.unit();
    const auto on_x = [&](double p, double size) {
        mark(frame.at({p, 0}), {0, -size});
        mark(frame.at({p, 1}), {0, size});
    };
    const auto on_y = [&](double p, double size) {
        mark(frame.at({0, p}), {size, 0});
        mark(frame.at({1, p}), {-size, 0});
    };
    for (const auto& tick : frame.x_ticks.major) on_x(tick.position, major);
    for (const auto& tick : frame.y_ticks.major) on_y(tick.position, major);
    for (const double position : frame.x_ticks.minor) on_x(position, minor);
    for (const double position : frame.y_ticks.minor) on_y(position, minor);
}

/// Between which heights (in pixels) curves run where x lies in this stretch of the plot; none: an empty interval.
Extent heights_of_curves(const PlotFrame& frame, const PlotModel& model, double left, double right) {
    const double low = frame.x_scale.value(frame.position({left, 0}).x());
    const double high = frame.x_scale.value(frame.position({right, 0}).x());
    Extent heights{.low = frame.area.bottom() + 1, .high = frame.area.top() - 1};
    const auto add = [&](double y) {
        const double position = frame.y_scale.position(y);
        if (!std::isfinite(position)) return;
        const double height = frame.at({0, position}).y();
        heights = {std::min(heights.low, height), std::max(heights.high, height)};
    };
    for (const auto& series : model.series)
        for (std::size_t i = 0; i < series.size(); ++i) {
            // A line is also where only one of its ends is, or neither.
            const std::size_t last = series.has_line() && i + 1 < series.size() ? i + 1 : i;
            const auto [first_x, last_x] = std::minmax({series.abscissa(i), series.abscissa(last)});
            if (last_x < low || first_x > high) continue;
            for (const auto k : {i, last}) {
                const double error = series.has_errors() && std::isfinite(series.error[k]) ? series.error[k] : 0;
                add(series.y[k] - error);
                add(series.y[k] + error);
            }
            if (series.shape == PlotSeries::Shape::stairs) heights.high = frame.area.bottom();  // filled
        }
    return heights;
}

/// Where the label of a marker stands: beside its line, where no other label and no curve is. Where there is no such
/// place a curve has to go below it; none: not even that.
class MarkerLabels {
  public:
    MarkerLabels(const PlotFrame& frame, const PlotModel& model, const PlotStyle& style)
        : frame_(frame), model_(model), top_(frame.area.top() + (style.print() ? 7 : 2) * style.unit()) {}

    QRectF place(double x, const QSizeF& size) {
        QRectF second_best;
        for (const double left : {x, x - size.width()}) {
            if (left < frame_.area.left() || left + size.width() > frame_.area.right()) continue;
            const auto curves = heights_of_curves(frame_, model_, left, left + size.width());
            for (const double top : {top_, top_ + size.height(), top_ + 2 * size.height(),
                                     frame_.area.bottom() - size.height() - (top_ - frame_.area.top())}) {
                const QRectF place({left, top}, size);
                if (std::ranges::any_of(taken_, [&](const QRectF& other) { return other.intersects(place); })) continue;
                if (curves.high < place.top() || curves.low > place.bottom()) return take(place);
                if (second_best.isNull()) second_best = place;
            }
        }
        return take(second_best);
    }

  private:
    QRectF take(const QRectF& place) {
        if (!place.isNull()) taken_.push_back(place);
        return place;
    }

    const PlotFrame& frame_;
    const PlotModel& model_;
    double top_;
    std::vector<QRectF> taken_;
};

/// A vertical line for each marker, and its label.
void paint_markers(QPainter& painter, const PlotFrame& frame, const PlotModel& model, const PlotStyle& style) {
    const auto metrics = style.small_metrics();
    const double unit = style.unit();
    const auto colour = style::mix(style.theme().guide, style.theme().accent, 0.35);
    MarkerLabels labels(frame, model, style);
    painter.setFont(style.small_font());
    for (const auto& marker : model.markers) {
        const double position = frame.x_scale.position(marker.x);
        if (!(position >= 0 && position <= 1)) continue;
        const double x = crisp(frame.at({position, 0}).x(), style);
        QPen pen(colour, 1.1 * unit);
        pen.setDashPattern({1.5, 2.5});
        painter.setPen(pen);
        painter.drawLine(QPointF(x, frame.area.bottom()), QPointF(x, frame.area.top()));

        const auto label = metrics.elidedText(with_indices(QString::fromStdString(marker.label)), Qt::ElideRight,
                                              0.45 * frame.area.width());
        const auto place = labels.place(x, {metrics.horizontalAdvance(label) + 6 * unit, metrics.height()});
        if (place.isNull()) continue;  // the line is there; no room for the label
        auto veil = style.theme().surface;
        veil.setAlphaF(0.75f);
        painter.fillRect(place.adjusted(2 * unit, 0, -2 * unit, 0), veil);
        painter.setPen(style.theme().mutedText);
        painter.drawText(QPointF(place.left() + 3 * unit, place.top() + metrics.ascent()), label);
    }
}

void paint_swatch(QPainter& painter, const QRectF& place, const PlotSeries& series, const PlotStyle& style) {
    const double width = swatch_width(style), middle = std::round(place.center().y()) + 0.5;
    const QRectF swatch(place.left(), middle - 4 * style.unit(), width, 8 * style.unit());
    if (series.shape == PlotSeries::Shape::stairs) {
        painter.fillRect(swatch, style.band(series));
        painter.setPen(style.line_pen(series));
        painter.drawLine(swatch.topLeft(), swatch.topRight());
        return;
    }
    if (series.has_errors() && series.shape == PlotSeries::Shape::line) painter.fillRect(swatch, style.band(series));
    if (series.in_family() && series.role == Role::measured) {
        constexpr int steps = 5;
        auto pen = style.line_pen(series);
        pen.setWidthF(1.8 * style.unit());
        pen.setCapStyle(Qt::FlatCap);
        for (int i = 0; i < steps; ++i) {
            pen.setColor(style.shade(series, static_cast<double>(i) / (steps - 1)));
            painter.setPen(pen);
            painter.drawLine(QPointF(swatch.left() + swatch.width() * i / steps, middle),
                             QPointF(swatch.left() + swatch.width() * (i + 1) / steps, middle));
        }
        if (series.shape == PlotSeries::Shape::line) return;
    } else if (series.has_line()) {
        painter.setPen(style.line_pen(series));
        painter.drawLine(QPointF(swatch.left(), middle), QPointF(swatch.right(), middle));
    }
    if (series.has_points()) paint_dot(painter, style.dots(series), {swatch.center().x(), middle});
}

void paint_header(QPainter& painter, const PlotFrame& frame, const PlotModel& model, const PlotStyle& style) {
    const auto metrics = style.small_metrics();
    const auto text = [&](const QRectF& place, double indent, const QString& words) {
        const double baseline = place.center().y() + metrics.capHeight() / 2;
        painter.drawText(QPointF(place.left() + indent, baseline), words);
    };
    painter.setFont(style.small_font());
    const double indent = swatch_width(style) + 5 * style.unit();
    for (const auto& entry : frame.legend) {
        paint_swatch(painter, entry.place, model.series[entry.series], style);
        painter.setPen(style.theme().text);
        text(entry.place, indent, entry.text);
    }
    painter.setPen(style.theme().mutedText);
    text(frame.more_place, 0, frame.more);
    for (const auto& line : frame.note) {  // "R̂ > 1.1" with its hat above it
        const double baseline = line.place.center().y() + metrics.capHeight() / 2;
        upright(line.text, style.small_font(), painter).paint(painter, {line.place.left(), baseline});
    }
    painter.setFont(style.small_font());
    painter.setPen(style.theme().text);
    text(frame.verdict_place, 0, frame.verdict);
}

/// The mark of a ghost at the right end of its curve.
void paint_ghost_marks(QPainter& painter, const PlotFrame& frame, const PlotModel& model, const PlotStyle& style) {
    const auto metrics = style.small_metrics();
    painter.setFont(style.small_font());
    for (const auto& series : model.series) {
        if (series.ghost == 0 || series.member > 0) continue;
        // At different places for different ghosts, so that the marks do not hide one another.
        const double wanted = 0.97 - 0.05 * ((series.ghost - 1) % 6);
        QPointF best;
        for (std::size_t i = 0; i < series.size(); ++i) {
            const QPointF p(frame.x_scale.position(series.abscissa(i)), frame.y_scale.position(series.y[i]));
            const bool inside = p.x() >= 0 && p.x() <= wanted && p.y() >= 0 && p.y() <= 1;
            if (inside && p.x() >= best.x()) best = p;
        }
        if (best.isNull()) continue;
        const double radius = metrics.height() * 0.52;
        auto centre = frame.at(best);
        if (!series.has_line()) centre += QPointF(1.3 * radius, -1.3 * radius);  // beside what it names
        painter.setPen(QPen(style.colour(series), 1 * style.unit()));
        painter.setBrush(style.theme().surface);
        painter.drawEllipse(centre, radius, radius);
        painter.setPen(style.theme().mutedText);
        painter.drawText(centre + QPointF(-metrics.horizontalAdvance(series.ghost_mark) / 2, metrics.capHeight() / 2),
                         series.ghost_mark);
    }
}

}  // namespace

void paint_grid(QPainter& painter, const PlotFrame& frame, const PlotStyle& style) {
    if (style.print()) return;  // ticks do
    const auto area = frame.area;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(style.theme().grid, 1));
    for (const auto& tick : frame.x_ticks.major) {
        const double x = crisp(frame.at({tick.position, 0}).x(), style);
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    for (const auto& tick : frame.y_ticks.major) {
        const double y = crisp(frame.at({0, tick.position}).y(), style);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void paint_frame(QPainter& painter, const PlotFrame& frame, const PlotModel& model, const PlotStyle& style) {
    painter.setRenderHint(QPainter::Antialiasing, true);
    paint_axis_lines(painter, frame, style);
    paint_markers(painter, frame, model, style);
    paint_ghost_marks(painter, frame, model, style);
    paint_tick_labels(painter, frame, style);
    paint_titles(painter, frame, style);
    paint_header(painter, frame, model, style);
}

void paint_empty(QPainter& painter, const PlotFrame& frame, const PlotStyle& style) {
    painter.setFont(style.title_font());
    painter.setPen(style.theme().mutedText);
    painter.drawText(frame.area, Qt::AlignCenter, QCoreApplication::translate("Plot", "no data yet"));
}

void paint_plot(QPainter& painter, const PlotModel& model, const AxisScale& x, const AxisScale& y, const QRectF& whole,
                const PlotStyle& style, bool with_legend) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    const auto frame = lay_out(model, x, y, whole, style, with_legend);
    paint_grid(painter, frame, style);
    const auto shapes = make_shapes(model, x, y, frame.area.size(), style);
    for (const auto& shape : shapes)
        if (!is_mark(shape)) paint_shape(painter, frame.area, shape);
    paint_frame(painter, frame, model, style);
    for (const auto& shape : shapes)  // marks on the border are drawn in full
        if (is_mark(shape)) paint_shape(painter, frame.area, shape);
    if (model.empty()) paint_empty(painter, frame, style);
    painter.restore();
}

}  // namespace langevin::charts
