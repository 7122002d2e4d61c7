// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>

#include <QPoint>
#include <vector>

#include "widgets/field/field_raster.h"
#include "widgets/field/field_scale.h"

namespace langevin::field {

/// The surface as VTK's triangles: a grid of points over the periodic lattice, closed by a copy of
/// the first row and column, and the four sides of a block below it. All memory is used again as
/// long as the size stays. Included by surface_scene.cpp only.
class SurfaceMesh {
  public:
    /// Height of half the colour scale, where the longer side of the lattice is 1 and the surface
    /// has its natural height.
    static constexpr double natural_height = 0.12;

    SurfaceMesh();

    /// One point for `thinning` sites in each direction.
    void update(const Tile& tile, QPoint shift, const Interval& interval, double height, int thinning);
    /// The sides, from the edge of the surface down to `floor`; after update().
    void update_sides(float floor);

    vtkPolyData* surface() { return surface_; }
    vtkPolyData* sides() { return sides_; }
    double width() const { return width_; }
    double depth() const { return depth_; }

  private:
    vtkIdType index(int i, int j) const { return static_cast<vtkIdType>(j) * (nx_ + 1) + i; }
    float height_at(int i, int j) const;
    void reshape(int nx, int ny, const Tile& tile);
    void make_triangles();
    void find_normals();
    std::vector<vtkIdType> rim_of_grid() const;
    void reshape_sides();

    int nx_ = 0, ny_ = 0;
    double width_ = 1, depth_ = 1;
    std::vector<vtkIdType> rim_;
    vtkNew<vtkPolyData> surface_, sides_;
    vtkNew<vtkFloatArray> positions_, normals_, values_, levels_, side_positions_;
    vtkNew<vtkPoints> points_, side_points_;
};

}  // namespace langevin::field
