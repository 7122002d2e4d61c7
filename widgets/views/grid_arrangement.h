// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <vector>

namespace langevin::views {

/// Cells that a tile asks for.
struct Span {
    int width = 1, height = 1;
};

/// Where the tiles of a grid are, in cells.
struct Arrangement {
    int columns = 1, rows = 0;
    std::vector<QRect> cells;  ///< one for each tile
};

/// Puts tiles into `columns` columns, each into the first place from the top left that has room for
/// it, and lets tiles grow to the right and downwards into cells that are left over, so that the
/// rectangle is filled.
Arrangement arrange(const std::vector<Span>& tiles, int columns);

/// As many columns of this least width as fit, between 1 and `most`.
int columns_for(int width, int least_column_width, int gap, int most);

}  // namespace langevin::views
