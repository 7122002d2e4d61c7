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

/// "1.5000000000000e+00 ± 2.0e-12": the value to the last digit of the error, as far as a double goes.
std::string with_powers(double value, double error, int exponent, int digits) {
    const int last = exponent - (digits - 1);
    const int first = value == 0 ? exponent : static_cast<int>(std::floor(std::log10(std::abs(value))));
    return printed("%.*e", std::clamp(first - last, 0, 16), value) + " ± " + printed("%.*e", digits - 1, error);
}

}  // namespace

std::optional<double> Measurement::distance() const {
    if (!expected) return std::nullopt;
    const double combined = std::hypot(error, expected->error);
    if (!(combined > 0) || !std::isfinite(combined)) return std::nullopt;
    return (value - expected->value) / combined;
}

std::string short_number(double value, int digits) {
    return printed("%.*g", digits, value);
}

std::string with_error(double value, double error) {
    if (!std::isfinite(value)) return "—";
    if (!(error > 0) || !std::isfinite(error)) return printed("%.*g", 6, value);

    // Two digits of the error, one where the first is 3 or more: 0.5623(11), 0.814(5).
    const int exponent = static_cast<int>(std::floor(std::log10(error)));
    const int digits = error / std::pow(10.0, exponent) < 2.95 ? 2 : 1;
    const int decimals = digits - 1 - exponent;
    const bool zeros = decimals > 6 && std::abs(value) < 1e-4;  // 0.00000043(9): nobody counts them
    if (decimals > 9 || zeros || error >= 1e4 || std::abs(value) >= 1e15)
        return with_powers(value, error, exponent, digits);
    if (error >= 0.95 && error < 9.95) return printed("%.*f", 1, value) + "(" + printed("%.*f", 1, error) + ")";
    if (decimals <= 0) return printed("%.*f", 0, value) + "(" + printed("%.*f", 0, error) + ")";
    const double last_digits = std::round(error * std::pow(10.0, decimals));
    return printed("%.*f", decimals, value) + "(" + printed("%.*f", 0, last_digits) + ")";
}

}  // namespace langevin
