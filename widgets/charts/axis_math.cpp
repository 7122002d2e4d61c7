// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/axis_math.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace langevin::charts {
namespace {

QString superscript(int exponent) {
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = exponent < 0 ? QStringLiteral("⁻") : QString();
    for (const QChar c : QString::number(std::abs(exponent))) text += digits[c.digitValue()];
    return text;
}

QString with_minus(QString text) { return text.replace('-', QChar(0x2212)); }

/// 1, 2 or 5 times a power of ten, not below x.
double nice_above(double x) {
    const double power = std::pow(10.0, std::floor(std::log10(x)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= x * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

}  // namespace

Interval with_margin(Interval data, double margin) {
    if (!(data.width() > 0)) {
        const double around = data.low == 0 ? 1 : 0.1 * std::abs(data.low);
        return {data.low - around, data.high + around};
    }
    return {data.low - margin * data.width(), data.high + margin * data.width()};
}

Interval settled(Interval shown, Interval wanted) {
    if (wanted.width() < 0.5 * shown.width()) return wanted;
    Interval result = shown;
    if (wanted.low < shown.low) result.low = wanted.low - 0.05 * wanted.width();
    if (wanted.high > shown.high) result.high = wanted.high + 0.05 * wanted.width();
    return result;
}

std::vector<Tick> linear_ticks(Interval range, int wanted) {
    if (!(range.width() > 0) || !std::isfinite(range.width())) return {};
    const double step = nice_above(range.width() / std::max(1, wanted));
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    const double largest = std::max(std::abs(range.low), std::abs(range.high));
    const bool scientific = largest >= 1e5 || (decimals > 5);
    std::vector<Tick> ticks;
    for (double i = std::ceil(range.low / step - 1e-9); i * step <= range.high + 1e-9 * range.width(); ++i) {
        const double value = i == 0 ? 0 : i * step;
        ticks.push_back({value, scientific ? number_text(value, 4) : with_minus(QString::number(value, 'f', decimals))});
        if (ticks.size() > 100) break;
    }
    return ticks;
}

std::vector<Tick> logarithmic_ticks(Interval log_range, int wanted) {
    const double decades = log_range.width();
    if (!(decades > 0) || !std::isfinite(decades)) return {};
    if (decades < 0.7) {  // less than a decade: linear ticks at their logarithms
        auto ticks = linear_ticks({std::pow(10, log_range.low), std::pow(10, log_range.high)}, wanted);
        for (auto& tick : ticks) tick.position = std::log10(tick.position);
        return ticks;
    }
    const int every = std::max(1, static_cast<int>(std::ceil(decades / std::max(1, wanted))));
    std::vector<double> factors = {1};
    if (decades < 1.6 && wanted >= 4)
        factors = {1, 2, 5};
    else if (decades < 2.6 && wanted >= 4)
        factors = {1, 3};
    std::vector<Tick> ticks;
    for (int power = static_cast<int>(std::floor(log_range.low)); power <= log_range.high; ++power) {
        if (power % every != 0) continue;
        for (const double factor : factors) {
            const double position = power + std::log10(factor);
            if (position < log_range.low - 1e-9 || position > log_range.high + 1e-9) continue;
            const bool plain = power >= -3 && power <= 3;
            const auto mantissa = factor == 1 ? QString() : QString::number(factor) + QStringLiteral("·");
            ticks.push_back({position, plain ? QString::number(factor * std::pow(10, power), 'g', 6)
                                             : mantissa + QStringLiteral("10") + superscript(power)});
        }
    }
    return ticks;
}

QString number_text(double value, int significant_digits) {
    if (value == 0) return QStringLiteral("0");
    if (!std::isfinite(value)) return QStringLiteral("–");
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-12));
    if (exponent >= -4 && exponent < 6) return with_minus(QString::number(value, 'g', std::max(significant_digits, exponent + 1)));
    return with_minus(QString::number(value / std::pow(10.0, exponent), 'g', significant_digits)) + QStringLiteral("·10") +
           superscript(exponent);
}

Points thinned(const std::vector<double>& x, const std::vector<double>& y, std::size_t buckets) {
    const std::size_t count = std::min(x.size(), y.size());
    Points result;
    const auto add = [&](std::size_t i) {
        result.x.push_back(x[i]);
        result.y.push_back(y[i]);
    };
    const auto good = [&](std::size_t i) { return std::isfinite(x[i]) && std::isfinite(y[i]); };
    if (count <= 2 * buckets) {
        for (std::size_t i = 0; i < count; ++i)
            if (good(i)) add(i);
        return result;
    }
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        const std::size_t begin = bucket * count / buckets, end = (bucket + 1) * count / buckets;
        std::size_t lowest = end, highest = end;
        for (std::size_t i = begin; i < end; ++i) {
            if (!good(i)) continue;
            if (lowest == end || y[i] < y[lowest]) lowest = i;
            if (highest == end || y[i] > y[highest]) highest = i;
        }
        if (lowest == end) continue;
        add(std::min(lowest, highest));
        if (lowest != highest) add(std::max(lowest, highest));
    }
    return result;
}

}  // namespace langevin::charts
