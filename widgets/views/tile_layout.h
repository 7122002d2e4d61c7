// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>
#include <vector>

namespace langevin::views {

struct Span {
    int columns = 1, rows = 1;
};
struct Cell {
    int column = 0, row = 0;
};

/// Places tiles in order, each into the first gap that holds it, so that the grid is tidy whatever their spans.
/// A span wider than the grid is narrowed to it.
std::vector<Cell> place_tiles(const std::vector<Span>& spans, int columns);

/// Rectangles for the tiles: columns share the width; rows share the height, but are never lower than `least_row`, in which
/// case the grid is higher than the viewport and scrolls. Returns the height used.
struct Placement {
    std::vector<QRect> rectangles;
    int height = 0;
};
Placement lay_out_tiles(const std::vector<Span>& spans, QSize viewport, int columns, int least_row, int gap);

/// As many columns as fit with this least width, 1 to 4.
int columns_for(int width, int least_column);

}  // namespace langevin::views
