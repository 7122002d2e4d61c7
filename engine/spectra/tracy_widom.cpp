// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/tracy_widom.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <stdexcept>

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

/// First and second derivative at each point, by differences of eighth order; zero near the ends, where they are below
/// 1e-8.
std::vector<double> first_derivative(const std::vector<double>& f) {
    constexpr double c[] = {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};
    std::vector<double> result(f.size());
    for (std::size_t i = 4; i + 4 < f.size(); ++i)
        for (std::size_t k = 1; k <= 4; ++k) result[i] += c[k - 1] * (f[i + k] - f[i - k]) / spacing;
    return result;
}
std::vector<double> second_derivative(const std::vector<double>& f) {
    constexpr double c[] = {8.0 / 5, -1.0 / 5, 8.0 / 315, -1.0 / 560};
    std::vector<double> result(f.size());
    for (std::size_t i = 4; i + 4 < f.size(); ++i)
        for (std::size_t k = 1; k <= 4; ++k)
            result[i] += c[k - 1] * (f[i + k] - 2 * f[i] + f[i - k]) / (spacing * spacing);
    return result;
}

}  // namespace

std::optional<TracyWidomMoments> tracy_widom_moments(double beta) {
    if (beta == 1) return TracyWidomMoments{-1.2065335746, 1.6077810346, 0.2934645241, 0.1652429384};
    if (beta == 2) return TracyWidomMoments{-1.7710868074, 0.8131947928, 0.2240842036, 0.0934480876};
    // Table 10 has 2^(1/6) times this variable: mean -2.3068848932, variance 0.5177237208.
    if (beta == 4)
        return TracyWidomMoments{-2.3068848932 / std::pow(2, 1.0 / 6), 0.5177237208 / std::cbrt(2.0), 0.1655094944,
                                 0.0491951566};
    return std::nullopt;
}

TracyWidom::TracyWidom(int beta) : cumulative_(points) {
    if (!tracy_widom_moments(beta)) throw std::invalid_argument("the Tracy-Widom law is known for beta = 1, 2 and 4");
    for (int i = 0; i < points; ++i)
        cumulative_[static_cast<std::size_t>(i)] = std::clamp(distribution(beta, low + spacing * i), 0.0, 1.0);
    density_ = first_derivative(cumulative_);
    slope_ = second_derivative(cumulative_);
}

/// Cubic between two points, from values and slopes.
double TracyWidom::interpolate(const std::vector<double>& table, const std::vector<double>& slope, double x) const {
    const double at = (x - low) / spacing;
    if (!(at > 0)) return table.front();
    if (at >= points - 1) return table.back();
    const auto k = static_cast<std::size_t>(at);
    const double t = at - static_cast<double>(k), u = 1 - t;
    return u * u * ((1 + 2 * t) * table[k] + t * spacing * slope[k]) +
           t * t * ((1 + 2 * u) * table[k + 1] - u * spacing * slope[k + 1]);
}

double TracyWidom::density(double x) const {
    return std::max(0.0, interpolate(density_, slope_, x));
}

double TracyWidom::cumulative(double x) const {
    return std::clamp(interpolate(cumulative_, density_, x), 0.0, 1.0);
}

double scaled_gaussian_edge(double x, double beta, double levels, double variance) {
    const double centre = std::max(levels + 0.5 - 1 / beta, levels / 2);
    return std::pow(levels, 1.0 / 6) * (x * std::sqrt(2 / (beta * variance)) - 2 * std::sqrt(centre));
}

double scaled_wishart_edge(double x, double beta, double rows, double levels, double variance) {
    const double m = std::sqrt(beta == 1 ? std::max(rows - 1, 0.5) : rows), n = std::sqrt(levels);
    return (x / (beta * variance) - (m + n) * (m + n)) / ((m + n) * std::cbrt(1 / m + 1 / n));
}

}  // namespace langevin::spectra
