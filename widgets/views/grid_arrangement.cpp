// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/grid_arrangement.h"

#include <algorithm>

namespace langevin::views {
namespace {

/// Which cells are taken; grows downwards.
class Cells {
  public:
    explicit Cells(int columns) : columns_(columns) {}

    bool free(const QRect& place) const {
        if (place.left() < 0 || place.right() >= columns_) return false;
        for (int row = place.top(); row <= place.bottom(); ++row)
            for (int column = place.left(); column <= place.right(); ++column)
                if (row < rows() && taken_[index(row, column)]) return false;
        return true;
    }
    void take(const QRect& place) {
        if (place.bottom() >= rows()) taken_.resize(static_cast<std::size_t>((place.bottom() + 1) * columns_));
        for (int row = place.top(); row <= place.bottom(); ++row)
            for (int column = place.left(); column <= place.right(); ++column) taken_[index(row, column)] = true;
    }
    int rows() const { return static_cast<int>(taken_.size()) / columns_; }

  private:
    std::size_t index(int row, int column) const { return static_cast<std::size_t>(row * columns_ + column); }

    int columns_;
    std::vector<bool> taken_;
};

QRect first_place(const Cells& cells, const QSize& size, int columns) {
    for (int row = 0;; ++row)
        for (int column = 0; column + size.width() <= columns; ++column)
            if (const QRect place({column, row}, size); cells.free(place)) return place;
}

void grow_right(Cells& cells, QRect& place) {
    for (;;) {
        const QRect more(place.right() + 1, place.top(), 1, place.height());
        if (!cells.free(more)) return;
        cells.take(more);
        place.setRight(place.right() + 1);
    }
}

void grow_down(Cells& cells, QRect& place, int rows) {
    for (;;) {
        const QRect more(place.left(), place.bottom() + 1, place.width(), 1);
        if (more.bottom() >= rows || !cells.free(more)) return;
        cells.take(more);
        place.setBottom(place.bottom() + 1);
    }
}

}  // namespace

Arrangement arrange(const std::vector<Span>& tiles, int columns) {
    Arrangement result{.columns = std::max(1, columns), .rows = 0, .cells = {}};
    Cells cells(result.columns);
    for (const auto& tile : tiles) {
        const QSize size(std::clamp(tile.width, 1, result.columns), std::max(1, tile.height));
        const auto place = first_place(cells, size, result.columns);
        cells.take(place);
        result.cells.push_back(place);
    }
    result.rows = cells.rows();
    for (auto& place : result.cells) grow_right(cells, place);
    for (auto& place : result.cells) grow_down(cells, place, result.rows);
    return result;
}

int columns_for(int width, int least_column_width, int gap, int most) {
    return std::clamp((width + gap) / std::max(1, least_column_width + gap), 1, most);
}

}  // namespace langevin::views
