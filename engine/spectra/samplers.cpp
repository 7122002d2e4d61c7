// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/samplers.h"

#include <algorithm>
#include <cmath>

#include "engine/spectra/eigenvalues.h"

namespace langevin::spectra {
namespace {

/// Square root of a chi^2 variable with any real number of degrees of freedom > 0.
double chi(double degrees, RandomSequence& random) {
    return std::sqrt(2 * random.gamma(degrees / 2));
}

struct Tridiagonal {
    std::vector<double> diagonal, off;
};

/// The first `rows` rows of the tridiagonal model for `levels` levels.
Tridiagonal hermite_block(double beta, double levels, int rows, double variance, RandomSequence& random) {
    const auto n = static_cast<std::size_t>(rows);
    const double scale = std::sqrt(variance);
    Tridiagonal m{std::vector<double>(n), std::vector<double>(n - 1)};
    for (double& d : m.diagonal) d = scale * random.normal();
    for (std::size_t i = 0; i + 1 < n; ++i)
        m.off[i] = scale * chi(beta * (levels - 1 - static_cast<double>(i)), random) / std::sqrt(2.0);
    return m;
}

}  // namespace

std::vector<double> hermite_spectrum(double beta, int levels, double variance, RandomSequence& random,
                                     const std::stop_token& stop) {
    auto m = hermite_block(beta, levels, levels, variance, random);
    std::reverse(m.off.begin(), m.off.end());  // the QL algorithm likes to begin where couplings are small
    return tridiagonal_eigenvalues(std::move(m.diagonal), std::move(m.off), stop);
}

std::vector<double> laguerre_spectrum(double beta, double rows, int levels, double variance, RandomSequence& random,
                                      const std::stop_token& stop) {
    const auto n = static_cast<std::size_t>(levels);
    // Lower bidiagonal B with chi entries; B B^T is tridiagonal.
    std::vector<double> on(n), below(n);
    for (std::size_t i = 0; i < n; ++i) on[i] = chi(beta * (rows - static_cast<double>(i)), random);
    for (std::size_t i = 1; i < n; ++i) below[i] = chi(beta * static_cast<double>(n - i), random);
    std::vector<double> diagonal(n), off(n - 1);
    for (std::size_t i = 0; i < n; ++i) {
        diagonal[i] = variance * (on[i] * on[i] + below[i] * below[i]);
        if (i + 1 < n) off[i] = variance * on[i] * below[i + 1];
    }
    auto values = tridiagonal_eigenvalues(std::move(diagonal), std::move(off), stop);
    for (double& x : values) x = std::max(x, 0.0);  // positive up to rounding
    return values;
}

double largest_hermite_level(double beta, double levels, double variance, RandomSequence& random) {
    const double corner = std::min(levels, std::ceil(10 * std::cbrt(levels)) + 10);
    const auto m = hermite_block(beta, levels, static_cast<int>(corner), variance, random);
    return largest_tridiagonal_eigenvalue(m.diagonal, m.off);
}

}  // namespace langevin::spectra
