// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/object.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFormat>
#include <QTextLayout>
#include <algorithm>

#include "widgets/controls/formula/breaking.h"
#include "widgets/controls/formula/layout.h"
#include "widgets/controls/formula/parser.h"

namespace langevin::controls {
namespace {

constexpr int index_property = QTextFormat::UserProperty + 1;
constexpr int source_property = QTextFormat::UserProperty + 2;
constexpr double smallest_scale = 0.55;
constexpr double narrow_column = 16;  // in em: no formula is cut that fits there

// A QTextDocument knows two ways to put an object into a line. By default it stands on the baseline
// and reaches nothing below it: right for a shallow formula, which paints its tails where the text
// has its own. With AlignMiddle its ascent and descent differ by half the x-height of its font: a
// deep formula gets a font (in which nothing is written) whose x-height makes both come out right.
// Then, though, it is painted in the middle of the line, and the baseline has to be looked up.

double half_x(const QTextFormat& format) {
    return QFontMetrics(format.toCharFormat().font()).xHeight() / 2.0;
}

bool is_deep(const QTextFormat& format) {
    return format.toCharFormat().verticalAlignment() == QTextCharFormat::AlignMiddle;
}

QFont font_with_half_x(QFont font, double wanted) {
    const double ratio = QFontMetricsF(font).xHeight() / font.pixelSize();
    font.setPixelSize(std::max(1, qRound(2 * wanted / std::max(ratio, 0.1))));
    return font;
}

double deep_height(double ascent, double descent, double half) {
    return 2 * std::max(ascent - half / 2, descent + half / 2);
}

}  // namespace

FormulaObject::FormulaObject(QObject* parent) : QObject(parent), theme_(style::make_theme(style::Scheme::light)) {}

std::vector<FormulaObject::Piece> FormulaObject::add(const QString& tex, const QString& tail, bool display,
                                                     const QFont& text_font, double em, QStringList& problems) {
    auto parsed = formula::parse(tex);
    for (const auto& problem : parsed.problems) problems << tr("%1 In the formula %2").arg(problem, tex.simplified());
    if (!tail.isEmpty())
        parsed.root = {
            .children = {std::move(parsed.root), {.kind = formula::Kind::word, .text = tail.toStdU32String()}}};
    const auto width = [&](const formula::Node& part) { return formula::lay_out(part, font_, em, display).width; };
    const double blank = QFontMetricsF(text_font).horizontalAdvance(' ');
    std::vector<Piece> pieces;
    for (const auto& part : formula::broken(parsed.root, display ? narrow_column * em : INFINITY, width)) {
        auto format = add_part(part.formula, display, text_font, em);
        if (pieces.empty()) format.setProperty(source_property, display ? "$$" + tex + "$$" : "$" + tex + "$" + tail);
        pieces.push_back({std::move(format), QString(qRound(part.space_behind * em / blank), ' ')});
    }
    return pieces;
}

QTextCharFormat FormulaObject::add_part(const formula::Node& part, bool display, const QFont& text_font, double em) {
    entries_.push_back({formula::lay_out(part, font_, em, display), display});
    const auto& drawing = entries_.back().drawing;
    const bool deep = drawing.descent > QFontMetricsF(text_font).descent() + 1;
    QTextCharFormat format;
    format.setFont(deep ? font_with_half_x(text_font, drawing.ascent - drawing.descent) : text_font);
    format.setObjectType(object_type);
    format.setVerticalAlignment(deep ? QTextCharFormat::AlignMiddle : QTextCharFormat::AlignNormal);
    format.setProperty(index_property, static_cast<int>(entries_.size()) - 1);
    return format;
}

QString FormulaObject::source(const QTextCharFormat& format) {
    return format.stringProperty(source_property);
}

const FormulaObject::Entry* FormulaObject::entry(const QTextFormat& format) const {
    const auto index = static_cast<std::size_t>(format.intProperty(index_property));
    return index < entries_.size() ? &entries_[index] : nullptr;
}

double FormulaObject::scale(const Entry& entry, const QTextDocument* document) const {
    const double room = document->textWidth() - 2 * document->documentMargin() - 2;
    if (room <= 0 || entry.drawing.width <= room) return 1;
    return std::max(smallest_scale, room / entry.drawing.width);
}

double FormulaObject::baseline(const QRectF& area, const QTextDocument* document, int position,
                               const QTextFormat& format) {
    if (!is_deep(format)) return area.bottom();
    const auto block = document->findBlock(position);
    const auto line = block.layout()->lineForTextPosition(position - block.position());
    if (!line.isValid()) return area.bottom();
    return area.top() - (line.height() - area.height()) / 2 + line.ascent();
}

QSizeF FormulaObject::intrinsicSize(QTextDocument* document, int, const QTextFormat& format) {
    const auto* found = entry(format);
    if (!found) return {};
    const double scaled = scale(*found, document);
    const double ascent = found->drawing.ascent * scaled, descent = found->drawing.descent * scaled;
    return {found->drawing.width * scaled + 1, is_deep(format) ? deep_height(ascent, descent, half_x(format)) : ascent};
}

void FormulaObject::drawObject(QPainter* painter, const QRectF& area, QTextDocument* document, int position,
                               const QTextFormat& format) {
    const auto* found = entry(format);
    if (!found) return;
    painter->save();
    painter->translate(area.left(), baseline(area, document, position, format));
    const double scaled = scale(*found, document);
    painter->scale(scaled, scaled);
    found->drawing.paint(*painter, {}, font_, theme_.text, theme_.bad);
    painter->restore();
}

}  // namespace langevin::controls
