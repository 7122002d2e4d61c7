// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/correlation_laws.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/spectra/special_functions.h"

namespace langevin::spectra {
namespace {

using std::numbers::pi;

double sinc(double r) {
    return std::abs(r) < 1e-6 ? 1 - pi * pi * r * r / 6 : std::sin(pi * r) / (pi * r);
}

/// d/dr sin(pi r)/(pi r).
double sinc_slope(double r) {
    return std::abs(r) < 1e-4 ? -pi * pi * r / 3 : (std::cos(pi * r) - sinc(r)) / r;
}

/// int_0^r sin(pi t)/(pi t) dt.
double sinc_integral(double r) {
    return sine_integral(pi * r) / pi;
}

double unitary_number_variance(double length) {
    if (length <= 0) return 0;
    const double x = 2 * pi * length;
    return (std::log(x) + std::numbers::egamma + 1 - std::cos(x) - cosine_integral(x)) / (pi * pi) +
           length * (1 - 2 / pi * sine_integral(x));
}

}  // namespace

double cluster_function(double beta, double r) {
    if (beta == 0) return 0;
    if (beta == 2) return sinc(r) * sinc(r);
    if (beta == 1) return sinc(r) * sinc(r) + sinc_slope(r) * (0.5 - sinc_integral(r));
    if (beta == 4) return sinc(2 * r) * sinc(2 * r) - sinc_slope(2 * r) * sinc_integral(2 * r);
    return std::numeric_limits<double>::quiet_NaN();
}

double NumberVariance::operator()(double length) const {
    if (beta_ == 0) return length;
    if (beta_ == 2) return unitary_number_variance(length);
    if (beta_ == 1) {
        const double si = sinc_integral(length);
        return 2 * unitary_number_variance(length) + si * si - si;
    }
    if (beta_ == 4) {
        const double si = sinc_integral(2 * length) / 2;
        return unitary_number_variance(2 * length) / 2 + si * si;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

std::optional<double> form_factor(double beta, double tau) {
    if (beta == 0) return 1;
    if (beta == 2) return tau < 1 ? tau : 1;
    if (beta == 1)
        return tau <= 1 ? 2 * tau - tau * std::log(1 + 2 * tau) : 2 - tau * std::log((2 * tau + 1) / (2 * tau - 1));
    if (beta == 4) {
        if (tau >= 2) return 1;
        return tau / 2 - tau / 4 * std::log(std::max(std::abs(1 - tau), 1e-12));
    }
    return std::nullopt;
}

}  // namespace langevin::spectra
