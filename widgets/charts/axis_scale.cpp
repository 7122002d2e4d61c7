// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/axis_scale.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/core/measurement.h"

namespace langevin::charts {
namespace {

constexpr double tolerance = 1e-9;  // of a step: rounding must not lose the tick at the end
constexpr QChar minus_sign(0x2212);
constexpr QChar thin_space(0x2009);

struct Step {
    double size = 1;
    int decade = 0;  // exponent of ten of the size
    int minor = 5;   // divisions without labels
};

Step nice_step(double span, int at_most) {
    const double raw = span / std::max(1, at_most);
    const int decade = static_cast<int>(std::floor(std::log10(raw)));
    const double unit = std::pow(10.0, decade);
    if (raw <= unit * (1 + tolerance)) return {unit, decade, 5};
    if (raw <= 2 * unit) return {2 * unit, decade, 4};
    if (raw <= 5 * unit) return {5 * unit, decade, 5};
    return {10 * unit, decade + 1, 5};
}

/// Digits in groups of three from five digits on; a real minus sign.
QString plain(double value, int decimals) {
    auto text = QString::number(std::abs(value), 'f', decimals);
    const qsizetype point = text.indexOf('.');
    const qsizetype digits = point < 0 ? text.size() : point;
    if (digits > 4)
        for (qsizetype i = digits - 3; i > 0; i -= 3) text.insert(i, thin_space);
    const bool zero = text.toDouble() == 0 && std::abs(value) < std::pow(10.0, -decimals) / 2;
    return value < 0 && !zero ? minus_sign + text : text;
}

QString with_power(double mantissa, int decimals, int exponent) {
    return plain(mantissa, decimals) + QStringLiteral("×") + power_of_ten(exponent);
}

QString tick_label(double value, const Step& step, double largest) {
    if (std::abs(value) < step.size * 1e-6) return "0";
    const int magnitude = static_cast<int>(std::floor(std::log10(largest) + tolerance));
    if (magnitude < 6 && magnitude > -4) return plain(value, std::max(0, -step.decade));
    const int decimals = std::max(0, magnitude - step.decade);
    return with_power(value / std::pow(10.0, magnitude), decimals, magnitude);
}

struct ValueTicks {
    std::vector<double> major, minor;
    Step step;
};

ValueTicks ticks_of_step(double low, double high, const Step& step) {
    ValueTicks ticks;
    ticks.step = step;
    const double fine = ticks.step.size / ticks.step.minor;
    const double first = std::ceil(low / fine - tolerance);
    const double count = std::floor(high / fine + tolerance) - first;
    // Where neighbouring ticks are the same number to the computer there are none to draw.
    if (!(count >= 0 && count < 1000) || first + 1 == first) return ticks;
    for (int k = 0; k <= static_cast<int>(count); ++k) {
        const double i = first + k;
        const bool major = std::fmod(std::abs(i), ticks.step.minor) == 0;
        (major ? ticks.major : ticks.minor).push_back(i * fine);
    }
    return ticks;
}

/// One number says nothing of the scale: at least two, if the axis allows it.
ValueTicks linear_ticks(double low, double high, int at_most) {
    auto ticks = ticks_of_step(low, high, nice_step(high - low, at_most));
    for (int count = at_most + 1; ticks.major.size() < 2 && count <= 2 * at_most + 2; ++count)
        ticks = ticks_of_step(low, high, nice_step(high - low, count));
    return ticks;
}

double largest_magnitude(const std::vector<double>& values) {
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    return largest;
}

Ticks placed(const AxisScale& scale, const ValueTicks& values) {
    Ticks ticks;
    const double largest = largest_magnitude(values.major);
    for (const double value : values.major)
        ticks.major.push_back({scale.position(value), tick_label(value, values.step, largest)});
    for (const double value : values.minor) ticks.minor.push_back(scale.position(value));
    return ticks;
}

QString decade_label(int digit, int exponent, bool powers) {
    if (!powers) return plain(digit * std::pow(10.0, exponent), std::max(0, -exponent));
    return digit == 1 ? power_of_ten(exponent) : with_power(digit, 0, exponent);
}

/// Ticks at the given digits (1, or 1, 2 and 5) of every `every`-th decade.
template <std::size_t N>
Ticks decade_ticks(const AxisScale& scale, const std::array<int, N>& digits, int every) {
    Ticks ticks;
    const auto [low, high] = scale.extent();
    const int first = static_cast<int>(std::floor(low)), last = static_cast<int>(std::ceil(high));
    const bool powers = first < -3 || last > 4;
    for (int decade = first; decade <= last; ++decade)
        for (int digit = 1; digit < 10; ++digit) {
            const double position = (decade + std::log10(digit) - low) / (high - low);
            if (position < -tolerance || position > 1 + tolerance) continue;
            const bool wanted = std::find(digits.begin(), digits.end(), digit) != digits.end();
            if (wanted && decade % every == 0)
                ticks.major.push_back({position, decade_label(digit, decade, powers)});
            else if (every == 1 || (digit == 1 && high - low < 60))
                ticks.minor.push_back(position);
        }
    return ticks;
}

Ticks logarithmic_ticks(const AxisScale& scale, int at_most) {
    const double decades = scale.extent().span();
    if (decades >= 1.9) {
        int every = std::max(1, static_cast<int>(std::ceil(decades / std::max(1, at_most))));
        auto ticks = decade_ticks(scale, std::array{1}, every);
        while (ticks.major.size() < 2 && every > 1) ticks = decade_ticks(scale, std::array{1}, --every);
        return ticks.major.size() < 2 ? decade_ticks(scale, std::array{1, 5}, 1) : ticks;
    }
    auto ticks = decade_ticks(scale, std::array{1, 2, 5}, 1);
    if (ticks.major.size() >= 3) return ticks;
    const double low = scale.value(0), high = scale.value(1);
    return placed(scale, linear_ticks(low, high, at_most));
}

}  // namespace

Extent united(const Extent& first, const Extent& second) {
    return {std::min(first.low, second.low), std::max(first.high, second.high)};
}

AxisScale::AxisScale(Extent coordinates, bool logarithmic) : extent_(coordinates), logarithmic_(logarithmic) {}

double AxisScale::coordinate(double value, bool logarithmic) {
    if (!logarithmic) return value;
    return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

double AxisScale::position(double value) const {
    return (coordinate(value, logarithmic_) - extent_.low) / extent_.span();
}

double AxisScale::value(double position) const {
    const double coordinate = extent_.low + position * extent_.span();
    return logarithmic_ ? std::pow(10.0, coordinate) : coordinate;
}

Ticks make_ticks(const AxisScale& scale, int at_most) {
    if (!(scale.extent().span() > 0)) return {};
    if (scale.logarithmic()) return logarithmic_ticks(scale, at_most);
    return placed(scale, linear_ticks(scale.extent().low, scale.extent().high, at_most));
}

QString number_text(double value) {
    if (!std::isfinite(value)) return QStringLiteral("—");
    const double size = std::abs(value);
    if (value == 0 || (size >= 1e-4 && size < 1e7)) {
        auto text = QString::number(value, 'g', size >= 1e6 ? 7 : 6);
        return text.replace('-', minus_sign);
    }
    const int exponent = static_cast<int>(std::floor(std::log10(size)));
    auto mantissa = QString::number(value / std::pow(10.0, exponent), 'g', 6);
    return mantissa.replace('-', minus_sign) + QStringLiteral("×") + power_of_ten(exponent);
}

QString number_text(double value, double error) {
    return with_powers(QString::fromStdString(with_error(value, error))).replace('-', minus_sign);
}

QString power_of_ten(int exponent) {
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = QStringLiteral("10");
    if (exponent < 0) text += QStringLiteral("⁻");
    for (const QChar digit : QString::number(std::abs(static_cast<long long>(exponent))))
        text += digits[digit.digitValue()];
    return text;
}

QString with_indices(const QString& text) {
    static const QString letters = QStringLiteral("aeijoruvxhklmnpst0123456789");
    static const QString lowered = QStringLiteral("ₐₑᵢⱼₒᵣᵤᵥₓₕₖₗₘₙₚₛₜ₀₁₂₃₄₅₆₇₈₉");
    QString result = text;
    for (qsizetype mark = result.indexOf('_'); mark >= 0; mark = result.indexOf('_', mark + 1)) {
        qsizetype end = mark + 1;
        while (end < result.size() && letters.contains(result[end])) ++end;
        const bool whole_word = end == result.size() || !result[end].isLetterOrNumber();
        if (mark == 0 || end == mark + 1 || !whole_word) continue;
        for (qsizetype i = mark + 1; i < end; ++i) result[i] = lowered[letters.indexOf(result[i])];
        result.remove(mark, 1);
    }
    return result;
}

QString with_powers(QString text) {
    static const QRegularExpression power(QStringLiteral("(\\d)e([+-]\\d+)\\b"));
    for (auto found = power.match(text); found.hasMatch(); found = power.match(text))
        text.replace(found.capturedStart(), found.capturedLength(),
                     found.captured(1) + QStringLiteral("×") + power_of_ten(found.captured(2).toInt()));
    return text;
}

}  // namespace langevin::charts
