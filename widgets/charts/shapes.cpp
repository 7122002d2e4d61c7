// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/shapes.h"

#include <QPainter>
#include <QPolygonF>

namespace langevin::charts {
namespace {

QPolygonF diamond(const QPointF& c, double r) {
    return QPolygonF({{c.x(), c.y() - r}, {c.x() + r, c.y()}, {c.x(), c.y() + r}, {c.x() - r, c.y()}});
}

QPolygonF triangle(const QPointF& c, double r) {
    return QPolygonF({{c.x(), c.y() - r}, {c.x() + 0.95 * r, c.y() + 0.7 * r}, {c.x() - 0.95 * r, c.y() + 0.7 * r}});
}

struct Painting {
    QPainter& painter;
    const QRectF& area;

    QPointF at(const QPointF& p) const {
        return {area.left() + p.x() * area.width(), area.bottom() - p.y() * area.height()};
    }
    QPolygonF at(const QList<QPointF>& points) const {
        QPolygonF polygon;
        polygon.reserve(points.size());
        for (const auto& point : points) polygon << at(point);
        return polygon;
    }

    void operator()(const LineShape& line) const {
        painter.setPen(line.pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(at(line.points));
    }
    void operator()(const AreaShape& shape) const {
        auto outline = at(shape.upper);
        const auto lower = at(shape.lower);
        for (auto point = lower.rbegin(); point != lower.rend(); ++point) outline << *point;
        painter.setPen(Qt::NoPen);
        painter.setBrush(shape.fill);
        painter.drawPolygon(outline);
    }
    void operator()(const DotsShape& dots) const {
        for (const auto& point : dots.points) paint_dot(painter, dots, at(point));
    }
    void operator()(const BarsShape& shape) const {
        QList<QLineF> lines;
        lines.reserve(3 * shape.bars.size());
        for (const auto& bar : shape.bars) {
            const auto low = at({bar.x, bar.low}), high = at({bar.x, bar.high});
            const QPointF cap(shape.cap, 0);
            lines << QLineF(low, high);
            if (shape.cap > 0) lines << QLineF(low - cap, low + cap) << QLineF(high - cap, high + cap);
        }
        painter.setPen(shape.pen);
        painter.drawLines(lines);
    }
};

}  // namespace

void paint_dot(QPainter& painter, const DotsShape& dots, const QPointF& centre) {
    painter.setPen(dots.filled ? QPen(Qt::NoPen) : QPen(dots.colour, dots.stroke));
    painter.setBrush(dots.filled ? dots.colour : dots.inside);
    const double r = dots.radius;
    switch (dots.kind) {
        case DotKind::circle:
            painter.drawEllipse(centre, r, r);
            break;
        case DotKind::square:
            painter.drawRect(QRectF(centre.x() - 0.88 * r, centre.y() - 0.88 * r, 1.76 * r, 1.76 * r));
            break;
        case DotKind::diamond:
            painter.drawPolygon(diamond(centre, 1.25 * r));
            break;
        case DotKind::triangle:
            painter.drawPolygon(triangle(centre, 1.2 * r));
            break;
    }
}

void paint_shape(QPainter& painter, const QRectF& area, const Shape& shape) {
    std::visit(Painting{painter, area}, shape);
}

}  // namespace langevin::charts
