// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/statistics/autocorrelation.h"

/// Cumulants and what a forward process does to them: G. Aarts, D. E. Habibi, L. Wang, K. Zhou, arXiv:2410.21212.
namespace langevin::diffusion {

/// kappa_1 ... kappa_n of raw moments m_1 ... m_n:  k_n = m_n - sum_{i<n} C(n-1, i-1) k_i m_{n-i}.
std::vector<double> cumulants_of_moments(std::span<const double> moments);
/// The inverse.
std::vector<double> moments_of_cumulants(std::span<const double> cumulants);

/// Of x = mean x_0 + noise z: kappa_2 -> mean^2 kappa_2 + noise^2, all others times mean^n.
std::vector<double> diffused_cumulants(std::span<const double> cumulants, double mean, double noise);

/// Running sums of even powers of independent samples, up to x^8, in groups for the jackknife. Value type.
class CumulantSums {
  public:
    static constexpr int groups = 50;

    /// Samples are dealt to the groups in order.
    void add(std::span<const double> samples);
    std::uint64_t samples() const { return count_; }
    /// kappa_order for order 2, 4, 6 or 8 of a law that is symmetric about 0 (odd moments are taken as 0), with the
    /// jackknife error over groups, and its leading bias removed.
    statistics::Estimate cumulant(int order) const;
    /// kappa_order / kappa_2^(order / 2), likewise: 0 for a normal law.
    statistics::Estimate normalised_cumulant(int order) const;

    std::vector<double> state() const;
    void restore(std::span<const double> state);

  private:
    statistics::Estimate jackknife(double (*function)(int order, const std::array<double, 4>& moments),
                                   int order) const;

    double sums_[groups][4] = {};
    std::uint64_t counts_[groups] = {};
    std::uint64_t count_ = 0;
};

/// Standard error of a sample cumulant of `samples` independent samples of a symmetric law with these moments
/// <x^2>, <x^4>, ..., <x^16>: linear error propagation.
double cumulant_error(int order, std::span<const double> even_moments, double samples);

}  // namespace langevin::diffusion
