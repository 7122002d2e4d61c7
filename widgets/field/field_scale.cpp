// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/field_scale.h"

#include <algorithm>
#include <cmath>

namespace langevin::field {
namespace {

constexpr double shrink_per_update = 0.02;
constexpr double outside_percentile = 0.01;  // of the values, at each end
constexpr std::size_t sample_limit = 8192;

Interval extent(std::span<const double> values) {
    Interval found{INFINITY, -INFINITY};
    for (const double v : values) {
        if (!std::isfinite(v)) continue;
        found.low = std::min(found.low, v);
        found.high = std::max(found.high, v);
    }
    return found.low <= found.high ? found : Interval{};
}

/// From an even sample: exact percentiles of a million values would cost more than the picture.
Interval percentiles(std::span<const double> values, bool of_absolute) {
    std::vector<double> sample;
    const std::size_t step = std::max<std::size_t>(1, values.size() / sample_limit);
    for (std::size_t i = 0; i < values.size(); i += step)
        if (std::isfinite(values[i])) sample.push_back(of_absolute ? std::abs(values[i]) : values[i]);
    if (sample.empty()) return {};
    const auto at = [&sample](double fraction) {
        const auto index = static_cast<std::ptrdiff_t>(fraction * static_cast<double>(sample.size() - 1));
        std::nth_element(sample.begin(), sample.begin() + index, sample.end());
        return sample[static_cast<std::size_t>(index)];
    };
    const double high = at(1 - outside_percentile);
    return {of_absolute ? -high : at(outside_percentile), high};
}

Interval symmetric(Interval data) {
    const double most = std::max(std::abs(data.low), std::abs(data.high));
    return {-most, most};
}

/// Ends in round numbers; a constant field gets some room.
Interval rounded(Interval data, bool about_zero) {
    if (about_zero) {
        const double end = std::max(std::abs(data.low), std::abs(data.high));
        const double round = end > 0 ? round_up(end) : 1;
        return {-round, round};
    }
    const double width = data.high - data.low;
    if (!(width > 0)) return {data.low - 0.5, data.low + 0.5};
    const double unit = round_up(width) / 20;
    return {std::floor(data.low / unit) * unit, std::ceil(data.high / unit) * unit};
}

}  // namespace

double round_up(double value) {
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double digit : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (digit * power >= value * (1 - 1e-12)) return digit * power;
    return 10 * power;
}

void FieldScale::setMode(RangeMode mode) {
    mode_ = mode;
    forget();
}

void FieldScale::setFixed(Interval interval) {
    if (interval.low > interval.high) std::swap(interval.low, interval.high);
    if (interval.low == interval.high) interval.high = interval.low + 1;
    fixed_ = interval;
    setMode(RangeMode::fixed);
}

Interval FieldScale::target(const Field& field) const {
    const std::span<const double> values(field.values);
    if (mode_ == RangeMode::percentile) return percentiles(values, field.symmetric);
    const auto data = extent(values);
    return field.symmetric || mode_ == RangeMode::symmetric ? symmetric(data) : data;
}

bool FieldScale::update(const Field& field) {
    const auto before = shown_;
    if (mode_ == RangeMode::fixed) {
        shown_ = fixed_;
        return shown_ != before;
    }
    if (mode_ == RangeMode::automatic && field.value.range) {
        shown_ = {field.value.range->first, field.value.range->second};
        return shown_ != before;
    }
    const auto now = target(field);
    if (!held_) held_ = now;
    held_->low = now.low < held_->low ? now.low : held_->low + shrink_per_update * (now.low - held_->low);
    held_->high = now.high > held_->high ? now.high : held_->high + shrink_per_update * (now.high - held_->high);
    shown_ = rounded(*held_, field.symmetric || mode_ == RangeMode::symmetric);
    return shown_ != before;
}

}  // namespace langevin::field
