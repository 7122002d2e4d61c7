// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/pieces.h"

#include <algorithm>
#include <cmath>

namespace langevin::controls::formula {
namespace {

using namespace constant;

/// Bars are drawn, not set: they can have any height.
Drawing bars(int count, double height, const Style& style) {
    const double unit = style.em() / 1000, axis = axis_height * unit, thick = 55 * unit, side = 110 * unit;
    Drawing result;
    for (int i = 0; i < count; ++i)
        result.rules.push_back({QRectF(side + i * 3.4 * thick, -axis - height / 2, thick, height)});
    result.width = 2 * side + thick + (count - 1) * 3.4 * thick;
    result.ascent = axis + height / 2;
    result.descent = height / 2 - axis;
    return result;
}

Drawing stretched(Drawing drawing, double factor) {
    for (auto& each : drawing.glyphs) {
        each.stretch *= factor;
        each.at.setY(each.at.y() * factor);
    }
    drawing.ascent *= factor;
    drawing.descent *= factor;
    return drawing;
}

/// The smallest variant that is high enough; beyond the largest one, that one stretched.
Drawing variant(const FormulaFont& font, char32_t character, double height, const Style& style, double tolerance) {
    auto best = glyph(font, character, style);
    for (int size = 1; best.height() < height * tolerance; ++size) {
        const auto larger = FormulaFont::larger_delimiter(character, size);
        if (!larger) return stretched(best, height / std::max(best.height(), 1e-9));
        best = glyph(font, larger, style);
    }
    return best;
}

}  // namespace

Drawing glyph(const FormulaFont& font, char32_t character, const Style& style) {
    const auto& measures = font.measure(character);
    const double unit = style.em() / 1000;
    Drawing result;
    result.width = measures.advance * unit;
    result.ascent = measures.ascent() * unit;
    result.descent = measures.descent() * unit;
    result.overhang = measures.overhang() * unit;
    result.glyphs.push_back({measures.glyph, {0, 0}, style.em()});
    return result;
}

Drawing word(const FormulaFont& font, const std::u32string& text, const Style& style) {
    Drawing result;
    for (const char32_t c : text) {
        if (c == U' ') {
            result.width += 0.25 * style.em();
            continue;
        }
        const auto piece = glyph(font, c == U'-' ? U'‐' : c == U'\'' ? U'’' : c, style);
        result.add(piece, result.width, 0);
        result.width += piece.width;
        result.overhang = piece.overhang;
    }
    return result;
}

Drawing problem_text(const FormulaFont& font, const std::u32string& text, const Style& style) {
    auto result = word(font, text, style);
    for (auto& each : result.glyphs) each.problem = true;
    return result;
}

Drawing centred_on_axis(Drawing drawing, const Style& style) {
    const double by = (drawing.ascent - drawing.descent) / 2 - axis_height * style.em() / 1000;
    Drawing result;
    const double width = drawing.width, overhang = drawing.overhang;
    drawing.ascent = std::max(drawing.ascent, -drawing.descent);
    result.ascent = drawing.ascent - by;
    result.descent = drawing.descent + by;
    for (auto& each : drawing.glyphs) each.at.ry() += by;
    result.glyphs = std::move(drawing.glyphs);
    result.width = width;
    result.overhang = overhang;
    return result;
}

Drawing delimiter(const FormulaFont& font, char32_t character, double height, const Style& style) {
    const double least = 0.95 * style.em();
    if (character == U'|') return bars(1, std::max(height, least), style);
    if (character == U'‖') return bars(2, std::max(height, least), style);
    return centred_on_axis(variant(font, character, height, style, 1), style);
}

Drawing delimiter_of_size(const FormulaFont& font, char32_t character, double size, const Style& style) {
    static constexpr double heights[] = {1.0, 1.2, 1.8, 2.4, 3.0};
    const double height = size < 0 ? -size : heights[std::clamp(static_cast<int>(size), 0, 4)];
    return delimiter(font, character, height * style.em(), style);
}

Drawing root_sign(const FormulaFont& font, double height, const Style& style) {
    auto plain = glyph(font, U'√', style);
    if (plain.height() >= height && height < 0.92 * plain.height()) return stretched(plain, height / plain.height());
    return variant(font, U'√', height, style, 1);
}

Drawing accent(const FormulaFont& font, const Drawing& body, const Node& node, const Style& style) {
    const double unit = style.em() / 1000;
    const auto character = node.text[0];
    const auto* measures = &font.measure(character);
    for (int size = 1; node.wide && size <= 3; ++size) {
        const auto wider = FormulaFont::wider_accent(character, size);
        if (!wider || font.measure(wider).bounds.width() * unit > body.width * 1.1) break;
        measures = &font.measure(wider);
    }
    // Over the middle of the letter's top, which leans to the right.
    const double lean = body.glyphs.size() == 1 ? 0.10 * body.ascent + 0.3 * body.overhang : 0;
    const double x = body.width / 2 + lean - measures->bounds.center().x() * unit;
    const double y = -std::max(0.0, body.ascent - x_height * unit) - 10 * unit;
    Drawing result;
    result.add(body, 0, 0);
    result.glyphs.push_back({measures->glyph, {x, y}, style.em()});
    result.ascent = std::max(result.ascent, measures->ascent() * unit - y);
    result.width = body.width;
    result.overhang = body.overhang;
    return result;
}

Drawing with_line(const Drawing& body, bool above, const Style& style) {
    const double unit = style.em() / 1000, thick = rule * unit, gap = line_gap * unit;
    Drawing result;
    result.add(body, 0, 0);
    const double inset = 40 * unit;
    const double lean = body.glyphs.size() == 1 ? 0.10 * body.ascent : 0;
    const double y = above ? -body.ascent - gap - thick : body.descent + gap;
    result.rules.push_back(
        {QRectF(inset + (above ? lean : 0), y, std::max(body.width - 2 * inset, 0.2 * style.em()), thick)});
    result.width = body.width;
    result.overhang = body.overhang;
    (above ? result.ascent : result.descent) += gap + thick + 30 * unit;
    return result;
}

Drawing with_brace(const Drawing& body, bool above, const Style& style) {
    const double unit = style.em() / 1000, depth = 240 * unit, gap = 110 * unit;
    const double width = std::max(body.width, 1.2 * style.em()), quarter = std::min(depth, width / 4);
    const double sign = above ? -1 : 1;
    const double y = above ? -body.ascent - gap : body.descent + gap, half = sign * depth / 2;
    QPainterPath path(QPointF(0, y));
    path.quadTo(0, y + half, quarter, y + half);
    path.lineTo(width / 2 - quarter, y + half);
    path.quadTo(width / 2, y + half, width / 2, y + 2 * half);
    path.quadTo(width / 2, y + half, width / 2 + quarter, y + half);
    path.lineTo(width - quarter, y + half);
    path.quadTo(width, y + half, width, y);
    Drawing result;
    result.add(body, (width - body.width) / 2, 0);
    result.strokes.push_back({path, 55 * unit});
    result.width = width;
    (above ? result.ascent : result.descent) += gap + depth;
    return result;
}

Drawing framed(const Drawing& body, const Style& style) {
    const double pad = 0.25 * style.em();
    Drawing result;
    result.add(body, pad, 0);
    result.width = body.width + body.overhang + 2 * pad;
    result.ascent += pad;
    result.descent += pad;
    result.rules.push_back({QRectF(0, -result.ascent, result.width, result.height()), true});
    return result;
}

}  // namespace langevin::controls::formula
