// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/cumulants.h"

#include <array>
#include <cmath>

namespace langevin::diffusion {
namespace {

double binomial(std::size_t n, std::size_t k) {
    double result = 1;
    for (std::size_t i = 1; i <= k; ++i) result *= static_cast<double>(n - k + i) / static_cast<double>(i);
    return result;
}

/// From <x^2>, <x^4>, <x^6>, <x^8> of a symmetric law.
double even_cumulant(int order, const std::array<double, 4>& m) {
    const auto [m2, m4, m6, m8] = m;
    switch (order) {
        case 2:
            return m2;
        case 4:
            return m4 - 3 * m2 * m2;
        case 6:
            return m6 - 15 * m4 * m2 + 30 * m2 * m2 * m2;
        default:
            return m8 - 28 * m6 * m2 - 35 * m4 * m4 + 420 * m4 * m2 * m2 - 630 * m2 * m2 * m2 * m2;
    }
}

double even_normalised_cumulant(int order, const std::array<double, 4>& m) {
    return even_cumulant(order, m) / std::pow(m[0], order / 2);
}

}  // namespace

std::vector<double> cumulants_of_moments(std::span<const double> moments) {
    std::vector<double> k(moments.size());
    for (std::size_t n = 1; n <= moments.size(); ++n) {
        k[n - 1] = moments[n - 1];
        for (std::size_t i = 1; i < n; ++i) k[n - 1] -= binomial(n - 1, i - 1) * k[i - 1] * moments[n - i - 1];
    }
    return k;
}

std::vector<double> moments_of_cumulants(std::span<const double> cumulants) {
    std::vector<double> m(cumulants.size());
    for (std::size_t n = 1; n <= cumulants.size(); ++n) {
        m[n - 1] = cumulants[n - 1];
        for (std::size_t i = 1; i < n; ++i) m[n - 1] += binomial(n - 1, i - 1) * cumulants[i - 1] * m[n - i - 1];
    }
    return m;
}

std::vector<double> diffused_cumulants(std::span<const double> cumulants, double mean, double noise) {
    std::vector<double> result(cumulants.begin(), cumulants.end());
    double factor = 1;
    for (auto& k : result) k *= factor *= mean;
    if (result.size() > 1) result[1] += noise * noise;
    return result;
}

void CumulantSums::add(std::span<const double> samples) {
    for (const double x : samples) {
        const auto g = count_++ % groups;
        const double x2 = x * x, x4 = x2 * x2;
        ++counts_[g];
        sums_[g][0] += x2;
        sums_[g][1] += x4;
        sums_[g][2] += x4 * x2;
        sums_[g][3] += x4 * x4;
    }
}

statistics::Estimate CumulantSums::cumulant(int order) const {
    return jackknife(even_cumulant, order);
}

statistics::Estimate CumulantSums::normalised_cumulant(int order) const {
    return jackknife(even_normalised_cumulant, order);
}

statistics::Estimate CumulantSums::jackknife(double (*function)(int, const std::array<double, 4>&), int order) const {
    if (count_ < 2 * groups) return {.error = std::nan("")};
    std::array<double, 4> all = {};
    for (const auto& sums : sums_)
        for (std::size_t k = 0; k < 4; ++k) all[k] += sums[k];
    const auto of = [=](std::array<double, 4> sums, std::uint64_t count) {
        for (auto& s : sums) s /= static_cast<double>(count);
        return function(order, sums);
    };
    const double whole = of(all, count_);
    double mean = 0, square = 0;
    for (int g = 0; g < groups; ++g) {
        auto rest = all;
        for (std::size_t k = 0; k < 4; ++k) rest[k] -= sums_[g][k];
        const double value = of(rest, count_ - counts_[g]) - whole;
        mean += value / groups;
        square += value * value / groups;
    }
    return {.value = whole - (groups - 1) * mean,
            .error = std::sqrt((groups - 1) * (square - mean * mean)),
            .tau = 0.5,
            .effective_samples = static_cast<double>(count_),
            .reliable = true};
}

std::vector<double> CumulantSums::state() const {
    std::vector<double> state;
    for (int g = 0; g < groups; ++g) {
        state.insert(state.end(), std::begin(sums_[g]), std::end(sums_[g]));
        state.push_back(static_cast<double>(counts_[g]));
    }
    return state;
}

void CumulantSums::restore(std::span<const double> state) {
    count_ = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t k = 0; k < 4; ++k) sums_[g][k] = state[5 * g + k];
        counts_[g] = static_cast<std::uint64_t>(state[5 * g + 4]);
        count_ += counts_[g];
    }
}

double cumulant_error(int order, std::span<const double> even_moments, double samples) {
    const auto m = [&](int n) { return n == 0 ? 1.0 : even_moments[static_cast<std::size_t>(n / 2 - 1)]; };
    // Slopes of the cumulant with respect to m2, m4, m6, m8.
    std::array<double, 4> slope = {1, 0, 0, 0};
    if (order == 4) slope = {-6 * m(2), 1, 0, 0};
    if (order == 6) slope = {-15 * m(4) + 90 * m(2) * m(2), -15 * m(2), 1, 0};
    if (order == 8)
        slope = {-28 * m(6) + 840 * m(4) * m(2) - 2520 * std::pow(m(2), 3), -70 * m(4) + 420 * m(2) * m(2), -28 * m(2),
                 1};
    double variance = 0;
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j)
            variance += slope[static_cast<std::size_t>(i)] * slope[static_cast<std::size_t>(j)] *
                        (m(2 * i + 2 * j + 4) - m(2 * i + 2) * m(2 * j + 2));
    return std::sqrt(variance / samples);
}

}  // namespace langevin::diffusion
