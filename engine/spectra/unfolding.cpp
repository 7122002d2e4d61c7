// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/unfolding.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

namespace langevin::spectra {
namespace {

constexpr std::size_t knots_per_level = 4;
constexpr std::size_t local_window = 10;
constexpr int polynomial_degree = 7;

std::vector<double> from_gaps(const std::vector<double>& gaps) {
    std::vector<double> u(gaps.size() + 1);
    u[0] = 0.5;
    for (std::size_t i = 0; i < gaps.size(); ++i) u[i + 1] = u[i] + gaps[i];
    return u;
}

std::vector<double> by_local_mean(std::span<const double> x) {
    const std::size_t n = x.size();
    std::vector<double> gaps(n - 1);
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const std::size_t first = i > local_window ? i - local_window : 0;
        const std::size_t last = std::min(n - 1, i + 1 + local_window);
        gaps[i] = (x[i + 1] - x[i]) * static_cast<double>(last - first) / (x[last] - x[first]);
    }
    return from_gaps(gaps);
}

/// Least squares through (x_i, i + 1/2) of the central 80 % of the levels; extended along its tangents.
std::vector<double> by_polynomial(std::span<const double> x) {
    const auto n = static_cast<Eigen::Index>(x.size());
    const Eigen::Index margin = n / 10, used = n - 2 * margin;
    const int degree = static_cast<int>(std::min<Eigen::Index>(polynomial_degree, used - 1));
    const double low = x[static_cast<std::size_t>(margin)], high = x[static_cast<std::size_t>(n - 1 - margin)];
    const double middle = (low + high) / 2, half = (high - low) / 2;
    Eigen::MatrixXd powers(used, degree + 1);
    Eigen::VectorXd ranks(used);
    for (Eigen::Index i = 0; i < used; ++i) {
        const double t = (x[static_cast<std::size_t>(margin + i)] - middle) / half;
        double power = 1;
        for (int d = 0; d <= degree; ++d, power *= t) powers(i, d) = power;
        ranks[i] = static_cast<double>(margin + i) + 0.5;
    }
    const Eigen::VectorXd c = powers.householderQr().solve(ranks);
    const auto value = [&](double t) {
        double sum = 0;
        for (int d = degree; d >= 0; --d) sum = sum * t + c[d];
        return sum;
    };
    const auto slope = [&](double t) {
        double sum = 0;
        for (int d = degree; d >= 1; --d) sum = sum * t + d * c[d];
        return sum;
    };
    std::vector<double> u(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = (x[i] - middle) / half, inside = std::clamp(t, -1.0, 1.0);
        u[i] = value(inside) + (t - inside) * slope(inside);
    }
    return u;
}

}  // namespace

Bulk bulk_of(std::size_t levels, double fraction) {
    const auto n = static_cast<double>(levels);
    const auto first = static_cast<std::size_t>(n * (1 - fraction) / 2);
    const std::size_t last = std::max(levels - first, first + 1);
    if (last - first >= 2 || levels < 2) return {first, last};
    const std::size_t begin = std::min(first, levels - 2);
    return {begin, begin + 2};
}

Unfolder::Unfolder(Unfolding method, const SpectrumStore& store, double bulk, std::function<double(double)> cumulative)
    : method_(method), cumulative_(std::move(cumulative)) {
    if (method_ == Unfolding::analytic && !cumulative_) method_ = Unfolding::staircase;
    const std::size_t n = store.levels();
    if (method_ == Unfolding::staircase) {
        std::vector<double> all;
        for (std::size_t t = 0; t < store.times(); ++t)
            for (std::size_t c = 0; c < store.copies(); ++c) {
                const auto x = store.spectrum(t, c);
                all.insert(all.end(), x.begin(), x.end());
            }
        std::sort(all.begin(), all.end());
        const std::size_t count = std::min(knots_per_level * n, all.size() > 1 ? all.size() - 1 : 1);
        per_knot_ = static_cast<double>(n) / static_cast<double>(count);
        for (std::size_t k = 0; k <= count && !all.empty(); ++k) knots_.push_back(all[k * (all.size() - 1) / count]);
    }
    if (method_ != Unfolding::gap_mean && method_ != Unfolding::none) return;
    mean_gaps_.assign(n - 1, 0);
    const double share = 1.0 / static_cast<double>(std::max<std::size_t>(1, store.times() * store.copies()));
    for (std::size_t t = 0; t < store.times(); ++t)
        for (std::size_t c = 0; c < store.copies(); ++c) {
            const auto x = store.spectrum(t, c);
            for (std::size_t i = 0; i + 1 < n; ++i) mean_gaps_[i] += (x[i + 1] - x[i]) * share;
        }
    if (method_ == Unfolding::gap_mean) return;
    const auto [first, last] = bulk_of(n, bulk);
    double sum = 0;
    for (std::size_t i = first; i + 1 < last; ++i) sum += mean_gaps_[i];
    std::fill(mean_gaps_.begin(), mean_gaps_.end(), sum / static_cast<double>(last - first - 1));
}

double Unfolder::staircase(double x) const {
    if (knots_.size() < 2) return 0;
    const auto above = std::upper_bound(knots_.begin() + 1, knots_.end() - 1, x);
    const auto k = static_cast<std::size_t>(above - knots_.begin());
    const double width = knots_[k] - knots_[k - 1];
    const double part = width > 0 ? (x - knots_[k - 1]) / width : 0.5;
    return per_knot_ * (static_cast<double>(k - 1) + std::clamp(part, -1.0, 2.0));
}

std::vector<double> Unfolder::operator()(std::span<const double> x) const {
    const auto n = static_cast<double>(x.size());
    std::vector<double> u(x.size());
    switch (method_) {
        case Unfolding::analytic:
            for (std::size_t i = 0; i < x.size(); ++i) u[i] = n * cumulative_(x[i]);
            return u;
        case Unfolding::staircase:
            for (std::size_t i = 0; i < x.size(); ++i) u[i] = staircase(x[i]);
            return u;
        case Unfolding::polynomial:
            return x.size() > 4 ? by_polynomial(x) : by_local_mean(x);
        case Unfolding::local:
            return by_local_mean(x);
        case Unfolding::gap_mean:
        case Unfolding::none:
            break;
    }
    std::vector<double> gaps(x.size() - 1);
    for (std::size_t i = 0; i < gaps.size(); ++i) gaps[i] = (x[i + 1] - x[i]) / mean_gaps_[i];
    return from_gaps(gaps);
}

}  // namespace langevin::spectra
