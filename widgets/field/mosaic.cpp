// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/mosaic.h"

#include <algorithm>

namespace langevin::field {

Mosaic::Mosaic(int tiles, int rows, int columns, QSize room, int gap) : tiles_(std::max(1, tiles)), gap_(gap) {
    const double aspect = static_cast<double>(columns) / rows;
    for (int across = 1; across <= tiles_; ++across) {
        const int down = (tiles_ + across - 1) / across;
        const double width = (room.width() - gap * (across - 1)) / static_cast<double>(across);
        const double height = (room.height() - gap * (down - 1)) / static_cast<double>(down);
        const double fitted = std::min(width, height * aspect);
        const QSize size(static_cast<int>(fitted), static_cast<int>(fitted / aspect));
        if (size.width() <= size_.width()) continue;
        size_ = size;
        across_ = across;
    }
    if (size_.width() < 1 || size_.height() < 1) size_ = QSize(0, 0);
    const int down = (tiles_ + across_ - 1) / across_;
    const QSize whole(across_ * size_.width() + (across_ - 1) * gap, down * size_.height() + (down - 1) * gap);
    origin_ = {(room.width() - whole.width()) / 2, (room.height() - whole.height()) / 2};
}

QRect Mosaic::rect(int index) const {
    const QPoint cell(index % across_, index / across_);
    return {origin_ + QPoint(cell.x() * (size_.width() + gap_), cell.y() * (size_.height() + gap_)), size_};
}

int Mosaic::at(QPoint point) const {
    for (int i = 0; i < tiles_; ++i)
        if (rect(i).contains(point)) return i;
    return -1;
}

QRect Mosaic::bounds() const {
    QRect all;
    for (int i = 0; i < tiles_; ++i) all |= rect(i);
    return all;
}

}  // namespace langevin::field
