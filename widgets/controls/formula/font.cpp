// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/font.h"

#include <QFont>
#include <array>
#include <cmath>

namespace langevin::controls::formula {
namespace {

// The order of VARIANTS in resources/fonts/subset.py, from U+E000 on.
constexpr char32_t first_variant = 0xE000;
constexpr std::array<char32_t, 15> delimiters = {U'(', U')', U'[', U']', U'{', U'}', U'/', U'\\',
                                                 U'⟨', U'⟩', U'⌈', U'⌉', U'⌊', U'⌋', U'√'};
constexpr int delimiter_sizes = 4;
constexpr std::array<char32_t, 11> operators = {U'∑', U'∏', U'∐', U'∫', U'∬', U'∭', U'∮', U'⋀', U'⋁', U'⋂', U'⋃'};
constexpr std::array<char32_t, 2> accents = {0x302, 0x303};
constexpr int accent_sizes = 3;

template <std::size_t N>
int place(const std::array<char32_t, N>& list, char32_t character) {
    for (std::size_t i = 0; i < N; ++i)
        if (list[i] == character) return static_cast<int>(i);
    return -1;
}

QFont formula_font() {
    QFont font("Langevin Math");
    font.setPixelSize(1000);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

}  // namespace

FormulaFont::FormulaFont() : unit_(QRawFont::fromFont(formula_font())) {}

const GlyphMeasures& FormulaFont::measure(char32_t character) const {
    const auto known = measured_.constFind(character);
    if (known != measured_.constEnd()) return *known;
    GlyphMeasures fresh;
    const auto glyphs = unit_.glyphIndexesForString(QString::fromUcs4(&character, 1));
    if (!glyphs.isEmpty()) {
        fresh.glyph = glyphs.front();
        fresh.advance = unit_.advancesForGlyphIndexes(glyphs).front().x();
        fresh.bounds = unit_.boundingRect(fresh.glyph);
    }
    return *measured_.insert(character, fresh);
}

const QRawFont& FormulaFont::at_size(double pixels) const {
    const int key = static_cast<int>(std::lround(pixels * 64));
    const auto known = sizes_.constFind(key);
    if (known != sizes_.constEnd()) return *known;
    auto fresh = unit_;
    fresh.setPixelSize(key / 64.0);
    return *sizes_.insert(key, fresh);
}

char32_t FormulaFont::larger_delimiter(char32_t character, int size) {
    const int at = place(delimiters, character);
    if (at < 0 || size < 1 || size > delimiter_sizes) return 0;
    return first_variant + static_cast<char32_t>(at * delimiter_sizes + size - 1);
}

char32_t FormulaFont::display_operator(char32_t character) {
    const int at = place(operators, character);
    if (at < 0) return character;
    return first_variant + static_cast<char32_t>(static_cast<int>(delimiters.size()) * delimiter_sizes + at);
}

char32_t FormulaFont::wider_accent(char32_t character, int size) {
    const int at = place(accents, character);
    if (at < 0 || size < 1 || size > accent_sizes) return 0;
    const int before = static_cast<int>(delimiters.size()) * delimiter_sizes + static_cast<int>(operators.size());
    return first_variant + static_cast<char32_t>(before + at * accent_sizes + size - 1);
}

}  // namespace langevin::controls::formula
