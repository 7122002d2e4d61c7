// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPoint>
#include <QRect>
#include <array>
#include <span>
#include <vector>

#include "engine/core/panel.h"
#include "widgets/field/field_scale.h"
#include "widgets/style/colour_map.h"

/// Pixels of a flat map. Site (x, y) is column x, row y of a tile; x grows to the right and y
/// upwards.
namespace langevin::field {

/// The 256 entries of a picture: 253 colours, then below, above and NaN.
class Colours {
  public:
    static constexpr int levels = 253;
    static constexpr std::uint8_t below = 253, above = 254, missing = 255;

    Colours(const style::ColourMap& map, const Interval& interval);
    std::uint8_t index(double value) const {
        const double t = (value - low_) * levels_per_unit_;
        if (t >= 0) return t > levels ? above : static_cast<std::uint8_t>(t >= levels ? levels - 1 : t);
        return t < 0 ? below : missing;
    }
    QRgb colour(double value) const { return table_[index(value)]; }
    const std::array<QRgb, 256>& table() const { return table_; }

  private:
    std::array<QRgb, 256> table_;
    double low_, levels_per_unit_;
};

/// One tile of a field.
struct Tile {
    std::span<const double> values;
    int rows = 0, columns = 0;

    double at(int x, int y) const { return values[static_cast<std::size_t>(y) * columns + x]; }
};

Tile tile_of(const Field& field, std::size_t index);

/// Paints the tile into `area` of an RGB32 picture. The shift moves the field by whole stored
/// sites, periodically: what was at (x, y) appears at (x, y) + shift. Sites larger than a pixel are
/// crisp; smaller ones are averaged.
void paint_tile(QImage& target, const QRect& area, const Tile& tile, const Colours& colours, QPoint shift);

/// Whether sites are so small that paint_tile averages.
bool averages(const Tile& tile, QSize area);

}  // namespace langevin::field
