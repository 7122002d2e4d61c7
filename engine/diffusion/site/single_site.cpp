// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/single_site.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>

namespace langevin::diffusion {
namespace {

constexpr double smallest_table_sigma = 0.02;
constexpr std::size_t intervals = 512;  // of a table of E[phi|y], y >= 0
constexpr std::size_t most_tables = 2048;

}  // namespace

/// E[phi|y] at y = 0, step, 2 step, ..., and its slope times step.
struct SingleSite::Table {
    double step = 0;
    std::vector<double> mean, rise;

    bool contains(double y) const { return std::abs(y) < step * intervals; }
    double at(double y) const {
        const double place = std::abs(y) / step;
        const auto k = static_cast<std::size_t>(place);
        const double u = place - static_cast<double>(k), v = 1 - u;
        const double value =
            v * v * (1 + 2 * u) * mean[k] + u * u * (1 + 2 * v) * mean[k + 1] + u * v * (v * rise[k] - u * rise[k + 1]);
        return y < 0 ? -value : value;
    }
};

struct SingleSite::Tables {
    std::mutex mutex;
    std::map<double, std::shared_ptr<const Table>> of;  // of this sigma
};

SingleSite::SingleSite(double mu2, double g)
    : mu2_(mu2), g_(g), lowest_(mu2 < 0 ? -1.5 * mu2 * mu2 / g : 0), tables_(std::make_shared<Tables>()) {
    reach_ = place_of(40);
    norm_ = integral([](double) { return 1.0; });
    log_partition_ = std::log(norm_) - lowest_;
}

double SingleSite::place_of(double above) const {
    // g/24 x^2 + mu2/2 x = above + lowest with x = phi^2, in the form that loses no digits.
    const double value = above + lowest_, half = mu2_ / 2, root = std::sqrt(half * half + g_ * value / 6);
    return std::sqrt(half > 0 ? 2 * value / (half + root) : (root - half) / (g_ / 12));
}

/// Of f exp(-(S - lowest)).
template <class Function>
double SingleSite::integral(Function f) const {
    constexpr int points = 2000;
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
    return integral([n](double phi) { return std::pow(phi, n); }) / norm_;
}

double SingleSite::mean_modulus() const {
    // A kink at zero costs the trapezium rule its accuracy: both halves end there, with the end-point correction.
    constexpr int points = 4000;
    const double h = reach_ / points;
    double sum = 0;
    for (int i = 1; i <= points; ++i) sum += h * i * std::exp(lowest_ - action(h * i));
    const double correction = h / 12 * std::exp(lowest_);  // Euler-Maclaurin: h^2/12 f'(0), and f'(0) = exp(lowest)
    return 2 * (sum + correction) * h / norm_;
}

double SingleSite::log_density(double sigma, double y) const {
    return sigma > 0 ? posterior(sigma, y).log_density : -action(y) - log_partition_;
}

/// The largest phi at which -S - (phi - y)^2 / (2 sigma^2) is stationary, y >= 0: by Newton's rule from above, where
/// the cubic is convex.
double SingleSite::highest_mode(double sigma, double y) const {
    const double pull = y / (sigma * sigma), linear = mu2_ + 1 / (sigma * sigma);
    double phi = std::cbrt(6 * pull / g_);
    phi = linear > 0 ? std::min(phi, pull / linear) : phi + std::sqrt(-6 * linear / g_);
    for (int i = 0; i < 50; ++i) {
        const double move = ((g_ / 6 * phi * phi + linear) * phi - pull) / (g_ / 2 * phi * phi + linear);
        if (!(move > 1e-12 * phi)) break;  // at the end, or 0 / 0 at a threefold root
        phi -= move;
    }
    return phi;
}

SingleSite::Posterior SingleSite::posterior(double sigma, double y) const {
    if (y < 0) {
        auto mirrored = posterior(sigma, -y);
        mirrored.mean = -mirrored.mean;
        return mirrored;
    }
    // Everything about the highest mode, which is the main one: the exponent -S - (phi - y)^2 / (2 sigma^2) is a
    // quartic polynomial, stationary there, so that no digits are lost however far away y is.
    const double variance = sigma * sigma, curvature = mu2_ + 1 / variance;
    const double mode = highest_mode(sigma, y), steep = curvature + g_ / 2 * mode * mode;
    const auto fall = [=, g = g_](double d) { return (steep / 2 + (mode / 6 + d / 24) * g * d) * d * d; };
    constexpr double negligible = 45;
    // Above it the exponent falls at least as a normal law of the curvature there and as the fourth power; below it
    // falls as well, to phi = 0 or, where all is concave, for ever.
    const double quartic = std::pow(24 * negligible / g_, 0.25);
    const double high = steep > 0 ? std::min(quartic, std::sqrt(2 * negligible / steep)) : quartic;
    double low = curvature > 0 ? std::max(-2 * mode - high, -std::sqrt(2 * negligible / curvature)) : -mode;
    double above = 0;
    for (int i = 0; i < 60 && fall(low) > negligible && above - low > high / 4; ++i) {
        const double middle = (above + low) / 2;
        (fall(middle) > negligible ? low : above) = middle;
    }
    // The same at -phi is smaller by exp(-2 phi y / sigma^2), which a second well may survive.
    if (curvature <= 0 && 2 * (mode + low) * y / variance < negligible) low = -2 * mode - high;
    const double narrowest = 1 / std::sqrt(curvature + g_ / 2 * (mode + high) * (mode + high));
    const int points = std::max(2, static_cast<int>(std::ceil((high - low) / (0.5 * narrowest))));
    const double h = (high - low) / points;
    double norm = 0, first = 0, second = 0;
    for (int i = 0; i <= points; ++i) {
        const double d = low + h * i, weight = std::exp(-fall(d));
        norm += weight;
        first += weight * d;
        second += weight * d * d;
    }
    const double shift = first / norm, largest = -action(mode) - (mode - y) * (mode - y) / (2 * variance);
    return {mode + shift, second / norm - shift * shift,
            std::log(norm * h) + largest - log_partition_ - std::log(2 * std::numbers::pi * variance) / 2};
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

std::shared_ptr<const SingleSite::Table> SingleSite::table(double sigma) const {
    const std::lock_guard lock(tables_->mutex);
    if (const auto found = tables_->of.find(sigma); found != tables_->of.end()) return found->second;
    auto made = std::make_shared<Table>();
    made->step = (reach_ + 7 * sigma) / intervals;
    for (std::size_t k = 0; k <= intervals; ++k) {
        const auto p = posterior(sigma, made->step * static_cast<double>(k));
        made->mean.push_back(p.mean);
        made->rise.push_back(made->step * p.variance / (sigma * sigma));
    }
    if (tables_->of.size() >= most_tables) tables_->of.clear();
    return tables_->of[sigma] = std::move(made);
}

void SingleSite::evaluate(double sigma, std::span<const double> y, std::span<double> score) const {
    if (sigma < smallest_table_sigma || y.size() < intervals / 2) {
        for (std::size_t i = 0; i < y.size(); ++i) score[i] = exact(sigma, y[i]);
        return;
    }
    const auto known = table(sigma);
    const double variance = sigma * sigma;
    for (std::size_t i = 0; i < y.size(); ++i)
        score[i] = known->contains(y[i]) ? (known->at(y[i]) - y[i]) / variance : exact(sigma, y[i]);
}

}  // namespace langevin::diffusion
