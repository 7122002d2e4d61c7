// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPaintDevice>
#include <QPainter>

namespace langevin::style {

/// The font for a figure that is painted with 1 unit = 1/72 inch: its size in points becomes its
/// size in units, whatever resolution the paint device claims.
inline QFont figure_font(QFont font, const QPainter& painter) {
    font.setPointSizeF(font.pointSizeF() * 72.0 / painter.device()->logicalDpiY());
    return font;
}

}  // namespace langevin::style
