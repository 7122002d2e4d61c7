// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <vector>

/// What is done to a curve before it is drawn, in positions from (0, 0) to (1, 1).
namespace langevin::charts {

/// Splits at points that are not finite.
std::vector<QList<QPointF>> finite_pieces(const QList<QPointF>& points);

/// About two points for each of `columns` pixel columns: the lowest and the highest of those that
/// fall into it, in their order, so that no spike is lost; and the first and the last point of all.
QList<QPointF> thinned(const QList<QPointF>& points, int columns);

/// The curve with what lies outside moved to the border of `bounds`. Inside nothing changes, and a
/// border a little outside of what is seen keeps far-away points from being drawn.
QList<QPointF> clamped(const QList<QPointF>& points, const QRectF& bounds);

/// The parts of the curve that lie inside, for devices that cannot clip.
std::vector<QList<QPointF>> clipped(const QList<QPointF>& points, const QRectF& bounds);

}  // namespace langevin::charts
