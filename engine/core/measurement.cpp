// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/measurement.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace langevin {
namespace {

std::string printed(const char* format, int digits, double value) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, format, digits, value);
    return buffer;
}

}  // namespace

std::optional<double> Measurement::distance() const {
    if (!expected) return std::nullopt;
    const double combined = std::hypot(error, expected->error);
    if (!(combined > 0) || !std::isfinite(combined)) return std::nullopt;
    return (value - expected->value) / combined;
}

std::string with_error(double value, double error) {
    if (!std::isfinite(value)) return "—";
    if (!(error > 0) || !std::isfinite(error)) return printed("%.*g", 6, value);

    // Two digits of the error, one where the first is 3 or more: 0.5623(11), 0.814(5).
    int exponent = static_cast<int>(std::floor(std::log10(error)));
    int digits = error / std::pow(10.0, exponent) < 2.95 ? 2 : 1;
    const int decimals = digits - 1 - exponent;
    if (decimals <= 0) {
        if (error < 1e4) return printed("%.*f", 0, value) + "(" + printed("%.*f", 0, error) + ")";
        return printed("%.*g", 4, value) + "(" + printed("%.*g", 2, error) + ")";
    }
    if (decimals > 9) return printed("%.*e", 3, value) + " ± " + printed("%.*e", 1, error);
    if (error >= 0.95) return printed("%.*f", 1, value) + "(" + printed("%.*f", 1, error) + ")";
    const double last_digits = std::round(error * std::pow(10.0, decimals));
    return printed("%.*f", decimals, value) + "(" + printed("%.*f", 0, last_digits) + ")";
}

}  // namespace langevin
