// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/symbol_text.h"

#include <QPainter>

#include "widgets/style/math_text.h"

namespace langevin::style {
namespace {

/// End of an index or exponent that begins here: a run of letters and digits, or what stands in
/// parentheses.
qsizetype script_end(const QString& symbol, qsizetype begin) {
    if (begin < symbol.size() && symbol[begin] == '(') {
        const auto close = symbol.indexOf(')', begin);
        return close < 0 ? symbol.size() : close + 1;
    }
    while (begin < symbol.size() && symbol[begin].isLetterOrNumber()) ++begin;
    return begin;
}

QString without_parentheses(const QString& script) {
    return script.startsWith('(') && script.endsWith(')') ? script.mid(1, script.size() - 2) : script;
}

}  // namespace

SymbolText::SymbolText(const QString& symbol, const QFont& formula_font, const QPaintDevice* device)
    : font_(formula_font), small_(formula_font) {
    small_.setPointSizeF(font_.pointSizeF() * 0.72);
    const auto metrics = [device](const QFont& font) {
        return device ? QFontMetricsF(font, device) : QFontMetricsF(font);
    };
    const auto large_metrics = metrics(font_), small_metrics = metrics(small_);
    const double x_height = large_metrics.xHeight();
    const auto add = [&](const QString& plain, double shift) {
        if (plain.isEmpty()) return;
        Piece piece{math_text(plain), width_, shift};
        width_ += (shift != 0 ? small_metrics : large_metrics).horizontalAdvance(piece.text);
        pieces_.push_back(std::move(piece));
    };
    qsizetype begin = 0;
    for (qsizetype i = 0; i < symbol.size(); ++i) {
        if (symbol[i] != '_' && symbol[i] != '^') continue;
        add(symbol.mid(begin, i - begin), 0);
        begin = script_end(symbol, i + 1);
        const double shift = symbol[i] == '_' ? 0.45 * x_height : -0.8 * x_height;
        add(without_parentheses(symbol.mid(i + 1, begin - i - 1)), shift);
        i = begin - 1;
    }
    add(symbol.mid(begin), 0);
}

void SymbolText::paint(QPainter& painter, const QPointF& baseline) const {
    for (const auto& piece : pieces_) {
        painter.setFont(piece.shift != 0 ? small_ : font_);
        painter.drawText(baseline + QPointF(piece.x, piece.shift), piece.text);
    }
}

}  // namespace langevin::style
