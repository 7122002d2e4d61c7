// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/slider_scale.h"

#include <algorithm>
#include <cmath>

namespace langevin::parameters {
namespace {

constexpr int most_positions = 10000;
constexpr int logarithmic_positions = 1000;
constexpr int significant_digits = 3;

int decimals_of(double step) {
    for (int decimals = 0; decimals < 12; ++decimals) {
        const double scaled = step * std::pow(10, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled) return decimals;
    }
    return 12;
}

double rounded(double value, int digits) {
    return QString::number(value, 'g', digits).toDouble();
}

}  // namespace

SliderScale::SliderScale(const Range& range, bool integer)
    : range_(range), integer_(integer), positions_(logarithmic_positions), decimals_(decimals_of(range.step)) {
    if (range.low > 0) decimals_ = std::max(decimals_, decimals_of(range.low));
    const double steps = std::round((range.high - range.low) / range.step);
    if (!range.logarithmic) positions_ = static_cast<int>(std::clamp(steps, 1.0, 1.0 * most_positions));
}

double SliderScale::fraction(double value) const {
    if (!range_.logarithmic) return (value - range_.low) / (range_.high - range_.low);
    if (range_.low > 0) return std::log(value / range_.low) / std::log(range_.high / range_.low);
    return std::log1p(value - range_.low) / std::log1p(range_.high - range_.low);
}

int SliderScale::position(double value) const {
    const double t = fraction(std::clamp(value, range_.low, range_.high));
    return static_cast<int>(std::lround(std::clamp(t, 0.0, 1.0) * positions_));
}

double SliderScale::value(int position) const {
    if (position <= 0) return range_.low;
    if (position >= positions_) return range_.high;
    const double t = static_cast<double>(position) / positions_;
    if (!range_.logarithmic) return snapped(range_.low + t * (range_.high - range_.low));
    const double spread = range_.low > 0 ? range_.low * std::pow(range_.high / range_.low, t)
                                         : range_.low + std::expm1(t * std::log1p(range_.high - range_.low));
    return snapped(rounded(spread, significant_digits));
}

double SliderScale::snapped(double value) const {
    if (integer_) {
        const double grid = range_.logarithmic && range_.step < 1 ? 1 : range_.step;
        value = range_.low + std::round((value - range_.low) / grid) * grid;
        if (value > range_.high) value -= grid;
        return std::max(value, range_.low);
    }
    if (!range_.logarithmic) {
        value = range_.low + std::round((value - range_.low) / range_.step) * range_.step;
        value = QString::number(value, 'f', decimals_).toDouble();
    }
    return std::clamp(value, range_.low, range_.high);
}

double SliderScale::stepped(double value, int steps) const {
    if (integer_ || !range_.logarithmic) {
        const double moved = value + steps * range_.step;
        if (integer_) return snapped(std::clamp(moved, range_.low, range_.high));
        // Keeps what lies between grid points: 0.2709 goes to 0.2719, not to 0.272.
        const int digits = std::max(decimals_, decimals_of(std::max(std::abs(value), 1e-12)));
        return std::clamp(QString::number(moved, 'f', digits).toDouble(), range_.low, range_.high);
    }
    if (value <= 0) return steps > 0 ? std::min(range_.step, range_.high) : range_.low;
    return std::clamp(rounded(value * std::pow(1 + range_.step, steps), 4), range_.low, range_.high);
}

QString SliderScale::text(double value) const {
    if (integer_) return QString::number(static_cast<qint64>(value));
    if (!range_.logarithmic) {
        const auto fixed = QString::number(value, 'f', decimals_);
        if (fixed.toDouble() == value) return fixed;
    }
    return QString::fromStdString(to_text(Value(value)));
}

}  // namespace langevin::parameters
