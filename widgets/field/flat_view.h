// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "widgets/field/field_state.h"
#include "widgets/field/mosaic.h"

namespace langevin::field {

/// The field as a flat colour map. Reads the shared state; asks for changes by signals.
class FlatView : public QWidget {
    Q_OBJECT
  public:
    FlatView(const FieldState& state, QWidget* parent);

    /// The state changed: paint anew.
    void refresh();
    /// What is under the mouse or the cursor, if anything.
    std::optional<Probe> probe() const { return probe_; }
    QSize sizeHint() const override { return {420, 360}; }
    QSize minimumSizeHint() const override { return {120, 90}; }

  signals:
    void shiftWanted(QPoint shift);
    void tileClicked(int tile);
    void probeChanged();

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void lay_out();
    void paint_picture();
    void paint_frames();
    void paint_labels(QPainter& painter) const;
    void paint_probe(QPainter& painter) const;
    std::optional<Probe> probe_at(QPointF position) const;
    QRectF site_rect(const Probe& probe) const;
    void set_probe(std::optional<Probe> probe);
    void move_cursor(QPoint by);
    double ratio() const { return devicePixelRatioF(); }

    const FieldState& state_;
    Mosaic mosaic_;  ///< in device pixels, from the picture's corner
    QRect picture_;  ///< where the picture lies in the widget
    QRectF bar_;
    QImage image_;
    bool stale_ = true;
    std::optional<Probe> probe_;
    bool by_keyboard_ = false;  ///< the probe is a cursor and stays where it is
    std::optional<QPointF> pressed_;
    QPoint shift_when_pressed_;
    bool dragged_ = false;
};

}  // namespace langevin::field
