// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/charts/axis_scale.h"
#include "widgets/style/colours.h"
#include "widgets/style/symbol_text.h"
#include "widgets/views/table_painting.h"

namespace langevin::views {
namespace {

constexpr double gauge_end = 5;  // standard errors
constexpr double symbol_column = 62, gauge_width = 46, padding = 8;

}  // namespace

void paint_verdict(QPainter& painter, const QRectF& place, Verdict verdict, const QColor& colour) {
    if (verdict == Verdict::none) return;
    const double r = std::min(place.width(), place.height()) / 2;
    const auto c = place.center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(colour, 0.26 * r);
    pen.setCapStyle(Qt::RoundCap);
    pen.setJoinStyle(Qt::RoundJoin);
    painter.setPen(pen);
    if (verdict == Verdict::good) {
        painter.drawPolyline(QPolygonF(
            {c + QPointF(-0.6 * r, 0.05 * r), c + QPointF(-0.15 * r, 0.5 * r), c + QPointF(0.65 * r, -0.5 * r)}));
    } else if (verdict == Verdict::warning) {
        painter.drawLine(c + QPointF(0, -0.65 * r), c + QPointF(0, 0.15 * r));
        painter.drawPoint(c + QPointF(0, 0.6 * r));
    } else {
        painter.drawLine(c + QPointF(-0.5 * r, -0.5 * r), c + QPointF(0.5 * r, 0.5 * r));
        painter.drawLine(c + QPointF(-0.5 * r, 0.5 * r), c + QPointF(0.5 * r, -0.5 * r));
    }
    painter.restore();
}

void paint_gauge(QPainter& painter, const QRectF& place, double distance, const QColor& colour,
                 const style::Theme& theme) {
    const double middle = place.center().y(), height = std::max(2.0, place.height() * 0.22);
    const auto x = [&](double sigmas) {
        return place.center().x() + std::clamp(sigmas / gauge_end, -1.0, 1.0) * place.width() / 2;
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.grid);
    painter.drawRoundedRect(QRectF(place.left(), middle - height / 2, place.width(), height), height / 2, height / 2);
    painter.setBrush(style::mix(theme.grid, theme.mutedText, 0.35));  // where two standard errors end
    painter.drawRect(QRectF(x(-2), middle - height / 2, x(2) - x(-2), height));
    painter.setPen(QPen(theme.surface, std::max(1.0, height * 0.35)));
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(x(distance), middle), height * 1.35, height * 1.35);
    painter.restore();
}

MeasurementDelegate::MeasurementDelegate(const TableModel* model, QObject* parent)
    : QStyledItemDelegate(parent), model_(model), theme_(style::make_theme(style::Scheme::light)) {}

QSize MeasurementDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const QFontMetricsF metrics(theme_.text_font());
    const double unit = theme_.scale;
    double width =
        metrics.horizontalAdvance(charts::with_powers(model_->text(index.row(), index.column()))) + 2 * padding * unit;
    if (index.column() == TableModel::quantity) {
        const auto& row = model_->rows()[static_cast<std::size_t>(index.row())];
        width =
            symbol_column * unit + metrics.horizontalAdvance(QString::fromStdString(row.label)) + 2 * padding * unit;
    } else if (index.column() == TableModel::distance) {
        width = metrics.horizontalAdvance(QStringLiteral("−00.0 σ")) + (gauge_width + 28 + 2 * padding) * unit;
    } else if (index.column() == TableModel::value) {
        width += 16 * unit;
    }
    return {static_cast<int>(std::ceil(width)), static_cast<int>(std::ceil(metrics.height() * 1.5))};
}

void MeasurementDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, style::mix(theme_.surface, theme_.accent, 0.16));
    const auto& row = model_->rows()[static_cast<std::size_t>(index.row())];
    const double inset = padding * theme_.scale;
    const QRectF cell = QRectF(option.rect).adjusted(inset, 0, -inset, 0);
    const auto text = charts::with_powers(model_->text(index.row(), index.column()));
    painter->setFont(theme_.text_font());
    painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    if (index.column() == TableModel::quantity) {
        paintQuantity(*painter, cell, row);
    } else if (index.column() == TableModel::distance) {
        paintDistance(*painter, cell, row, text);
    } else {
        painter->drawText(cell, Qt::AlignVCenter | Qt::AlignRight, text);
        if (index.column() == TableModel::value && !row.caution.empty())
            paintCaution(*painter, cell, QFontMetricsF(theme_.text_font()).horizontalAdvance(text));
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme_.accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 3, 3);
    }
    painter->restore();
}

void MeasurementDelegate::paintQuantity(QPainter& painter, const QRectF& cell, const Measurement& row) const {
    const QFontMetricsF metrics(theme_.text_font());
    const double baseline = cell.center().y() + metrics.capHeight() / 2;
    const style::SymbolText symbol(QString::fromStdString(row.symbol), theme_.formula_font());
    symbol.paint(painter, {cell.left(), baseline});
    const double left = cell.left() + std::max(symbol_column * theme_.scale, symbol.width() + 8 * theme_.scale);
    painter.setFont(theme_.text_font());
    painter.setPen(theme_.mutedText);
    const auto label = metrics.elidedText(QString::fromStdString(row.label), Qt::ElideRight, cell.right() - left);
    painter.drawText(QPointF(left, baseline), label);
}

void MeasurementDelegate::paintDistance(QPainter& painter, const QRectF& cell, const Measurement& row,
                                        const QString& text) const {
    const auto distance = row.distance();
    if (!distance || !std::isfinite(*distance)) return;
    const double unit = theme_.scale, glyph = 13 * unit;
    const auto colour = verdict_colour(verdict(row), theme_);
    const double text_width = QFontMetricsF(theme_.text_font()).horizontalAdvance(QStringLiteral("−00.0 σ"));
    painter.drawText(QRectF(cell.right() - glyph - 6 * unit - text_width, cell.top(), text_width, cell.height()),
                     Qt::AlignVCenter | Qt::AlignRight, text);
    paint_verdict(painter, QRectF(cell.right() - glyph, cell.center().y() - glyph / 2, glyph, glyph), verdict(row),
                  colour);
    const double right = cell.right() - glyph - 12 * unit - text_width;
    const double left = std::max(cell.left(), right - gauge_width * unit);
    if (right - left > 20 * unit)
        paint_gauge(painter,
                    QRectF(left, cell.top(), right - left, cell.height() * 0.7).translated(0, cell.height() * 0.15),
                    *distance, colour, theme_);
}

/// A triangle before the number: its error is not to be trusted yet.
void MeasurementDelegate::paintCaution(QPainter& painter, const QRectF& cell, double text_width) const {
    const double size = 11 * theme_.scale;
    const QPointF c(cell.right() - text_width - 9 * theme_.scale, cell.center().y());
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme_.warning, 1.3 * theme_.scale);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolygon(QPolygonF(
        {c + QPointF(0, -0.5 * size), c + QPointF(0.55 * size, 0.45 * size), c + QPointF(-0.55 * size, 0.45 * size)}));
    painter.drawLine(c + QPointF(0, -0.12 * size), c + QPointF(0, 0.12 * size));
    painter.drawPoint(c + QPointF(0, 0.3 * size));
}

}  // namespace langevin::views
