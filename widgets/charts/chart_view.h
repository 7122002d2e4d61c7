// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "widgets/charts/chart_canvas.h"
#include "widgets/views/panel_view.h"

class QLabel;

namespace langevin::charts {

/// Curves or a histogram, with read-out, zoom, ghosts and logarithmic axes.
class ChartView : public views::PanelView {
    Q_OBJECT
  public:
    explicit ChartView(QWidget* parent = nullptr);

    void setPanel(const Panel& panel) override;
    void setTheme(const style::Theme& theme) override;
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const override;
    QList<QAction*> viewActions() const override { return actions_; }
    QVariantMap choices() const override;
    void restoreChoices(const QVariantMap& choices) override;

    /// Keeps the measured curves as they are now, pale, behind the running ones.
    void keepGhost();
    void clearGhosts();
    void resetZoom();
    /// The point under the read-out, or none.
    std::optional<ReadOut> readOut() const { return read_out_; }
    const ChartCanvas& canvas() const { return *canvas_; }

  protected:
    void showEvent(QShowEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void makeActions();
    void refresh();
    void zoom(double factor, const QPointF& centre, bool in_x, bool in_y);
    void pan(const QPointF& by);
    void moveReadOut(int points, int series);
    void showReadOut(std::optional<ReadOut> point, bool spoken);
    std::optional<ReadOut> nearest(const QPointF& place) const;

    ChartCanvas* canvas_;
    QLabel* note_;
    PlotModel live_;  ///< without ghosts
    std::vector<PlotSeries> ghosts_;
    int ghosts_kept_ = 0;
    PlotChoices choices_;
    std::optional<ReadOut> read_out_;
    std::optional<QPointF> dragged_from_;
    bool stale_ = false;
    QList<QAction*> actions_;
    QAction *log_x_ = nullptr, *log_y_ = nullptr, *legend_ = nullptr, *clear_ = nullptr;
};

std::unique_ptr<views::PanelView> make_curves_view(QWidget* parent);
std::unique_ptr<views::PanelView> make_histogram_view(QWidget* parent);

}  // namespace langevin::charts
