// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <optional>

#include "widgets/style/theme.h"

namespace langevin::style {

/// How measured curves are told apart in a figure.
enum class CurvePalette {
    program,    ///< the colours of the window: Okabe and Ito's, changed where they stood out too little
    okabe_ito,  ///< as published (2008), yellow and sky blue included, which are faint on white
    greys       ///< no colour at all: shades, dashes and marks, for print
};

QList<CurvePalette> curve_palettes();
/// "program", "okabe-ito", "greys"
QString name_of(CurvePalette palette);
/// What a person reads.
QString label_of(CurvePalette palette);
std::optional<CurvePalette> curve_palette(const QString& name);

/// The theme with measured curves in these colours.
Theme with_palette(Theme theme, CurvePalette palette);

}  // namespace langevin::style
