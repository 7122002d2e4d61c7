// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <optional>

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/plot_zoom.h"
#include "widgets/charts/readout.h"
#include "widgets/charts/stable_range.h"
#include "widgets/views/panel_view.h"

class QAction;

namespace langevin::charts {

/// What the views of curves and of histograms have in common: axes that keep still, zoom, exact
/// numbers under the pointer or by the arrow keys, ghosts of earlier runs, a figure for a file.
class PlotView : public views::PanelView {
    Q_OBJECT
  public:
    static constexpr std::size_t most_ghosts = 6;  ///< that can be pinned

    explicit PlotView(QWidget* parent = nullptr);

    void setPanel(const Panel& panel) override;
    void setTheme(const style::Theme& theme) override;
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const override;
    void setSteady(bool steady) override { steady_ = steady; }
    QList<QAction*> viewActions() const override;
    QVariantMap choices() const override;
    void restoreChoices(const QVariantMap& choices) override;
    double lastPaintMilliseconds() const override { return paint_milliseconds_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    /// Keeps the measured curves of this moment behind those to come.
    void pinGhost();
    /// Takes away those that were pinned.
    void clearGhosts();
    bool takesGhosts() const override { return true; }
    void setGhost(const QString& mark, const QString& name, const Panel& panel) override;
    void removeGhost(const QString& mark) override;
    void resetZoom();
    /// What the crosshair stands on, as text; empty without one.
    QString readout() const;

  protected:
    /// The plot of a panel of this view's kind.
    virtual PlotModel makeModel(const Panel& panel) const = 0;

    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    enum class Drag { none, box, pan };

    QAction* makeAction(const QString& text, const QKeySequence& key, const QString& tip);
    void makeActions();
    QAction* actionFor(const QKeyEvent& event) const;
    bool takesKey(const QKeyEvent& event) const;
    bool navigate(const QKeyEvent& event);
    void moveReadout(int along_series, int across_series);

    AxisScale scale(const std::optional<Extent>& chosen, const std::optional<Extent>& needed, const Axis& axis,
                    bool logarithmic, StableRange* stable) const;
    void fitAxes(const PlotModel& model);
    void prepare();
    void drawOverlay(QPainter& painter);
    void setPick(std::optional<Pick> pick, bool by_key);
    void followPick();
    QString tipAt(const QPoint& point) const;
    void describe();
    void redraw();
    void ghostsChanged();
    std::size_t pinned() const;
    void showState();

    style::Theme theme_;
    PlotModel data_;   ///< of the panel
    PlotModel shown_;  ///< with ghosts
    QString summary_;
    QElapsedTimer since_summary_;
    std::vector<PlotGhost> ghosts_;
    std::optional<bool> log_x_, log_y_;  ///< chosen by the user; none: as the panel says
    PlotZoom zoom_;
    StableRange x_range_, y_range_;

    ChartCanvas canvas_;
    PlotFrame frame_;
    QPixmap picture_;
    bool stale_ = true, new_numbers_ = false, steady_ = false;
    double paint_milliseconds_ = 0;

    std::optional<Pick> pick_;
    bool picked_by_key_ = false;
    double picked_x_ = 0;
    QPointF pointer_, drag_start_;
    Drag drag_ = Drag::none;

    QAction *log_x_action_, *log_y_action_, *legend_action_, *pin_action_, *clear_action_, *zoom_in_action_,
        *zoom_out_action_, *reset_action_;
};

}  // namespace langevin::charts
