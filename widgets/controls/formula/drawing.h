// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <vector>

class QPainter;

namespace langevin::controls::formula {

class FormulaFont;

/// A formula ready to be painted: glyphs, rules and a few lines, placed relative to the left end of
/// its baseline, y downwards. Value type.
struct Drawing {
    struct Glyph {
        quint32 glyph;
        QPointF at;
        double size;         ///< pixels an em
        double stretch = 1;  ///< vertical, about its baseline: for delimiters beyond the largest variant
        bool problem = false;
    };
    struct Rule {
        QRectF area;
        bool outline = false;
    };
    struct Stroke {
        QPainterPath path;
        double width;
    };

    double width = 0, ascent = 0, descent = 0;
    double overhang = 0;  ///< how far the last glyph leans out over the right edge
    std::vector<Glyph> glyphs;
    std::vector<Rule> rules;
    std::vector<Stroke> strokes;

    double height() const { return ascent + descent; }
    /// Puts another drawing in, its baseline's left end at this point; the measures of this one
    /// grow upwards and downwards.
    void add(const Drawing& other, double x, double y);

    void paint(QPainter& painter, QPointF baseline, const FormulaFont& font, const QColor& ink,
               const QColor& problem) const;
};

}  // namespace langevin::controls::formula
