// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/colour_bar.h"

#include <algorithm>
#include <cmath>

#include "widgets/charts/axis_scale.h"
#include "widgets/style/symbol_text.h"

namespace langevin::field {
namespace {

constexpr double bar_width = 13, tick_length = 4, gap = 4;

double tick_distance(double low, double high, int wanted) {
    const double rough = (high - low) / std::max(1, wanted);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double digit : {1.0, 2.0, 2.5, 5.0})
        if (digit * power >= rough * 0.999) return digit * power;
    return 10 * power;
}

int tick_count(double height, const QFontMetricsF& metrics) {
    return std::clamp(static_cast<int>(height / (2.6 * metrics.height())), 2, 8);
}

double distance_of(const std::vector<double>& marks) {
    return marks.size() > 1 ? marks[1] - marks[0] : 1;
}

}  // namespace

std::vector<double> ticks(double low, double high, int wanted) {
    if (!(high > low)) return {low};
    constexpr int most_wanted = 8;
    std::vector<double> result;
    do {
        result.clear();
        const double distance = tick_distance(low, high, wanted);
        for (double i = std::ceil(low / distance - 1e-9); i * distance <= high + 1e-9 * distance; ++i)
            result.push_back(i * distance);
    } while (result.size() < 2 && ++wanted <= most_wanted);
    return result;
}

QString tick_text(double value, double distance) {
    const double size = std::max(std::abs(value), distance);
    QString text;
    if (size >= 1e5 || distance < 1e-4) {
        text = QString::number(value, 'g', 3);
    } else {
        int decimals = 0;
        while (decimals < 6 && std::abs(distance - std::round(distance * std::pow(10, decimals)) /
                                                       std::pow(10, decimals)) > 1e-3 * distance)
            ++decimals;
        text = QString::number(value == 0 ? 0 : value, 'f', decimals);
    }
    return text.replace('-', QChar(0x2212));
}

std::vector<ColourBar::Mark> ColourBar::marks(int wanted) const {
    std::vector<Mark> result;
    if (logarithmic) {
        const charts::AxisScale scale({std::log10(interval.low), std::log10(interval.high)}, true);
        for (const auto& tick : charts::make_ticks(scale, wanted).major) result.push_back({tick.position, tick.label});
        return result;
    }
    const auto values = ticks(interval.low, interval.high, wanted);
    for (const double value : values)
        result.push_back(
            {(value - interval.low) / (interval.high - interval.low), tick_text(value, distance_of(values))});
    return result;
}

double ColourBar::width(const QFontMetricsF& metrics, double unit) const {
    double numbers = 0;
    for (const auto& mark : marks(5)) numbers = std::max(numbers, metrics.horizontalAdvance(mark.text));
    const double words = title.isEmpty() ? 0 : metrics.height() + gap * unit;
    return (bar_width + tick_length + gap) * unit + numbers + words;
}

void ColourBar::paint(QPainter& painter, const QRectF& area, const QFont& font, const style::Theme& theme,
                      double unit) const {
    painter.save();
    painter.setFont(font);
    const QFontMetricsF metrics(font, painter.device());
    const double tip = 7 * unit;
    QRectF bar(area.left(), area.top(), bar_width * unit, area.height());
    if (values_above) bar.setTop(bar.top() + tip);
    if (values_below) bar.setBottom(bar.bottom() - tip);

    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    for (int i = 0; i <= 64; ++i) gradient.setColorAt(i / 64.0, QColor(map.at(i / 64.0)));
    painter.fillRect(bar, gradient);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (values_above) {
        painter.setBrush(QColor(map.over()));
        painter.drawPolygon(QPolygonF{bar.topLeft(), {bar.center().x(), bar.top() - tip}, bar.topRight()});
    }
    if (values_below) {
        painter.setBrush(QColor(map.under()));
        painter.drawPolygon(QPolygonF{bar.bottomLeft(), {bar.center().x(), bar.bottom() + tip}, bar.bottomRight()});
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.border, unit));
    painter.drawRect(bar);

    double numbers = 0;
    for (const auto& mark : marks(tick_count(bar.height(), metrics))) {
        const double y = bar.bottom() - bar.height() * mark.position;
        painter.setPen(QPen(theme.mutedText, unit));
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + tick_length * unit, y));
        numbers = std::max(numbers, metrics.horizontalAdvance(mark.text));
        painter.setPen(theme.text);
        painter.drawText(QPointF(bar.right() + (tick_length + gap) * unit, y + metrics.capHeight() / 2), mark.text);
    }
    if (!title.isEmpty()) {
        painter.translate(bar.right() + (tick_length + 2 * gap) * unit + numbers + metrics.ascent(), bar.center().y());
        painter.rotate(-90);
        painter.setPen(theme.text);
        const style::SymbolText words(metrics.elidedText(title, Qt::ElideRight, area.height()), font, painter.device(),
                                      style::SymbolText::Letters::upright);
        words.paint(painter, QPointF(-words.width() / 2, 0));
    }
    painter.restore();
}

}  // namespace langevin::field
