// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <utility>
#include <vector>

/// Ranges, ticks and thinning: arithmetic without a widget.
namespace langevin::charts {

struct Interval {
    double low = 0, high = 1;

    double width() const { return high - low; }
    bool contains(double x) const { return x >= low && x <= high; }
    bool operator==(const Interval&) const = default;
};

/// The interval with a margin on both sides; a single value gets a neighbourhood.
Interval with_margin(Interval data, double margin);

/// What to show now, given what is shown and what the data want: grows at once (and a little more, so that it need not grow
/// again at the next frame), shrinks only when the data fill less than half of it.
Interval settled(Interval shown, Interval wanted);

struct Tick {
    double position = 0;
    QString label;
};
/// Ticks at multiples of 1, 2 or 5 times a power of ten, about `wanted` of them.
std::vector<Tick> linear_ticks(Interval range, int wanted);
/// For a logarithmic axis; range and positions are decimal logarithms. Powers of ten, with 2 and 5 between when there are few.
std::vector<Tick> logarithmic_ticks(Interval log_range, int wanted);

/// A number as an axis or a read-out shows it, with a real minus sign: "−0.25", "1.2·10⁶".
QString number_text(double value, int significant_digits);

/// The curve thinned to at most two points per bucket, its minimum and maximum in order, so that no spike is lost.
/// Points that are not finite are left out.
struct Points {
    std::vector<double> x, y;
};
Points thinned(const std::vector<double>& x, const std::vector<double>& y, std::size_t buckets);

}  // namespace langevin::charts
