// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "widgets/controls/formula/drawing.h"
#include "widgets/controls/formula/font.h"
#include "widgets/controls/formula/tree.h"

/// The pieces that formulas are put together from. Lengths in the units of the painter.
namespace langevin::controls::formula {

/// Displayed, in text, in a script, in a script of a script; cramped: superscripts stay low (under
/// a root, in a denominator).
class Style {
  public:
    Style(double em, bool display) : base_(em), level_(display ? 0 : 1) {}

    double em() const {
        return base_ * (level_ < 2 ? 1 : level_ == 2 ? constant::script_scale : constant::script_script_scale);
    }
    bool is_display() const { return level_ == 0; }
    bool is_script() const { return level_ >= 2; }
    bool is_cramped() const { return cramped_; }

    Style script() const { return at(level_ < 2 ? 2 : 3); }
    Style part() const { return at(level_ == 0 ? 1 : level_ == 1 ? 2 : 3); }  ///< of a fraction
    Style cramped() const {
        auto result = *this;
        result.cramped_ = true;
        return result;
    }
    Style resized(Size size) const {
        return size == Size::inherited ? *this : at(size == Size::display ? 0 : size == Size::text ? 1 : 2);
    }

  private:
    Style at(int level) const {
        auto result = *this;
        result.level_ = level;
        return result;
    }

    double base_;
    int level_;
    bool cramped_ = false;
};

Drawing glyph(const FormulaFont& font, char32_t character, const Style& style);
Drawing word(const FormulaFont& font, const std::u32string& text, const Style& style);
Drawing problem_text(const FormulaFont& font, const std::u32string& text, const Style& style);
/// Moved up or down so that its middle lies on the axis, the height of a minus sign.
Drawing centred_on_axis(Drawing drawing, const Style& style);

/// At least `height` high, about the axis.
Drawing delimiter(const FormulaFont& font, char32_t character, double height, const Style& style);
/// Of a fixed size 1 to 4; a size below 0 is minus the height in em.
Drawing delimiter_of_size(const FormulaFont& font, char32_t character, double size, const Style& style);
/// At least `height` high.
Drawing root_sign(const FormulaFont& font, double height, const Style& style);

Drawing accent(const FormulaFont& font, const Drawing& body, const Node& node, const Style& style);
Drawing with_line(const Drawing& body, bool above, const Style& style);
Drawing with_brace(const Drawing& body, bool above, const Style& style);
Drawing framed(const Drawing& body, const Style& style);

}  // namespace langevin::controls::formula
