// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <optional>

#include "widgets/heatmap/heatmap_painting.h"
#include "widgets/views/panel_view.h"

class QAction;
class QActionGroup;

namespace langevin::heatmap {

/// Shows a heat map: cells, boundaries, colour bar; the exact number under the pointer or by the arrow keys; and where
/// it may be selected in, cells are activated and rectangles marked.
class HeatmapView : public views::PanelView {
    Q_OBJECT
  public:
    explicit HeatmapView(QWidget* parent = nullptr);

    void setPanel(const Panel& panel) override;
    void setTheme(const style::Theme& theme) override;
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const override;
    QList<QAction*> viewActions() const override;
    QVariantMap choices() const override;
    void restoreChoices(const QVariantMap& choices) override;
    void setSelectable(bool selectable) override;
    double lastPaintMilliseconds() const override { return paint_milliseconds_; }
    QSize sizeHint() const override { return QSize(480, 360) * theme_.scale; }
    QSize minimumSizeHint() const override { return QSize(200, 150) * theme_.scale; }

    /// What is said of the cell under the pointer or chosen by key; empty without one.
    QString readout() const;
    /// Where things are on the widget at present.
    const HeatmapLayout& layout_of_map() const { return layout_; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void makeActions();
    bool logarithmic() const;
    void prepare();
    void redraw();
    void drawOverlay(QPainter& painter);
    void drawReadout(QPainter& painter, const QRectF& cell);
    void setPointed(std::optional<std::size_t> cell);
    void moveChosen(int right, int up);
    void activate();
    QRectF marked() const;

    Heatmap map_;
    ValueColours colours_;
    HeatmapLayout layout_;
    style::Theme theme_;
    QPixmap picture_;
    bool stale_ = true, selectable_ = false, pressed_ = false;
    QPointF press_, pointer_;
    std::optional<std::size_t> pointed_;  ///< cell under the pointer, or chosen by key
    std::optional<bool> chosen_logarithmic_;
    QString summary_;
    QElapsedTimer since_summary_;
    double paint_milliseconds_ = 0;
    QAction *logarithmic_action_, *legend_action_, *colours_action_;
    QActionGroup* colour_maps_;
};

}  // namespace langevin::heatmap
