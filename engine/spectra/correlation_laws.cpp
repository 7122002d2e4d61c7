// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/correlation_laws.h"

#include <gsl/gsl_sf_expint.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "engine/spectra/quadrature.h"

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
    return gsl_sf_Si(pi * r) / pi;
}

}  // namespace

double cluster_function(double beta, double r) {
    if (beta == 2) return sinc(r) * sinc(r);
    if (beta == 1) return sinc(r) * sinc(r) + sinc_slope(r) * (0.5 - sinc_integral(r));
    if (beta == 4) return sinc(2 * r) * sinc(2 * r) - sinc_slope(2 * r) * sinc_integral(2 * r);
    return std::numeric_limits<double>::quiet_NaN();
}

double NumberVariance::operator()(double length) const {
    if (!known()) return std::numeric_limits<double>::quiet_NaN();
    const int parts = 1 + static_cast<int>(length / 8);  // some 8 nodes a period
    return length -
           2 * integrate([&](double r) { return (length - r) * cluster_function(beta_, r); }, 0, length, parts);
}

std::optional<double> form_factor(double beta, double tau) {
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
