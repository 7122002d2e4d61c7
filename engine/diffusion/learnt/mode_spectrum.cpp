// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/learnt/mode_spectrum.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace langevin::diffusion {

double momentum_squared(int a, int b, int rows, int columns) {
    const double s = std::sin(std::numbers::pi * a / rows), t = std::sin(std::numbers::pi * b / columns);
    return 4 * (s * s + t * t);
}

double ModeSpectrum::zero_mode_at(int rows, int columns) const {
    return zero_mode * std::pow(std::sqrt(static_cast<double>(rows) * columns) / extent, zero_mode_exponent);
}

std::vector<double> ModeSpectrum::variances(int rows, int columns) const {
    std::vector<double> c;
    for (int a = 0; a < rows; ++a)
        for (int b = 0; b < columns; ++b) {
            const double k = momentum_squared(a, b, rows, columns);
            c.push_back(1 / (inverse[0] + k * (inverse[1] + k * (inverse[2] + k * inverse[3]))));
        }
    c.front() = zero_mode_at(rows, columns);
    return c;
}

std::vector<double> ModeSpectrum::curvatures(int rows, int columns) const {
    auto result = variances(rows, columns);
    const bool known = curvature != std::array<double, 2>{};
    for (int a = 0; a < rows; ++a)
        for (int b = 0; b < columns; ++b) {
            double& c = result[static_cast<std::size_t>(a * columns + b)];
            c = known ? curvature[0] + curvature[1] * momentum_squared(a, b, rows, columns) : 1 / c;
        }
    return result;
}

double posterior_variance(double variance, double curvature, double sigma) {
    const double noise = sigma * sigma, signal = variance / (variance + noise);
    return signal * noise / (1 + noise * curvature) + (1 - signal) * variance * noise / (variance + noise);
}

ModeSpectrum fit_spectrum(std::span<const double> variances, int extent, double zero_mode_exponent) {
    ModeSpectrum result;
    result.extent = extent;
    result.zero_mode = variances.front();
    result.zero_mode_exponent = zero_mode_exponent;
    // Small lattices have few different momenta: no more terms than these can settle.
    const int terms = extent >= 8 ? 4 : extent >= 4 ? 2 : 1;
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(terms, terms);
    Eigen::VectorXd right = Eigen::VectorXd::Zero(terms);
    for (int a = 0; a < extent; ++a)
        for (int b = 0; b < extent; ++b) {
            if (a == 0 && b == 0 && extent > 1) continue;
            const double c = variances[static_cast<std::size_t>(a * extent + b)];
            const double k = momentum_squared(a, b, extent, extent);
            Eigen::VectorXd powers(terms);
            for (int n = 0; n < terms; ++n) powers[n] = std::pow(k, n) * c;  // relative to 1 / c
            normal += powers * powers.transpose();
            right += powers;
        }
    const Eigen::VectorXd solution = normal.ldlt().solve(right);
    result.inverse = {};
    for (int n = 0; n < terms; ++n) result.inverse[static_cast<std::size_t>(n)] = solution[n];
    // Where the polynomial leaves what is possible between or beyond the data, the mean will do.
    for (double k = 0; k <= 8; k += 0.05) {
        const auto& i = result.inverse;
        if (i[0] + k * (i[1] + k * (i[2] + k * i[3])) > 0) continue;
        double mean = 0;
        for (const double c : variances) mean += c;
        result.inverse = {static_cast<double>(variances.size()) / mean, 0, 0, 0};
        break;
    }
    return result;
}

double zero_mode_exponent(std::span<const double> variances, int extent) {
    if (extent < 4) return 0;
    const double next = (variances[1] + variances[static_cast<std::size_t>(extent)] +
                         variances[static_cast<std::size_t>(extent) - 1] +
                         variances[static_cast<std::size_t>(extent) * (static_cast<std::size_t>(extent) - 1)]) /
                        4;
    const double ratio = std::max(variances.front() / next - 1, 0.0);
    const double x = std::sqrt(ratio / momentum_squared(0, 1, extent, extent)) / extent, cube = x * x * x;
    return 2 * cube / (cube + 0.106);
}

}  // namespace langevin::diffusion
