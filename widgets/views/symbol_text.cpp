// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/symbol_text.h"

#include <QPainter>

#include "widgets/style/math_text.h"

namespace langevin::views {

SymbolText::SymbolText(const QString& symbol, const QFont& formula_font, const QPaintDevice* device)
    : font_(formula_font), small_(formula_font) {
    small_.setPointSizeF(font_.pointSizeF() * 0.72);
    const auto metrics = [device](const QFont& font) { return device ? QFontMetricsF(font, device) : QFontMetricsF(font); };
    const auto large_metrics = metrics(font_), small_metrics = metrics(small_);
    drop_ = large_metrics.xHeight() * 0.45;
    const auto add = [&](const QString& plain, bool lowered) {
        if (plain.isEmpty()) return;
        Piece piece{style::math_text(plain), width_, lowered};
        width_ += (lowered ? small_metrics : large_metrics).horizontalAdvance(piece.text);
        pieces_.push_back(std::move(piece));
    };
    qsizetype begin = 0;
    for (qsizetype mark = symbol.indexOf('_'); mark >= 0; mark = symbol.indexOf('_', begin)) {
        add(symbol.mid(begin, mark - begin), false);
        qsizetype end = mark + 1;
        while (end < symbol.size() && symbol[end].isLetterOrNumber()) ++end;
        add(symbol.mid(mark + 1, end - mark - 1), true);
        begin = end;
    }
    add(symbol.mid(begin), false);
}

void SymbolText::paint(QPainter& painter, const QPointF& baseline) const {
    for (const auto& piece : pieces_) {
        painter.setFont(piece.lowered ? small_ : font_);
        painter.drawText(baseline + QPointF(piece.x, piece.lowered ? drop_ : 0), piece.text);
    }
}

}  // namespace langevin::views
