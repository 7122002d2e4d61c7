// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QList>

class QWidget;

/// Colours and type of the program, in one place. Widgets get a Theme handed in and ask nobody else.
namespace langevin::style {

enum class Scheme { light, dark };

/// Value type. All text/background pairs have a contrast of at least 4.5:1. The first four curve colours can be told
/// apart with the common colour vision deficiencies on both schemes, further ones not all: see CurvePalette.
struct Theme {
    Scheme scheme = Scheme::light;
    double scale = 1.0;  ///< of type and line widths: 1 at a desk, about 1.6 in a lecture hall

    QColor window, surface, border;  ///< behind everything, of panels and fields, around them
    QColor text, mutedText, accent;  ///< accent: buttons, focus, selection
    QColor good, warning, bad;       ///< verdicts and problems
    QColor grid, theory, guide;      ///< chart lines: grid, exact results, dashed guides
    QList<QColor> curves;            ///< measured data, in order
    bool grey = false;               ///< no colours: curves differ by dashes and marks, fields are shades of grey

    QFont text_font() const;   ///< of the interface
    QFont small_font() const;  ///< axis numbers, notes
    QFont formula_font() const;
};

Theme make_theme(Scheme scheme, double scale = 1.0);
/// Black on white with print-sized type: figures for papers, whatever the screen shows. Dark: light on dark, for slides
/// and movies.
Theme publication_theme(double font_points, Scheme scheme = Scheme::light);

/// Registers the bundled fonts; once, after QApplication was made.
void load_fonts();
/// Style, palette and font of the whole program. Before the first window is made: widgets ask for their fonts.
void apply(const Theme& theme);
/// The same, and the style sheet of a window with its dialogs and menus. A style sheet of the whole application would
/// take five times as long to change: Qt 6.4 polishes each widget once for every widget around it then (5400 times for
/// 570 widgets; QStyleSheetStyle::repolish).
void apply(QWidget& window, const Theme& theme);

}  // namespace langevin::style
