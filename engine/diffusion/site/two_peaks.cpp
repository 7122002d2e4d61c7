// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/two_peaks.h"

#include <cmath>
#include <numbers>

namespace langevin::diffusion {
namespace {

/// Right to 1e-16 in itself, not in proportion; several times as fast as the library's.
double hyperbolic_tangent(double x) {
    const double e = std::exp(-2 * std::abs(x));
    return std::copysign((1 - e) / (1 + e), x);
}

double log_cosh(double x) {
    const double a = std::abs(x);
    return a + std::log1p(std::exp(-2 * a)) - std::numbers::ln2;
}

}  // namespace

void TwoPeaks::evaluate(double sigma, std::span<const double> y, std::span<double> score) const {
    const double variance = s0_ * s0_ + sigma * sigma;
    for (std::size_t i = 0; i < y.size(); ++i)
        score[i] = (-y[i] + mu0_ * hyperbolic_tangent(mu0_ * y[i] / variance)) / variance;
}

double TwoPeaks::divergence(double sigma, std::span<const double> y) const {
    const double variance = s0_ * s0_ + sigma * sigma, slope = mu0_ / variance;
    const double tanh = std::tanh(slope * y[0]);
    return slope * slope * (1 - tanh * tanh) - 1 / variance;
}

double TwoPeaks::log_density(double sigma, double y) const {
    const double variance = s0_ * s0_ + sigma * sigma;
    return -(y * y + mu0_ * mu0_) / (2 * variance) + log_cosh(mu0_ * y / variance) -
           std::log(2 * std::numbers::pi * variance) / 2;
}

/// Of mu0 + s0 z, by m_n = mu0 m_{n-1} + (n - 1) s0^2 m_{n-2}.
double TwoPeaks::moment(int n) const {
    if (n % 2) return 0;
    double before = 1, m = n == 0 ? 1 : mu0_;
    for (int k = 2; k <= n; ++k) {
        const double next = mu0_ * m + (k - 1) * s0_ * s0_ * before;
        before = m;
        m = next;
    }
    return m;
}

double TwoPeaks::reach() const {
    return mu0_ + 9 * s0_;  // exp(-40.5)
}

}  // namespace langevin::diffusion
