// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>

namespace langevin::field {

/// Places tiles of one shape side by side, as large as possible. Lengths are whole pixels of the
/// picture.
class Mosaic {
  public:
    Mosaic() = default;
    /// `rows` and `columns` are those of a tile; `gap` lies between tiles.
    Mosaic(int tiles, int rows, int columns, QSize room, int gap);

    int count() const { return tiles_; }
    int gap() const { return gap_; }
    QRect rect(int index) const;
    /// The tile at a point, or -1.
    int at(QPoint point) const;
    QSize tile_size() const { return size_; }
    QRect bounds() const;

  private:
    int tiles_ = 0, across_ = 1, gap_ = 0;
    QSize size_;
    QPoint origin_;
};

}  // namespace langevin::field
