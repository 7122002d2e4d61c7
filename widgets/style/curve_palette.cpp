// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/curve_palette.h"

#include <QCoreApplication>

#include "widgets/style/colours.h"

namespace langevin::style {

QList<CurvePalette> curve_palettes() {
    return {CurvePalette::program, CurvePalette::okabe_ito, CurvePalette::greys};
}

QString name_of(CurvePalette palette) {
    switch (palette) {
        case CurvePalette::program:
            return QStringLiteral("program");
        case CurvePalette::okabe_ito:
            return QStringLiteral("okabe-ito");
        case CurvePalette::greys:
            return QStringLiteral("greys");
    }
    return {};
}

QString label_of(CurvePalette palette) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("CurvePalette", text); };
    switch (palette) {
        case CurvePalette::program:
            return tr("As in the window");
        case CurvePalette::okabe_ito:
            return tr("Okabe and Ito");
        case CurvePalette::greys:
            return tr("Greys, dashes and marks");
    }
    return {};
}

Theme with_palette(Theme theme, CurvePalette palette) {
    switch (palette) {
        case CurvePalette::program:
            break;
        case CurvePalette::okabe_ito:
            // The black of the eight is the colour of text, so that it is seen on dark, too; it comes last because
            // theories are drawn in it.
            theme.curves = {QColor("#0072B2"), QColor("#D55E00"), QColor("#009E73"), QColor("#CC79A7"),
                            QColor("#E69F00"), QColor("#56B4E9"), QColor("#F0E442"), theme.text};
            break;
        case CurvePalette::greys:
            theme.grey = true;
            theme.curves.clear();
            for (const double share : {0.0, 0.38, 0.58, 0.2}) theme.curves << mix(theme.text, theme.surface, share);
            break;
    }
    return theme;
}

}  // namespace langevin::style
