// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/phase_diagram.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace langevin {
namespace {

constexpr std::size_t enough_to_scatter = 4;

}  // namespace

Pooled pooled_mean(std::span<const double> values, std::span<const double> errors) {
    const double n = static_cast<double>(values.size());
    double sum = 0, own = errors.empty() ? std::numeric_limits<double>::quiet_NaN() : 0, squares = 0;
    for (const double value : values) sum += value;
    for (const double error : errors) own += error * error;
    const double centre = sum / n;
    for (const double value : values) squares += (value - centre) * (value - centre);
    const bool scatter = values.size() >= enough_to_scatter;
    return {centre, scatter ? std::sqrt(squares / (n - 1) / n) : std::sqrt(own) / n, static_cast<int>(values.size())};
}

double quantile(std::span<const double> ascending, double part) {
    const double place = std::clamp(part, 0.0, 1.0) * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, ascending.size() - 1);
    const double share = place - static_cast<double>(below);
    return ascending[below] * (1 - share) + ascending[above] * share;
}

Pooled pooled_median(std::span<const double> values) {
    std::vector<double> ascending(values.begin(), values.end());
    std::sort(ascending.begin(), ascending.end());
    const double median = quantile(ascending, 0.5);
    double error = std::numeric_limits<double>::quiet_NaN();
    if (values.size() >= enough_to_scatter) {
        const double n = static_cast<double>(values.size()), reach = std::sqrt(n) / 2 / (n - 1);
        error = (quantile(ascending, 0.5 + reach) - quantile(ascending, 0.5 - reach)) / 2;
    }
    return {median, error, static_cast<int>(values.size())};
}

}  // namespace langevin
