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
QColor tip_background(const Theme& theme);
QColor tip_text(const Theme& theme);

}  // namespace langevin::style
