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

/// The accent as a letter of its own, which has a place; null for marks that stay with their letters.
QChar accent_of(QChar mark) {
    switch (mark.unicode()) {
        case 0x0302:
            return QChar(0x02C6);  // hat
        case 0x0303:
            return QChar(0x02DC);  // tilde
        case 0x0304:
            return QChar(0x00AF);  // bar
        case 0x0307:
            return QChar(0x02D9);  // dot
        default:
            return {};
    }
}

/// Where an accent is drawn so that it stands in the middle above its letter: fonts only know this of small ones. (Of
/// an accent Qt knows the top, not the bottom: its rectangles reach down to the line.)
QPointF accent_offset(const QFontMetricsF& metrics, const QString& letter, const QString& accent, double lean) {
    const auto below = metrics.tightBoundingRect(letter), above = metrics.tightBoundingRect(accent);
    const double slant = lean * below.height(), height_and_gap = 0.5 * metrics.xHeight();
    return {below.center().x() + slant - above.center().x(), below.top() - height_and_gap - above.top()};
}

}  // namespace

SymbolText::SymbolText(const QString& symbol, const QFont& font, const QPaintDevice* device, Letters letters_as)
    : font_(font), small_(font) {
    const auto written = [letters_as](const QString& plain) {
        return letters_as == Letters::slanted ? math_text(plain) : plain;
    };
    small_.setPointSizeF(font_.pointSizeF() * 0.72);
    const auto metrics = [device](const QFont& of) { return device ? QFontMetricsF(of, device) : QFontMetricsF(of); };
    const auto large_metrics = metrics(font_), small_metrics = metrics(small_);
    const double x_height = large_metrics.xHeight();
    const auto add = [&](const QString& plain, double shift) {
        const bool small = shift != 0;
        const auto& one_size = small ? small_metrics : large_metrics;
        const auto letters = plain.normalized(QString::NormalizationForm_D);
        const auto put = [&](const QString& part) {
            if (part.isEmpty()) return;
            pieces_.push_back({written(part), width_, shift, small});
            width_ += one_size.horizontalAdvance(pieces_.back().text);
        };
        qsizetype begin = 0;
        for (qsizetype i = 1; i < letters.size(); ++i) {
            const auto accent = accent_of(letters[i]);
            if (accent.isNull() || i == begin) continue;
            put(letters.mid(begin, i - 1 - begin));
            const auto at = accent_offset(one_size, written(letters.mid(i - 1, 1)), QString(accent),
                                          letters_as == Letters::slanted ? 0.1 : 0);
            pieces_.push_back({QString(accent), width_ + at.x(), shift + at.y(), small});
            put(letters.mid(i - 1, 1));
            begin = i + 1;
        }
        put(letters.mid(begin));
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
        painter.setFont(piece.small ? small_ : font_);
        painter.drawText(baseline + QPointF(piece.x, piece.shift), piece.text);
    }
}

}  // namespace langevin::style
