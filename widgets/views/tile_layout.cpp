// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/tile_layout.h"

#include <algorithm>
#include <cstddef>

namespace langevin::views {
namespace {

/// Which cells are taken; grows downwards as needed.
class Occupancy {
  public:
    explicit Occupancy(int columns) : columns_(columns) {}

    bool free(Cell cell, Span span) const {
        if (cell.column + span.columns > columns_) return false;
        for (int r = cell.row; r < cell.row + span.rows; ++r)
            for (int c = cell.column; c < cell.column + span.columns; ++c)
                if (taken(r, c)) return false;
        return true;
    }
    void take(Cell cell, Span span) {
        const auto rows = static_cast<std::size_t>(cell.row + span.rows);
        if (rows_.size() < rows) rows_.resize(rows, std::vector<bool>(static_cast<std::size_t>(columns_)));
        for (int r = cell.row; r < cell.row + span.rows; ++r)
            for (int c = cell.column; c < cell.column + span.columns; ++c)
                rows_[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)] = true;
    }

  private:
    bool taken(int row, int column) const {
        return static_cast<std::size_t>(row) < rows_.size() && rows_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
    }

    int columns_;
    std::vector<std::vector<bool>> rows_;
};

Span narrowed(Span span, int columns) { return {std::min(span.columns, columns), span.rows}; }

}  // namespace

std::vector<Cell> place_tiles(const std::vector<Span>& spans, int columns) {
    Occupancy occupancy(columns);
    std::vector<Cell> cells;
    for (const auto& wanted : spans) {
        const auto span = narrowed(wanted, columns);
        Cell cell;
        while (!occupancy.free(cell, span)) {
            if (++cell.column < columns) continue;
            cell.column = 0;
            ++cell.row;
        }
        occupancy.take(cell, span);
        cells.push_back(cell);
    }
    return cells;
}

Placement lay_out_tiles(const std::vector<Span>& spans, QSize viewport, int columns, int least_row, int gap) {
    const auto cells = place_tiles(spans, columns);
    int rows = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) rows = std::max(rows, cells[i].row + spans[i].rows);
    const int width = viewport.width() - gap, height = std::max(viewport.height() - gap, rows * least_row);
    // Edges from the ratio, so that rounding never adds up.
    const auto column_edge = [&](int column) { return gap + width * column / columns; };
    const auto row_edge = [&](int row) { return gap + height * row / rows; };
    Placement placement;
    placement.height = height + gap;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto span = narrowed(spans[i], columns);
        const QPoint first(column_edge(cells[i].column), row_edge(cells[i].row));
        const QPoint last(column_edge(cells[i].column + span.columns) - gap - 1, row_edge(cells[i].row + span.rows) - gap - 1);
        placement.rectangles.emplace_back(first, last);
    }
    return placement;
}

int columns_for(int width, int least_column) { return std::clamp(width / std::max(1, least_column), 1, 4); }

}  // namespace langevin::views
