// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/finite_density.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "engine/spectra/quadrature.h"

namespace langevin::spectra {
namespace {

constexpr int most_levels = 200;

/// Orthonormal Hermite functions phi_0 ... phi_last of weight exp(-u^2).
std::vector<double> hermite_functions(int last, double u) {
    std::vector<double> p(static_cast<std::size_t>(last) + 1);
    p[0] = std::pow(std::numbers::pi, -0.25) * std::exp(-u * u / 2);
    if (last > 0) p[1] = std::sqrt(2.0) * u * p[0];
    for (std::size_t k = 2; k < p.size(); ++k) {
        const auto n = static_cast<double>(k);
        p[k] = std::sqrt(2 / n) * u * p[k - 1] - std::sqrt((n - 1) / n) * p[k - 2];
    }
    return p;
}

// The running integral is tabulated on [-reach, reach], beyond which the function has died out.
constexpr int cells = 4096;
double reach(int order) {
    return std::sqrt(2.0 * order + 1) + 6;
}

/// int_(-inf)^u phi_n at the edges of the cells, minus half of the whole: (1/2) int sgn(u - t) phi_n(t) dt.
std::vector<double> centred_integral(int n) {
    const double end = reach(n), width = 2 * end / cells;
    const auto phi = [n](double u) { return hermite_functions(n, u).back(); };
    std::vector<double> sums{0};
    double left = phi(-end);
    for (int k = 0; k < cells; ++k) {
        const double u = -end + width * k, right = phi(u + width);
        sums.push_back(sums.back() + width / 6 * (left + 4 * phi(u + width / 2) + right));
        left = right;
    }
    const double half = sums.back() / 2;
    for (double& sum : sums) sum -= half;
    return sums;
}

double interpolate(const std::vector<double>& table, double end, double u) {
    const double at = (u + end) / (2 * end) * cells;
    if (at <= 0) return table.front();
    if (at >= cells) return table.back();
    const auto k = static_cast<std::size_t>(at);
    const double t = at - static_cast<double>(k);
    return table[k] + t * (table[k + 1] - table[k]);
}

double square_sum(const std::vector<double>& p, int count) {
    double sum = 0;
    for (int k = 0; k < count; ++k) sum += p[static_cast<std::size_t>(k)] * p[static_cast<std::size_t>(k)];
    return sum;
}

}  // namespace

bool HermiteDensity::known(double beta, int levels) {
    const bool classical = beta == 1 || beta == 2 || beta == 4;
    return levels == 2 || (classical && levels >= 1 && levels <= most_levels);
}

HermiteDensity::HermiteDensity(double beta, int levels, double variance)
    : beta_(beta), levels_(levels), scale_(std::sqrt(beta == 1 || levels == 2 ? variance : 2 * variance)) {
    if (!known(beta, levels)) throw std::invalid_argument("no exact density for these levels");
    if (levels == 2) {
        norm_ = integrate([this](double u) { return unscaled(u); }, -12, 12, 12);
        return;
    }
    if (beta == 1) {
        integral_ = centred_integral(levels);
        if (levels % 2 == 1)
            odd_norm_ = integrate([levels](double u) { return hermite_functions(levels - 1, u).back(); },
                                  -reach(levels), reach(levels), 40);
    }
    if (beta == 4) integral_ = centred_integral(2 * levels + 1);
}

/// In units of the scale, normalised to N (for N = 2: not normalised).
double HermiteDensity::unscaled(double u) const {
    const int n = levels_;
    if (n == 2)
        return std::exp(-u * u / 2) * integrate(
                                          [&](double d) {
                                              const double a = u - d, b = u + d;
                                              return std::pow(d, beta_) * (std::exp(-a * a / 2) + std::exp(-b * b / 2));
                                          },
                                          0, 24, 12);
    if (beta_ == 2) return square_sum(hermite_functions(n - 1, u), n);
    if (beta_ == 1) {  // Mehta (7.2.27): sum, plus sqrt(N/2) phi_(N-1) eps phi_N, plus a term for odd N
        const auto p = hermite_functions(n - 1, u);
        const double sum = square_sum(p, n) + std::sqrt(n / 2.0) * p.back() * interpolate(integral_, reach(n), u);
        return n % 2 == 1 ? sum + p.back() / odd_norm_ : sum;
    }
    const auto p = hermite_functions(2 * n, u);
    return (square_sum(p, 2 * n + 1) + std::sqrt(n + 0.5) * p.back() * interpolate(integral_, reach(2 * n + 1), u)) / 2;
}

double HermiteDensity::density(double x) const {
    const double value = unscaled(x / scale_) / scale_;
    return levels_ == 2 ? value / norm_ : value / levels_;
}

std::string HermiteDensity::source() const {
    if (levels_ == 2) return "exact: two levels, integrated numerically";
    return "M. L. Mehta, Random Matrices, 3rd ed. 2004, chapters 6 (β = 2), 7 (β = 1) and 11 (β = 4)";
}

bool LaguerreDensity::known(double beta, int levels) {
    return beta == 2 && levels >= 1 && levels <= most_levels;
}

LaguerreDensity::LaguerreDensity(double beta, int levels, double rows, double variance)
    : levels_(levels), power_(rows - levels), scale_(2 * variance) {
    if (!known(beta, levels) || rows < levels) throw std::invalid_argument("no exact density for these levels");
}

double LaguerreDensity::density(double x) const {
    const double u = x / scale_, a = power_;
    if (u <= 0) return 0;
    // Orthonormal Laguerre functions by their recurrence.
    double previous = 0, current = std::exp((a * std::log(u) - u - std::lgamma(a + 1)) / 2), sum = current * current;
    for (int k = 1; k < levels_; ++k) {
        const double n = k;
        const double next =
            ((2 * n - 1 + a - u) * current - std::sqrt((n - 1) * (n - 1 + a)) * previous) / std::sqrt(n * (n + a));
        previous = current;
        current = next;
        sum += current * current;
    }
    return sum / (levels_ * scale_);
}

std::string LaguerreDensity::source() const {
    return "M. L. Mehta, Random Matrices, 3rd ed. 2004, chapter 19";
}

}  // namespace langevin::spectra
