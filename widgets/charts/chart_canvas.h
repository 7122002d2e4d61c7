// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <memory>

#include "widgets/charts/shapes.h"

class QPainter;

namespace langevin::charts {

/// Draws shapes with Qt Charts, and is the only class that knows it: a canvas that paints them
/// itself could take its place. Qt Charts sees nothing but positions between 0 and 1, so that
/// logarithmic, tiny and huge ranges are all alike to it, and a change of range costs no more than
/// new numbers do.
class ChartCanvas {
  public:
    ChartCanvas();
    ~ChartCanvas();
    ChartCanvas(const ChartCanvas&) = delete;
    ChartCanvas& operator=(const ChartCanvas&) = delete;

    /// Draws the shapes into the rectangle. Series are kept from call to call and are made anew
    /// only when kinds or number of the shapes change; otherwise their points are replaced in bulk.
    void draw(QPainter& painter, const QRectF& area, const Shapes& shapes);
    /// How often the series were made anew, for tests.
    int rebuilds() const;

  private:
    struct Chart;
    std::unique_ptr<Chart> chart_;
};

}  // namespace langevin::charts
