// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/score.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace langevin::diffusion {
namespace {

constexpr double smallest_table_sigma = 0.02;

double log_cosh(double x) {
    const double a = std::abs(x);
    return a + std::log1p(std::exp(-2 * a)) - std::numbers::ln2;
}

/// Beyond this |phi| the density is below exp(-80) of its peak.
double reach_of(double mu2, double g) {
    const double lowest = mu2 < 0 ? -1.5 * mu2 * mu2 / g : 0;
    double phi = 1;
    while (mu2 / 2 * phi * phi + g / 24 * std::pow(phi, 4) - lowest < 80) phi *= 1.05;
    return phi;
}

}  // namespace

void GaussianScore::evaluate(double sigma, std::span<const double> y, std::span<double> score) const {
    const std::size_t d = variances_.size();
    const double noise = sigma * sigma;
    for (std::size_t first = 0; first < y.size(); first += d)
        for (std::size_t i = 0; i < d; ++i) score[first + i] = -y[first + i] / (variances_[i] + noise);
}

double GaussianScore::divergence(double sigma, std::span<const double>) const {
    double sum = 0;
    for (const double c : variances_) sum -= 1 / (c + sigma * sigma);
    return sum;
}

void TwoPeaks::evaluate(double sigma, std::span<const double> y, std::span<double> score) const {
    const double variance = s0_ * s0_ + sigma * sigma;
    for (std::size_t i = 0; i < y.size(); ++i) score[i] = (-y[i] + mu0_ * std::tanh(mu0_ * y[i] / variance)) / variance;
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

SingleSite::SingleSite(double mu2, double g) : mu2_(mu2), g_(g), reach_(reach_of(mu2, g)) {
    lowest_ = mu2 < 0 ? -1.5 * mu2 * mu2 / g : 0;
    partition_ = std::exp(-lowest_) * integral([](double) { return 1.0; });
}

double SingleSite::action(double phi) const {
    return (mu2_ / 2 + g_ / 24 * phi * phi) * phi * phi;
}

/// Of f exp(-(S - lowest)).
template <class Function>
double SingleSite::integral(Function f) const {
    constexpr int points = 4000;
    const double h = 2 * reach_ / points;
    double sum = 0;
    for (int i = 0; i <= points; ++i) {
        const double phi = -reach_ + h * i;
        sum += f(phi) * std::exp(lowest_ - action(phi));
    }
    return sum * h;
}

double SingleSite::moment(int n) const {
    if (n % 2) return 0;
    return integral([n](double phi) { return std::pow(phi, n); }) * std::exp(-lowest_) / partition_;
}

double SingleSite::mean_modulus() const {
    // A kink at zero costs the trapezium rule its accuracy: both halves end there, with the end-point correction.
    constexpr int points = 4000;
    const double h = reach_ / points;
    double sum = 0;
    for (int i = 1; i <= points; ++i) sum += h * i * std::exp(lowest_ - action(h * i));
    const double correction = h / 12 * std::exp(lowest_);  // Euler-Maclaurin: h^2/12 f'(0), and f'(0) = exp(lowest)
    return 2 * (sum + correction) * h * std::exp(-lowest_) / partition_;
}

double SingleSite::density(double phi) const {
    return std::exp(-action(phi)) / partition_;
}

double SingleSite::cumulative(double phi) const {
    if (phi <= -reach_) return 0;
    if (phi >= reach_) return 1;
    constexpr int panels = 400;  // Simpson
    const double h = phi / (2 * panels);
    double sum = density(0) + density(phi);
    for (int i = 1; i < 2 * panels; ++i) sum += (i % 2 ? 4 : 2) * density(h * i);
    return 0.5 + sum * h / 3;
}

SingleSite::Posterior SingleSite::posterior(double sigma, double y) const {
    const double h = std::min(0.02, sigma / 4);
    const double variance = sigma * sigma;
    const auto exponent = [&](double phi) { return -action(phi) - (phi - y) * (phi - y) / (2 * variance); };
    // Where the noise is weak only the neighbourhood of y counts, and where the force takes it.
    const double reach = std::max(reach_, std::abs(y)), shift_by_force = variance * force(y);
    const bool weak = sigma < 0.25;
    const double low = weak ? y - 9 * sigma + std::min(0.0, shift_by_force) : -reach;
    const double high = weak ? y + 9 * sigma + std::max(0.0, shift_by_force) : reach;
    const int points = static_cast<int>(std::ceil((high - low) / h));
    double largest = -1e300;
    for (int i = 0; i <= points; ++i) largest = std::max(largest, exponent(low + h * i));
    double norm = 0, first = 0, second = 0;
    for (int i = 0; i <= points; ++i) {
        const double phi = low + h * i, weight = std::exp(exponent(phi) - largest);
        norm += weight;
        first += weight * (phi - y);
        second += weight * (phi - y) * (phi - y);
    }
    const double shift = first / norm;
    return {y + shift, second / norm - shift * shift,
            std::log(norm * h) + largest - std::log(partition_) - std::log(2 * std::numbers::pi * variance) / 2};
}

double SingleSite::exact(double sigma, double y) const {
    if (sigma < smallest_table_sigma) {
        const double f = force(y), slope = -mu2_ - g_ * y * y / 2, bend = -g_ * y;
        return f + sigma * sigma / 2 * (bend + 2 * f * slope);
    }
    return (posterior(sigma, y).mean - y) / (sigma * sigma);
}

double SingleSite::divergence(double sigma, std::span<const double> y) const {
    const double variance = sigma * sigma;
    if (sigma >= smallest_table_sigma) return (posterior(sigma, y[0]).variance / variance - 1) / variance;
    const double f = force(y[0]), slope = -mu2_ - g_ * y[0] * y[0] / 2, bend = -g_ * y[0];
    return slope + variance / 2 * (-g_ + 2 * slope * slope + 2 * f * bend);
}

void SingleSite::evaluate(double sigma, std::span<const double> y, std::span<double> score) const {
    constexpr std::size_t intervals = 400;
    if (sigma < smallest_table_sigma || y.size() < intervals) {
        for (std::size_t i = 0; i < y.size(); ++i) score[i] = exact(sigma, y[i]);
        return;
    }
    const auto [lowest, highest] = std::minmax_element(y.begin(), y.end());
    const double low = *lowest, h = std::max(*highest - low, 1e-9) / intervals;
    std::vector<Posterior> table(intervals + 1);
    for (std::size_t k = 0; k <= intervals; ++k) table[k] = posterior(sigma, low + h * static_cast<double>(k));
    const double variance = sigma * sigma;
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double place = (y[i] - low) / h;
        const auto k = std::min(static_cast<std::size_t>(place), intervals - 1);
        const double u = place - static_cast<double>(k), v = 1 - u;
        const auto &a = table[k], &b = table[k + 1];
        const double mean = v * v * (1 + 2 * u) * a.mean + u * u * (1 + 2 * v) * b.mean +
                            h / variance * u * v * (v * a.variance - u * b.variance);
        score[i] = (mean - y[i]) / variance;
    }
}

}  // namespace langevin::diffusion
