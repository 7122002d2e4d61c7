// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QTimer>
#include <QVariantMap>
#include <QWidget>
#include <memory>
#include <optional>

#include "widgets/field/field_state.h"
#include "widgets/field/surface_scene.h"

namespace langevin::field {

/// One chain of the field as a lit surface. Dragging turns it, Shift and dragging shifts the field,
/// the wheel zooms.
class SurfaceView : public QWidget {
    Q_OBJECT
  public:
    /// Null, with a sentence, where there is no OpenGL.
    static SurfaceView* create(const FieldState& state, QWidget* parent, QString& why);
    /// A sentence where it can be told without trying that there is none; else empty.
    static QString surely_unavailable();
    ~SurfaceView() override;

    /// The state changed: paint anew.
    void refresh();
    void resetCamera();
    void setWalls(bool shown);
    void setHeight(double scale);
    double height_scale() const { return height_; }
    /// What to know about the picture: a thinned mesh, half the rate.
    QString note() const;
    /// Rendering takes so long that every other panel should be left out.
    bool isSlow() const { return slow_; }
    double milliseconds() const { return milliseconds_; }

    void paintFigure(QPainter& painter, const QRectF& area, const FieldState& state, const style::Theme& theme) const;
    QVariantMap camera_choices() const;
    void restore_camera(const QVariantMap& choices);
    QSize minimumSizeHint() const override { return {120, 90}; }

  signals:
    void shiftWanted(QPoint shift);
    void noteChanged();

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    SurfaceView(std::unique_ptr<SurfaceScene> scene, const FieldState& state, QWidget* parent);
    SurfaceLook look(const style::Theme& theme) const;
    void draw();
    void judge(double took);
    double sharpness() const;
    void paint_axis_names(QPainter& painter) const;
    void turn(double azimuth, double elevation);
    void zoom(double factor);
    void shift_by(QPointF pixels, QPoint from);
    double bar_width() const;

    const FieldState& state_;
    std::unique_ptr<SurfaceScene> scene_;
    Orbit orbit_;
    double height_ = 1;
    bool walls_ = true;
    QImage image_;
    bool stale_ = true, stale_data_ = true;
    QTimer* quiet_;            ///< runs out when nothing moves any more: time for a better picture
    bool at_rest_ = false;     ///< this is the better picture
    bool coarse_ = false;      ///< fewer pixels while moving, because rendering is slow
    bool slow_ = false;        ///< slow even so: every other frame
    double milliseconds_ = 0;  ///< of a frame while moving, averaged
    std::optional<QPointF> pressed_;
    Orbit orbit_when_pressed_;
    QPoint shift_when_pressed_;
};

}  // namespace langevin::field
