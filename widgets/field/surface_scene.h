// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QString>
#include <memory>
#include <optional>

#include "widgets/field/field_raster.h"
#include "widgets/field/field_scale.h"
#include "widgets/style/colour_map.h"

namespace langevin::field {

/// From where one looks: angles in degrees, zoom 1 fits the surface into the picture.
struct Orbit {
    double azimuth = -35, elevation = 36, zoom = 1;
    bool operator==(const Orbit&) const = default;
};

/// Everything about a picture of the surface but the field.
struct SurfaceLook {
    Orbit orbit;
    double height = 1;  ///< of the surface, in its natural size
    bool walls = true;
    double line_scale = 1;  ///< of the domain walls' width
    QColor background, frame, wall, side;
    bool dark = false;
};

/// The lit surface, rendered by VTK into pictures. The only class that knows VTK, and its .cpp the
/// only file. GUI thread only.
class SurfaceScene {
  public:
    /// Null, with a sentence, where there is no OpenGL that VTK can use.
    static std::unique_ptr<SurfaceScene> create(QString& why);
    ~SurfaceScene();

    /// Takes over the numbers; memory is used again as long as the size stays.
    void setTile(const Tile& tile, QPoint shift, const Interval& interval, const style::ColourMap& map);
    /// Into a picture of this size; its memory is used again where the size is the same. Null where
    /// rendering fails.
    void render(QImage& picture, QSize pixels, const SurfaceLook& look);
    /// Where in a picture of this size a point appears; the lattice spans -1 to 1 in x and y, the
    /// colour scale in z.
    QPointF project(QSizeF size, double x, double y, double z) const;

    bool isSoftware() const;
    QString renderer() const;
    /// Sites between two points of the mesh; 1 unless it had to be thinned.
    int thinning() const;

  private:
    SurfaceScene();
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace langevin::field
