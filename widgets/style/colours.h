// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include "widgets/style/theme.h"

/// Colours derived from those of a theme.
namespace langevin::style {

/// `amount` of the second colour in the first, 0 to 1.
QColor mix(const QColor& first, const QColor& second, double amount);
/// Ratio of luminances as WCAG 2 defines it, 1 to 21.
double contrast(const QColor& first, const QColor& second);

/// Of text on the accent colour.
QColor on_accent(const Theme& theme);
/// Of the frames of fields and buttons, and of scroll bars: 3:1 on window and surface, by which a control is seen.
QColor edge(const Theme& theme);
/// Behind what is selected or switched on; text and accent can be read on it.
QColor soft(const Theme& theme);
/// Of the frame around what has the focus, where the accent colour is taken.
QColor focus_frame(const Theme& theme);
QColor tip_background(const Theme& theme);
QColor tip_text(const Theme& theme);

}  // namespace langevin::style
