// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QRawFont>
#include <QRectF>

namespace langevin::controls::formula {

/// Measures of a glyph, in thousandths of an em, y downwards from the baseline.
struct GlyphMeasures {
    quint32 glyph = 0;
    double advance = 0;
    QRectF bounds;

    double ascent() const { return -bounds.top(); }
    double descent() const { return bounds.bottom(); }
    /// How far the glyph leans out over its right edge.
    double overhang() const { return std::max(0.0, bounds.right() - advance); }
};

/// The bundled font for formulas (style::load_fonts), measured. Remembers what it measured; make
/// one and pass it on.
class FormulaFont {
  public:
    FormulaFont();

    const GlyphMeasures& measure(char32_t character) const;
    /// For painting at this size, which need not be whole.
    const QRawFont& at_size(double pixels) const;

    /// The `size`-th larger variant (1 to 4) of a delimiter or of the root sign; 0 where there is
    /// none.
    static char32_t larger_delimiter(char32_t character, int size);
    /// The variant of a big operator for displayed formulas, or the operator itself.
    static char32_t display_operator(char32_t character);
    /// The `size`-th wider variant (1 to 3) of a hat or tilde; 0 where there is none.
    static char32_t wider_accent(char32_t character, int size);

  private:
    QRawFont unit_;  ///< one pixel is a thousandth of an em
    mutable QHash<char32_t, GlyphMeasures> measured_;
    mutable QHash<int, QRawFont> sizes_;
};

/// Lengths that the designers of the font give for formulas, in thousandths of an em.
namespace constant {
inline constexpr double axis_height = 250, x_height = 450, rule = 50, script_scale = 0.74, script_script_scale = 0.58;
inline constexpr double sup_shift = 400, sup_shift_cramped = 300, sup_bottom_least = 125, sup_drop = 375;
inline constexpr double sub_shift = 220, sub_top_most = 400, sub_drop = 50, scripts_gap = 264, after_script = 41;
inline constexpr double upper_limit_gap = 150, upper_limit_rise = 250, lower_limit_gap = 150, lower_limit_drop = 500;
inline constexpr double numerator_shift = 440, numerator_shift_display = 580, denominator_shift = 440,
                        denominator_shift_display = 650, fraction_gap = 80, fraction_gap_display = 180;
inline constexpr double radical_gap = 82, radical_gap_display = 150, radical_extra = 50, degree_raise = 0.62;
inline constexpr double line_gap = 120, column_gap = 900, row_height = 1300, row_gap_least = 150, null_delimiter = 100;
}  // namespace constant

}  // namespace langevin::controls::formula
