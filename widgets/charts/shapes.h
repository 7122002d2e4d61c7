// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QPen>
#include <QPointF>
#include <QRectF>
#include <variant>
#include <vector>

class QPainter;

/// What a canvas draws, in order. Positions run from (0, 0) at the lower left to (1, 1) at the
/// upper right of the plot; widths and radii are in units of the painter. Either canvas (Qt Charts
/// on screen, a painter in files) draws the same shapes.
namespace langevin::charts {

struct LineShape {
    QList<QPointF> points;
    QPen pen;
};

struct AreaShape {
    QList<QPointF> upper, lower;
    QColor fill;
};

enum class DotKind { circle, square, diamond, triangle };
struct DotsShape {
    QList<QPointF> points;
    DotKind kind = DotKind::circle;
    bool filled = true;
    double radius = 3;
    double stroke = 1.5;    ///< of open marks
    QColor colour, inside;  ///< inside: of open marks
};

struct ErrorBar {
    double x = 0, low = 0, high = 0;
};
struct BarsShape {
    QList<ErrorBar> bars;
    QPen pen;
    double cap = 0;  ///< half width
};

using Shape = std::variant<LineShape, AreaShape, DotsShape, BarsShape>;
using Shapes = std::vector<Shape>;

/// What is drawn over lines and areas, in its order: the error bars of a run lie on the dots of a reference.
inline bool is_mark(const Shape& shape) {
    return std::holds_alternative<DotsShape>(shape) || std::holds_alternative<BarsShape>(shape);
}

/// Draws a shape into the rectangle; as vectors where the device can.
void paint_shape(QPainter& painter, const QRectF& area, const Shape& shape);
/// One mark around the origin.
void paint_dot(QPainter& painter, const DotsShape& dots, const QPointF& centre);

}  // namespace langevin::charts
