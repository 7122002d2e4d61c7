// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/comparison_line.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/style/colours.h"

namespace langevin::controls {
namespace {

constexpr int line_height = 64;
constexpr double margin = 14;

}  // namespace

ComparisonLine::ComparisonLine(QWidget* parent) : QWidget(parent), theme_(style::make_theme(style::Scheme::light)) {
    setToolTip(
        tr("Triangle: your guess. Dot: measured, with one standard error. Line: expected. Band: what counts as "
           "right."));
}

void ComparisonLine::setTheme(const style::Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

void ComparisonLine::compare(const Measurement& measured, double tolerance, std::optional<double> guess) {
    measured_ = measured;
    tolerance_ = tolerance;
    guess_ = guess;
    const double error = std::isfinite(measured.error) ? measured.error : 0;
    const double reach = std::max(tolerance, 2 * error);
    low_ = measured.value - reach;
    high_ = measured.value + reach;
    const auto include = [this](double value) { low_ = std::min(low_, value), high_ = std::max(high_, value); };
    if (measured.expected) include(measured.expected->value);
    if (guess) include(*guess);
    if (!(high_ > low_)) low_ -= 1, high_ += 1;
    const double room = 0.08 * (high_ - low_);
    low_ -= room;
    high_ += room;
    setAccessibleName(tr("Measured %1").arg(QString::fromStdString(with_error(measured.value, measured.error))));
    update();
}

QSize ComparisonLine::sizeHint() const {
    return {qRound(200 * theme_.scale), qRound(line_height * theme_.scale)};
}

double ComparisonLine::x_of(double value) const {
    const double m = margin * theme_.scale;
    return m + (value - low_) / (high_ - low_) * (width() - 2 * m);
}

void ComparisonLine::paintEvent(QPaintEvent*) {
    if (!std::isfinite(measured_.value)) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double k = theme_.scale, y = height() * 0.52;
    const double left = x_of(measured_.value - tolerance_), right = x_of(measured_.value + tolerance_);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style::mix(theme_.surface, theme_.good, 0.22));
    painter.drawRoundedRect(QRectF(left, y - 11 * k, right - left, 22 * k), 4 * k, 4 * k);
    painter.setPen(QPen(theme_.guide, k));
    painter.drawLine(QPointF(margin * k * 0.5, y), QPointF(width() - margin * k * 0.5, y));

    if (measured_.expected) {
        const double x = x_of(measured_.expected->value);
        painter.setPen(QPen(theme_.theory, 2 * k));
        painter.drawLine(QPointF(x, y - 15 * k), QPointF(x, y + 15 * k));
    }
    const double x = x_of(measured_.value);
    painter.setPen(QPen(theme_.curves[0], 2.4 * k));
    if (const double error = measured_.error; std::isfinite(error) && error > 0) {
        const double a = x_of(measured_.value - error), b = x_of(measured_.value + error);
        painter.drawLine(QPointF(a, y), QPointF(b, y));
        for (const double end : {a, b}) painter.drawLine(QPointF(end, y - 5 * k), QPointF(end, y + 5 * k));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.curves[0]);
    painter.drawEllipse(QPointF(x, y), 5 * k, 5 * k);

    if (guess_) {
        const double at = x_of(*guess_), top = y - 25 * k;
        QPainterPath triangle;
        triangle.moveTo(at, y - 9 * k);
        triangle.lineTo(at - 8 * k, top);
        triangle.lineTo(at + 8 * k, top);
        triangle.closeSubpath();
        painter.setBrush(theme_.curves[1]);
        painter.drawPath(triangle);
    }
    painter.setFont(theme_.small_font());
    painter.setPen(theme_.mutedText);
    const QRectF below(2, y + 14 * k, width() - 4.0, height() - y - 14 * k);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, QString::number(low_, 'g', 3));
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, QString::number(high_, 'g', 3));
}

}  // namespace langevin::controls
