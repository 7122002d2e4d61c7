// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/heatmap/heatmap_painting.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace langevin::heatmap {
namespace {

using charts::PlotFrame;
using charts::PlotStyle;

charts::AxisScale scale_of(const Axis& axis, const Heatmap& map, double HeatmapCell::*low, double HeatmapCell::*high) {
    if (const auto range = charts::declared(axis, axis.logarithmic)) return {*range, axis.logarithmic};
    double least = INFINITY, most = -INFINITY;
    for (const auto& cell : map.cells) {
        least = std::min(least, charts::AxisScale::coordinate(cell.*low, axis.logarithmic));
        most = std::max(most, charts::AxisScale::coordinate(cell.*high, axis.logarithmic));
    }
    if (!(least < most)) return {{0, 1}, axis.logarithmic};
    return {{least, most}, axis.logarithmic};
}

QString title_of(const Heatmap& map) {
    return charts::with_indices(QString::fromStdString(map.value.title()));
}

double swatch(const QFontMetricsF& metrics) {
    return metrics.height() * 0.8;
}

double key_width(const Heatmap& map, const ValueColours& colours, const PlotStyle& style) {
    const auto metrics = style.small_metrics();
    if (!colours.phases()) return colours.bar(title_of(map)).width(metrics, style.unit());
    double names = 0;
    for (const auto& name : map.categories)
        names = std::max(names, metrics.horizontalAdvance(QString::fromStdString(name)));
    return swatch(metrics) + 6 * style.unit() + names;
}

void paint_phases(QPainter& painter, const Heatmap& map, const ValueColours& colours, const QRectF& area,
                  const PlotStyle& style) {
    const auto metrics = style.small_metrics();
    painter.setFont(style.small_font());
    const double side = swatch(metrics), line = 1.5 * metrics.height();
    double y = area.top();
    for (std::size_t c = 0; c < map.categories.size(); ++c, y += line) {
        const QRectF box(area.left(), y, side, side);
        painter.setPen(QPen(style.theme().border, style.unit()));
        painter.setBrush(colours.phase_colours()[static_cast<qsizetype>(c)]);
        painter.drawRect(box);
        painter.setPen(style.theme().text);
        painter.drawText(QPointF(box.right() + 6 * style.unit(), box.center().y() + metrics.capHeight() / 2),
                         QString::fromStdString(map.categories[c]));
    }
}

QRectF on_pixels(const QRectF& place, double ratio) {
    const auto edge = [ratio](double x) { return std::round(x * ratio) / ratio; };
    return QRectF(QPointF(edge(place.left()), edge(place.top())), QPointF(edge(place.right()), edge(place.bottom())));
}

/// A corner that stands out on any colour: there is something to be said of the value.
void paint_mark(QPainter& painter, const QRectF& box, const PlotStyle& style) {
    const double side = std::min({9 * style.unit(), 0.5 * box.width(), 0.5 * box.height()});
    const QPointF corner = box.topRight();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.theme().surface, style.unit()));
    painter.setBrush(style.theme().text);
    painter.drawPolygon(QPolygonF{corner - QPointF(side, 0), corner, corner + QPointF(0, side)});
    painter.restore();
}

void paint_cells(QPainter& painter, const Heatmap& map, const ValueColours& colours, const PlotFrame& frame,
                 const PlotStyle& style) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double ratio = painter.device()->devicePixelRatioF();
    const double overlap = 0.1;  // viewers of files show gaps between rectangles that only touch
    for (const auto& cell : map.cells) {
        auto box = place(cell, frame);
        if (box.isEmpty()) continue;
        box = style.print() ? box.adjusted(-overlap, -overlap, overlap, overlap).intersected(frame.area)
                            : on_pixels(box, ratio);
        if (std::isfinite(cell.value)) {
            painter.fillRect(box, colours.at(cell.value));
            if (!cell.note.empty()) paint_mark(painter, box, style);
            continue;
        }
        painter.fillRect(box, style.theme().surface);
        painter.fillRect(box, QBrush(style.theme().mutedText, Qt::BDiagPattern));
    }
    painter.restore();
}

/// Lines stand out on any colour: each lies on a wider one in the colour of the background.
void paint_curves(QPainter& painter, const HeatmapLayout& layout, const PlotStyle& style) {
    const auto& frame = layout.frame;
    const auto shapes = charts::make_shapes(layout.model, frame.x_scale, frame.y_scale, frame.area.size(), style);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(frame.area);
    auto behind = style.theme().surface;
    behind.setAlphaF(0.75f);
    for (const auto& shape : shapes) {
        if (const auto* line = std::get_if<charts::LineShape>(&shape)) {
            auto casing = *line;
            casing.pen =
                QPen(behind, line->pen.widthF() + 3 * style.unit(), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
            charts::paint_shape(painter, frame.area, casing);
        }
        charts::paint_shape(painter, frame.area, shape);
    }
    painter.restore();
}

}  // namespace

HeatmapLayout lay_out(const Heatmap& map, const ValueColours& colours, const QRectF& whole, const PlotStyle& style,
                      bool with_legend) {
    HeatmapLayout layout;
    layout.model = charts::plot_model(Curves{.x = map.x, .y = map.y, .curves = map.curves, .note = map.note});
    const auto x = scale_of(map.x, map, &HeatmapCell::left, &HeatmapCell::right);
    const auto y = scale_of(map.y, map, &HeatmapCell::bottom, &HeatmapCell::top);
    const double gap = 12 * style.unit();
    const double width = std::min(key_width(map, colours, style), whole.width() / 2);
    layout.frame = charts::lay_out(layout.model, x, y, whole.adjusted(0, 0, -width - gap, 0), style, with_legend);
    layout.key = QRectF(layout.frame.area.right() + gap, layout.frame.area.top(), width, layout.frame.area.height());
    return layout;
}

void paint(QPainter& painter, const Heatmap& map, const ValueColours& colours, const HeatmapLayout& layout,
           const PlotStyle& style) {
    if (map.cells.empty()) charts::paint_grid(painter, layout.frame, style);
    paint_cells(painter, map, colours, layout.frame, style);
    paint_curves(painter, layout, style);
    charts::paint_frame(painter, layout.frame, layout.model, style);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (colours.phases())
        paint_phases(painter, map, colours, layout.key, style);
    else
        colours.bar(title_of(map)).paint(painter, layout.key, style.small_font(), style.theme(), style.unit());
    painter.restore();
    if (map.cells.empty() && map.curves.empty()) charts::paint_empty(painter, layout.frame, style);
}

QRectF place(const HeatmapCell& cell, const PlotFrame& frame) {
    const auto x = [&](double value) { return std::clamp(frame.x_scale.position(value), 0.0, 1.0); };
    const auto y = [&](double value) { return std::clamp(frame.y_scale.position(value), 0.0, 1.0); };
    return QRectF(frame.at({x(cell.left), y(cell.top)}), frame.at({x(cell.right), y(cell.bottom)}));
}

std::optional<std::size_t> cell_at(const Heatmap& map, const PlotFrame& frame, const QPointF& point) {
    if (!frame.area.contains(point)) return std::nullopt;
    for (std::size_t c = map.cells.size(); c-- > 0;)
        if (place(map.cells[c], frame).contains(point)) return c;
    return std::nullopt;
}

}  // namespace langevin::heatmap
