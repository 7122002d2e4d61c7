// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/surface_mesh.h"

#include <vtkCellArray.h>
#include <vtkPointData.h>

#include <algorithm>
#include <cmath>

namespace langevin::field {
namespace {

constexpr double most_height = 1.6;  // of what the colour scale gives: values far outside do not leave the picture

int wrapped(int value, int period) {
    const int rest = value % period;
    return rest < 0 ? rest + period : rest;
}

}  // namespace

SurfaceMesh::SurfaceMesh() {
    for (auto* array : {positions_.Get(), normals_.Get(), side_positions_.Get()}) array->SetNumberOfComponents(3);
    normals_->SetName("normals");
    values_->SetName("values");
    levels_->SetName("levels");
    points_->SetData(positions_);
    surface_->SetPoints(points_);
    surface_->GetPointData()->SetNormals(normals_);
    surface_->GetPointData()->SetScalars(values_);
    surface_->GetPointData()->AddArray(levels_);
}

void SurfaceMesh::update(const Tile& tile, QPoint shift, const Interval& interval, double height, int thinning) {
    reshape(std::max(1, tile.columns / thinning), std::max(1, tile.rows / thinning), tile);
    const QPoint moved = shift / thinning;
    const double middle = (interval.low + interval.high) / 2, half = (interval.high - interval.low) / 2;
    const double level = interval.low < 0 && interval.high > 0 ? 0 : middle;
    const auto to_height = static_cast<float>(height * natural_height / half);
    const float most = static_cast<float>(most_height * height * natural_height);
    for (int j = 0; j <= ny_; ++j)
        for (int i = 0; i <= nx_; ++i) {
            const double value =
                tile.at(wrapped(i - moved.x(), nx_) * thinning, wrapped(j - moved.y(), ny_) * thinning);
            const double finite = std::isfinite(value) ? value : middle;
            const auto at = index(i, j);
            values_->SetValue(at, static_cast<float>(finite));
            levels_->SetValue(at, static_cast<float>((finite - level) / half));
            positions_->GetPointer(3 * at)[2] =
                std::clamp(static_cast<float>(finite - middle) * to_height, -most, most);
        }
    find_normals();
    for (auto* array : {positions_.Get(), normals_.Get(), values_.Get(), levels_.Get()}) array->Modified();
    points_->Modified();
    surface_->Modified();
}

void SurfaceMesh::update_sides(float floor) {
    for (std::size_t i = 0; i < rim_.size(); ++i) {
        const float* top = positions_->GetPointer(3 * rim_[i]);
        float* upper = side_positions_->GetPointer(6 * static_cast<vtkIdType>(i));
        std::copy(top, top + 3, upper);
        std::copy(top, top + 2, upper + 3);
        upper[5] = floor;
    }
    side_positions_->Modified();
    side_points_->Modified();
    sides_->Modified();
}

void SurfaceMesh::reshape(int nx, int ny, const Tile& tile) {
    if (nx == nx_ && ny == ny_) return;
    nx_ = nx, ny_ = ny;
    const double longest = std::max(tile.columns, tile.rows);
    width_ = tile.columns / longest, depth_ = tile.rows / longest;
    const vtkIdType count = static_cast<vtkIdType>(nx + 1) * (ny + 1);
    for (auto* array : {positions_.Get(), normals_.Get(), values_.Get(), levels_.Get()})
        array->SetNumberOfTuples(count);
    for (int j = 0; j <= ny; ++j)
        for (int i = 0; i <= nx; ++i) {
            float* p = positions_->GetPointer(3 * index(i, j));
            p[0] = static_cast<float>(width_ * (static_cast<double>(i) / nx - 0.5));
            p[1] = static_cast<float>(depth_ * (static_cast<double>(j) / ny - 0.5));
        }
    make_triangles();
    reshape_sides();
}

void SurfaceMesh::make_triangles() {
    vtkNew<vtkCellArray> triangles;
    for (int j = 0; j < ny_; ++j)
        for (int i = 0; i < nx_; ++i) {
            const vtkIdType a = index(i, j), b = index(i + 1, j), c = index(i + 1, j + 1), d = index(i, j + 1);
            // Diagonals alternate, so that the surface has no grain.
            const bool turned = (i + j) % 2 != 0;
            const vtkIdType first[] = {a, b, turned ? d : c}, second[] = {turned ? b : a, c, d};
            triangles->InsertNextCell(3, first);
            triangles->InsertNextCell(3, second);
        }
    surface_->SetPolys(triangles);
}

/// Once around the edge, corners twice, since two sides with different normals meet there.
std::vector<vtkIdType> SurfaceMesh::rim_of_grid() const {
    std::vector<vtkIdType> rim;
    for (int i = 0; i <= nx_; ++i) rim.push_back(index(i, 0));
    for (int j = 0; j <= ny_; ++j) rim.push_back(index(nx_, j));
    for (int i = nx_; i >= 0; --i) rim.push_back(index(i, ny_));
    for (int j = ny_; j >= 0; --j) rim.push_back(index(0, j));
    return rim;
}

void SurfaceMesh::reshape_sides() {
    rim_ = rim_of_grid();
    const auto count = static_cast<vtkIdType>(rim_.size());
    side_positions_->SetNumberOfTuples(2 * count);
    vtkNew<vtkFloatArray> normals;
    normals->SetNumberOfComponents(3);
    normals->SetNumberOfTuples(2 * count);
    constexpr float outward[4][3] = {{0, -1, 0}, {1, 0, 0}, {0, 1, 0}, {-1, 0, 0}};
    vtkNew<vtkCellArray> quads;
    for (vtkIdType i = 0; i < count; ++i) {
        const vtkIdType at_bottom = nx_ + 1, at_right = at_bottom + ny_ + 1, at_top = at_right + nx_ + 1;
        const int side = i < at_bottom ? 0 : i < at_right ? 1 : i < at_top ? 2 : 3;
        normals->SetTypedTuple(2 * i, outward[side]);
        normals->SetTypedTuple(2 * i + 1, outward[side]);
        const vtkIdType next = i + 1;
        if (next == count || next == at_bottom || next == at_right || next == at_top) continue;
        const vtkIdType quad[] = {2 * i + 1, 2 * next + 1, 2 * next, 2 * i};
        quads->InsertNextCell(4, quad);
    }
    side_points_->SetData(side_positions_);
    sides_->SetPoints(side_points_);
    sides_->SetPolys(quads);
    sides_->GetPointData()->SetNormals(normals);
}

float SurfaceMesh::height_at(int i, int j) const {
    return positions_->GetValue(3 * index(wrapped(i, nx_), wrapped(j, ny_)) + 2);
}

void SurfaceMesh::find_normals() {
    const auto dx = static_cast<float>(2 * width_ / nx_), dy = static_cast<float>(2 * depth_ / ny_);
    for (int j = 0; j <= ny_; ++j)
        for (int i = 0; i <= nx_; ++i) {
            const float sx = (height_at(i + 1, j) - height_at(i - 1, j)) / dx;
            const float sy = (height_at(i, j + 1) - height_at(i, j - 1)) / dy;
            const float length = std::sqrt(sx * sx + sy * sy + 1);
            float* n = normals_->GetPointer(3 * index(i, j));
            n[0] = -sx / length, n[1] = -sy / length, n[2] = 1 / length;
        }
}

}  // namespace langevin::field
