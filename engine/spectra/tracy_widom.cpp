// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/tracy_widom.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/spectra/quadrature.h"
#include "engine/spectra/special_functions.h"

namespace langevin::spectra {
namespace {

// The table: cumulative values at equal distances.
constexpr double low = -9, high = 9, spacing = 0.05;
constexpr int points = static_cast<int>((high - low) / spacing + 0.5) + 1;
constexpr int nodes = 32;

/// det(1 -+ T) on (s, infinity) for the kernel T(x, y) = Ai((x + y)/2)/2; det(1 - K_Airy) is their product.
struct Determinants {
    double minus, plus;
};
Determinants determinants(double s) {
    // The kernel has died out 16 beyond the larger of s and 0.
    const auto rule = gauss_legendre(nodes, s, std::max(s, 0.0) + 16);
    Eigen::MatrixXd kernel(nodes, nodes);
    for (int i = 0; i < nodes; ++i)
        for (int j = 0; j < nodes; ++j) {
            const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
            kernel(i, j) = std::sqrt(rule.weight[a] * rule.weight[b]) * airy((rule.node[a] + rule.node[b]) / 2) / 2;
        }
    const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(nodes, nodes);
    return {(one - kernel).determinant(), (one + kernel).determinant()};
}

double distribution(int beta, double s) {
    // For beta = 4 the determinants give the law of 2^(2/3) times the tridiagonal model's variable.
    const auto d = determinants(beta == 4 ? s * std::cbrt(4.0) : s);
    if (beta == 1) return d.minus;
    if (beta == 2) return d.minus * d.plus;
    return (d.minus + d.plus) / 2;
}

}  // namespace

std::optional<TracyWidomMoments> tracy_widom_moments(double beta) {
    if (beta == 1) return TracyWidomMoments{-1.2065335, 1.6077810, 0.2934645, 0.1652429};
    if (beta == 2) return TracyWidomMoments{-1.7710868, 0.8131948, 0.2240842, 0.0934481};
    if (beta == 4) return TracyWidomMoments{-2.05520, 0.41092, 0.1655095, 0.0491952};
    return std::nullopt;
}

TracyWidom::TracyWidom(int beta) : cumulative_(points), density_(points) {
    for (int i = 0; i < points; ++i)
        cumulative_[static_cast<std::size_t>(i)] = std::clamp(distribution(beta, low + spacing * i), 0.0, 1.0);
    // Derivative of fourth order; the ends are zero.
    for (std::size_t i = 2; i + 2 < cumulative_.size(); ++i)
        density_[i] =
            std::max(0.0, (8 * (cumulative_[i + 1] - cumulative_[i - 1]) - cumulative_[i + 2] + cumulative_[i - 2]) /
                              (12 * spacing));
}

double TracyWidom::interpolate(const std::vector<double>& table, double x) const {
    const double at = (x - low) / spacing;
    if (at <= 0) return table.front();
    if (at >= points - 1) return table.back();
    const auto k = static_cast<std::size_t>(at);
    const double t = at - static_cast<double>(k);
    return table[k] + t * (table[k + 1] - table[k]);
}

double TracyWidom::density(double x) const {
    return interpolate(density_, x);
}

double TracyWidom::cumulative(double x) const {
    return interpolate(cumulative_, x);
}

double scaled_gaussian_edge(double x, double beta, double levels, double variance) {
    return std::pow(levels, 1.0 / 6) * (x * std::sqrt(2 / (beta * variance)) - 2 * std::sqrt(levels));
}

double scaled_wishart_edge(double x, double beta, double rows, double levels, double variance) {
    const double m = std::sqrt(beta == 1 ? std::max(rows - 1, 0.5) : rows), n = std::sqrt(levels);
    return (x / (beta * variance) - (m + n) * (m + n)) / ((m + n) * std::cbrt(1 / m + 1 / n));
}

}  // namespace langevin::spectra
