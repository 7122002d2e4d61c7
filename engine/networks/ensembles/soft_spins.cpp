// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/soft_spins.h"

#include <cmath>
#include <numbers>

namespace langevin::networks {
namespace {

/// The trapezoidal rule, which converges faster than any power for smooth functions that vanish at both ends.
template <class Function>
double integral(double from, double to, int steps, Function f) {
    const double step = (to - from) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; ++i) sum += f(from + i * step);
    return sum * step;
}

}  // namespace

double soft_spin_density(double phi, double variance) {
    const double z = std::atanh(phi);
    return std::exp(-z * z / (2 * variance)) / ((1 - phi * phi) * std::sqrt(2 * std::numbers::pi * variance));
}

double mean_square_tanh(double variance) {
    const double width = std::sqrt(variance);
    return integral(-9, 9, 500, [&](double u) {
        const double t = std::tanh(width * u);
        return t * t * std::exp(-u * u / 2) / std::sqrt(2 * std::numbers::pi);
    });
}

/// Given |x|, M x is normal with variance |x|^2/inputs, and |x| is distributed like the root of a chi-squared variable.
double mean_square_hidden(int inputs) {
    const double n = inputs;
    const double norm = std::pow(2, n / 2 - 1) * std::tgamma(n / 2);
    return integral(0, 9 + std::sqrt(n), 200, [&](double r) {
        return std::pow(r, n - 1) * std::exp(-r * r / 2) / norm * mean_square_tanh(r * r / n);
    });
}

}  // namespace langevin::networks
