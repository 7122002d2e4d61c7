// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QStringList>

#include "widgets/style/theme.h"

namespace langevin::style {

/// One of the icons of resources/icons ("play", "verify", ...), in the theme's text colour, sharp
/// at any size; the accent colour while checked, faint while disabled. An unknown name gives a null
/// icon.
QIcon icon(const QString& name, const Theme& theme);
/// The same in a given colour, as a picture for a label; `pixels` are device independent.
QPixmap icon_pixmap(const QString& name, const QColor& colour, int pixels, double device_pixel_ratio);
/// The icon of the program, in its own colours.
QIcon application_icon();
/// All names that icon() knows.
QStringList icon_names();

}  // namespace langevin::style
