// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/sheet.h"

#include <QFontMetricsF>
#include <QPainter>
#include <cmath>

#include "widgets/style/figure.h"
#include "widgets/views/panel_view.h"

namespace langevin::figures {
namespace {

constexpr double best_shape = 4.0 / 3;  // width by height
constexpr double gap_in_fonts = 1.0;    // between panels, in heights of the letters

QFont print_font(const style::Theme& theme, const QPainter& painter, QFont::Weight weight, double factor = 1) {
    auto font = style::figure_font(theme.text_font(), painter);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setWeight(weight);
    return font;
}

/// How far the panels are from their best shape.
double distortion(const QList<QRectF>& places) {
    double sum = 0;
    for (const auto& place : places)
        sum += std::abs(std::log(std::max(1.0, place.width()) / std::max(1.0, place.height()) / best_shape));
    return sum;
}

QList<QRectF> in_rows(const QRectF& area, qsizetype count, int columns, double gap) {
    QList<QRectF> result;
    const auto rows = (count + columns - 1) / columns;
    const double height = (area.height() - gap * static_cast<double>(rows - 1)) / static_cast<double>(rows);
    for (qsizetype i = 0; i < count; ++i) {
        const auto row = i / columns, first = row * columns;
        const auto here = static_cast<double>(std::min<qsizetype>(columns, count - first));
        const double width = (area.width() - gap * (here - 1)) / here;
        result << QRectF(area.left() + static_cast<double>(i - first) * (width + gap),
                         area.top() + static_cast<double>(row) * (height + gap), width, height);
    }
    return result;
}

/// Letter and title above a panel; returns what is left for it.
QRectF paint_head(QPainter& painter, const QRectF& area, const Sheet& sheet, qsizetype index,
                  const style::Theme& theme) {
    if (!sheet.letters && !sheet.titles) return area;
    const auto bold = print_font(theme, painter, QFont::DemiBold), plain = print_font(theme, painter, QFont::Normal);
    const QFontMetricsF metrics(bold, painter.device());
    const double baseline = area.top() + metrics.ascent();
    double x = area.left();
    painter.setPen(theme.text);
    if (sheet.letters) {
        painter.setFont(bold);
        painter.drawText(QPointF(x, baseline), letter(index));
        x += metrics.horizontalAdvance(letter(index) + " ");
    }
    if (sheet.titles) {
        const auto& font = sheet.letters ? plain : bold;
        const QFontMetricsF of_title(font, painter.device());
        painter.setFont(font);
        painter.drawText(QPointF(x, baseline),
                         of_title.elidedText(sheet.parts[index].title, Qt::ElideRight, area.right() - x));
    }
    return area.adjusted(0, metrics.height() * 1.15, 0, 0);
}

}  // namespace

QString letter(qsizetype index) {
    QString letters;
    for (auto rest = index; rest >= 0; rest = rest / 26 - 1) letters.prepend(QChar('a' + static_cast<char>(rest % 26)));
    return "(" + letters + ")";
}

QList<QRectF> places(const QRectF& area, qsizetype count, int columns, double gap) {
    if (count < 1) return {};
    if (columns > 0) return in_rows(area, count, columns, gap);
    auto best = in_rows(area, count, 1, gap);
    for (int more = 2; more <= count; ++more)
        if (auto other = in_rows(area, count, more, gap); distortion(other) < distortion(best)) best = std::move(other);
    return best;
}

void paint_sheet(QPainter& painter, const QRectF& area, const Sheet& sheet, const style::Theme& theme) {
    const QFontMetricsF metrics(print_font(theme, painter, QFont::Normal), painter.device());
    const auto cells = places(area, sheet.parts.size(), sheet.columns, gap_in_fonts * metrics.height());
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const auto room = paint_head(painter, cells[i], sheet, i, theme);
        painter.save();
        sheet.parts[i].view->paintFigure(painter, room, theme);
        painter.restore();
    }
}

QRectF paint_heading(QPainter& painter, const QRectF& area, const QString& title, const Sheet& sheet,
                     const style::Theme& theme) {
    auto left = area;
    const auto font = print_font(theme, painter, QFont::DemiBold, 1.15),
               plain = print_font(theme, painter, QFont::Normal);
    const QFontMetricsF metrics(font, painter.device()), of_plain(plain, painter.device());
    const auto line = [&](const QFont& chosen, const QFontMetricsF& measure, const QString& words, double room) {
        painter.setFont(chosen);
        painter.drawText(QPointF(left.left(), left.top() + metrics.ascent()),
                         measure.elidedText(words, Qt::ElideRight, room));
    };
    painter.setPen(theme.text);
    if (!title.isEmpty() || !sheet.remark.isEmpty()) {
        const double width = of_plain.horizontalAdvance(sheet.remark);
        line(font, metrics, title, left.width() - width - metrics.height());
        painter.setFont(plain);
        painter.drawText(QPointF(left.right() - width, left.top() + metrics.ascent()), sheet.remark);
        left.setTop(left.top() + metrics.height() * 1.2);
    }
    if (!sheet.subtitle.isEmpty()) {
        painter.setPen(theme.mutedText);
        line(plain, of_plain, sheet.subtitle, left.width());
        left.setTop(left.top() + of_plain.height() * 1.2);
    }
    return left.adjusted(0, metrics.height() * 0.15, 0, 0);
}

}  // namespace langevin::figures
