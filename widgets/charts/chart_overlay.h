// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QGraphicsItem>
#include <functional>
#include <optional>

#include "widgets/charts/chart_canvas.h"

namespace langevin::charts {

/// What Qt Charts does not draw: error bars, markers, a compact legend, the note, the read-out and the empty state. Lies over
/// the plot area as an item of the scene, so that figures have it too.
class ChartOverlay : public QGraphicsItem {
  public:
    struct Look {
        style::Theme theme;
        double unit = 1;  ///< scene units per logical pixel or point
        QFont font;
    };
    using Position = std::function<std::optional<QPointF>(double x, double y)>;

    explicit ChartOverlay(QGraphicsItem* parent) : QGraphicsItem(parent) {}

    void setLook(const Look& look);
    void setContent(const PlotModel* model, bool legend, Position position);
    void setPlotArea(const QRectF& area);
    void setReadOut(std::optional<ReadOut> point);

    QRectF boundingRect() const override { return bounds_; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

  private:
    void paintErrorBars(QPainter& painter, const PlotSeries& series) const;
    void paintMarkers(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    void paintSample(QPainter& painter, const PlotSeries& series, const QRectF& place) const;
    void paintReadOut(QPainter& painter) const;
    void paintEmptyState(QPainter& painter) const;
    QRectF legendArea(const QFontMetricsF& metrics, int rows, double width) const;

    Look look_;
    const PlotModel* model_ = nullptr;
    bool legend_ = true;
    Position position_;
    QRectF area_, bounds_;
    std::optional<ReadOut> read_out_;
};

QColor colour_of(const PlotSeries& series, const style::Theme& theme);

}  // namespace langevin::charts
