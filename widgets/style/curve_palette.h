// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "widgets/style/theme.h"

namespace langevin::style {

/// How measured curves are told apart in a figure.
enum class CurvePalette {
    program,  ///< of the window: after Okabe and Ito, all 3:1 against the surface; with a colour vision deficiency the
              ///< first four can be told apart, orange, vermilion and olive hardly
    okabe_ito,  ///< as published (2008): all eight can be told apart; orange, sky blue and yellow are faint on white
    greys       ///< no colour at all: shades, dashes and marks, for print
};

QList<CurvePalette> curve_palettes();
/// "program", "okabe-ito", "greys"
QString name_of(CurvePalette palette);
/// What a person reads.
QString label_of(CurvePalette palette);

/// The theme with measured curves in these colours.
Theme with_palette(Theme theme, CurvePalette palette);

}  // namespace langevin::style
