// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

namespace langevin {

/// A corner of a tile: its place in the drawing, its name (equal for a corner that tiles share) and its value.
struct ContourCorner {
    double x = 0, y = 0;
    std::array<int, 2> name = {};
    double value = 0;
};
/// Corners in order around the tile.
using ContourTile = std::array<ContourCorner, 4>;

struct ContourLine {
    std::vector<double> x, y;
};

/// Lines on which the value, linear between corners, equals `level` (marching squares; the two branches through a
/// saddle are told apart by the mean of the corners). Segments of neighbouring tiles are joined; a closed line ends
/// where it began.
std::vector<ContourLine> contours(const std::vector<ContourTile>& tiles, double level);

}  // namespace langevin
