// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace langevin::style {

/// Plain Unicode with its letters replaced by mathematical italic ones (for Theme::formula_font):
/// "κ" to a slanted kappa. Runs of three or more Latin letters are words ("exp") and stay upright,
/// as do all other characters.
QString math_text(const QString& plain);

/// A symbol as rich text: "U_L" with its index lowered, "e^(−ΔH)" with its exponent raised.
QString symbol_html(const QString& symbol);

/// The mathematical italic twin of a Latin or Greek letter, or the character itself.
char32_t math_italic(char32_t letter);

}  // namespace langevin::style
