// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/goodness_of_fit.h"

#include <algorithm>
#include <cmath>

namespace langevin::statistics {

double kolmogorov_smirnov_distance(std::span<const double> sorted, const std::function<double(double)>& cumulative) {
    const auto n = static_cast<double>(sorted.size());
    double distance = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const double expected = cumulative(sorted[i]), below = static_cast<double>(i) / n;
        if (std::isnan(expected)) return expected;
        distance = std::max({distance, expected - below, below + 1 / n - expected});
    }
    return distance;
}

double kolmogorov_smirnov_p_value(double distance, double n) {
    if (n <= 0) return 1;
    const double root = std::sqrt(n), t = (root + 0.12 + 0.11 / root) * distance;
    if (t < 0.2) return 1;
    double sum = 0;
    for (int k = 1; k <= 100; ++k) {
        const double term = 2 * std::exp(-2.0 * k * k * t * t);
        sum += k % 2 == 1 ? term : -term;
        if (term < 1e-12) break;
    }
    return std::clamp(sum, 0.0, 1.0);
}

}  // namespace langevin::statistics
