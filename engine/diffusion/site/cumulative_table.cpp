// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/cumulative_table.h"

#include <algorithm>
#include <cmath>

namespace langevin::diffusion {

CumulativeTable::CumulativeTable(double low, double high, std::size_t intervals,
                                 const std::function<double(double)>& density)
    : low_(low), step_((high - low) / static_cast<double>(intervals)) {
    below_ = {0};
    rise_ = {step_ * density(low)};
    for (std::size_t i = 1; i <= intervals; ++i) {
        const double node = low + step_ * static_cast<double>(i);
        rise_.push_back(step_ * density(node));
        below_.push_back(below_.back() + (rise_[i - 1] + 4 * step_ * density(node - step_ / 2) + rise_[i]) / 6);
    }
    const double total = below_.back();
    for (auto& p : below_) p /= total;
    for (auto& r : rise_) r /= total;
}

/// Hermite's, at the share u of the way from a node to the next.
double CumulativeTable::cubic(std::size_t node, double u) const {
    const double v = 1 - u;
    return v * v * (1 + 2 * u) * below_[node] + u * u * (1 + 2 * v) * below_[node + 1] +
           u * v * (v * rise_[node] - u * rise_[node + 1]);
}

double CumulativeTable::below(double x) const {
    const double place = (x - low_) / step_;
    if (!(place > 0)) return 0;
    const auto last = below_.size() - 1;
    if (place >= static_cast<double>(last)) return 1;
    const auto node = static_cast<std::size_t>(place);
    return cubic(node, place - static_cast<double>(node));
}

double CumulativeTable::quantile(double p) const {
    const auto next = std::upper_bound(below_.begin(), below_.end(), p);
    const auto node = static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(next - below_.begin() - 1, 0, static_cast<std::ptrdiff_t>(below_.size()) - 2));
    // Illinois rule: a bracket that always closes in, and soon.
    double a = 0, b = 1, fa = below_[node] - p, fb = below_[node + 1] - p;
    for (int side = 0, i = 0; i < 60 && b - a > 1e-15 && fb > fa; ++i) {
        const double u = std::clamp(a - fa * (b - a) / (fb - fa), a, b), f = cubic(node, u) - p;
        if (f == 0) {
            a = b = u;
        } else if (f < 0) {
            a = u, fa = f;
            if (side == -1) fb /= 2;
            side = -1;
        } else {
            b = u, fb = f;
            if (side == 1) fa /= 2;
            side = 1;
        }
    }
    return low_ + step_ * (static_cast<double>(node) + (a + b) / 2);
}

CumulativeTable normal_table(double d) {
    return {-9 * d, 9 * d, 1000, [d](double x) { return std::exp(-x * x / (2 * d * d)); }};
}

}  // namespace langevin::diffusion
