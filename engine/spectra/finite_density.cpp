// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/finite_density.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "engine/spectra/special_functions.h"

namespace langevin::spectra {
namespace {

using std::numbers::pi, std::numbers::sqrt2;

constexpr int most_levels = 200;

bool is_classical(double beta) {
    return beta == 1 || beta == 2 || beta == 4;
}

/// Orthonormal Hermite functions phi_0 ... phi_last of weight exp(-u^2).
std::vector<double> hermite_functions(int last, double u) {
    std::vector<double> p(static_cast<std::size_t>(last) + 1);
    p[0] = std::pow(pi, -0.25) * std::exp(-u * u / 2);
    if (last > 0) p[1] = std::sqrt(2.0) * u * p[0];
    for (std::size_t k = 2; k < p.size(); ++k) {
        const auto n = static_cast<double>(k);
        p[k] = std::sqrt(2 / n) * u * p[k - 1] - std::sqrt((n - 1) / n) * p[k - 2];
    }
    return p;
}

/// (1/2) int sgn(u - t) phi_n(t) dt, n = phi.size(), from phi_0 ... phi_(n-1) at u. phi_k' = sqrt(k/2) phi_(k-1) -
/// sqrt((k+1)/2) phi_(k+1) leads from one order to the next but one; each step shrinks the rounding before it.
double centred_integral(const std::vector<double>& phi, double u) {
    const std::size_t n = phi.size();
    const bool even = n % 2 == 0;
    double value = even ? std::pow(pi, 0.25) / sqrt2 * std::erf(u / sqrt2) : -sqrt2 * phi[0];
    for (std::size_t k = even ? 0 : 1; k < n; k += 2) {
        const auto order = static_cast<double>(k);
        value = std::sqrt((order + 1) / (order + 2)) * value - std::sqrt(2 / (order + 2)) * phi[k + 1];
    }
    return value;
}

/// int phi_n, n even.
double whole_integral(int n) {
    double value = std::pow(pi, 0.25) * sqrt2;
    for (int k = 0; k < n; k += 2) value *= std::sqrt((k + 1.0) / (k + 2.0));
    return value;
}

double square_sum(const std::vector<double>& values) {
    return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

/// Mehta (7.2.27).
double orthogonal(int n, double u) {
    const auto phi = hermite_functions(n - 1, u);
    const double sum = square_sum(phi) + std::sqrt(n / 2.0) * phi.back() * centred_integral(phi, u);
    return n % 2 == 1 ? sum + phi.back() / whole_integral(n - 1) : sum;
}

double symplectic(int n, double u) {
    const auto phi = hermite_functions(2 * n, u);
    return (square_sum(phi) + std::sqrt(n + 0.5) * phi.back() * centred_integral(phi, u)) / 2;
}

/// Two levels, any beta, normalised to one. All terms of the hypergeometric series are positive; its size is kept in
/// the exponent.
double two_levels(double beta, double y) {
    const double z = y * y / 2;
    if (z > 2 * beta + 1500) return 0;  // below the smallest double
    double log_scale = -y * y - beta / 2 * std::numbers::ln2 - std::log(2 * pi) / 2, sum = 1, term = 1;
    for (int k = 0; term > 1e-17 * sum; ++k) {
        term *= ((beta + 1) / 2 + k) / (0.5 + k) * z / (k + 1);
        sum += term;
        if (sum < 1e200) continue;
        log_scale += std::log(sum);
        term /= sum;
        sum = 1;
    }
    return std::exp(log_scale + std::log(sum));
}

/// Orthonormal Laguerre functions phi_0 ... phi_last of weight u^a exp(-u), u > 0.
std::vector<double> laguerre_functions(int last, double a, double u) {
    std::vector<double> p(static_cast<std::size_t>(last) + 1);
    p[0] = std::exp((a * std::log(u) - u - std::lgamma(a + 1)) / 2);
    for (std::size_t k = 1; k < p.size(); ++k) {
        const auto n = static_cast<double>(k);
        const double before = k > 1 ? std::sqrt((n - 1) * (n - 1 + a)) * p[k - 2] : 0;
        p[k] = ((2 * n - 1 + a - u) * p[k - 1] - before) / std::sqrt(n * (n + a));
    }
    return p;
}

/// beta = 1, in units in which the weight is u^((a-1)/2) exp(-u/2); normalised to N. See the header.
double orthogonal_laguerre(int levels, double a, double u) {
    const auto b = [a](int k) { return std::sqrt(k * (k + a)); };
    auto phi = laguerre_functions(levels - 1, a, u);
    const double last = phi.back() / std::sqrt(u);  // eta_(N-1)
    phi.pop_back();

    const double half = (a + 1) / 2;
    const double whole = std::exp(half * std::numbers::ln2 + std::lgamma(half) - std::lgamma(a + 1) / 2);  // int eta_0
    if (levels == 1) return last / whole;

    // eps eta_(N-2), two orders at a time from eps eta_0 or from eps eta_(-1) = 0.
    const bool even = levels % 2 == 0;
    double centred = even ? whole * (incomplete_gamma(half, u / 2) - 0.5) : 0;
    for (int k = even ? 1 : 0; k < levels - 2; k += 2)
        centred = (2 * std::sqrt(u) * phi[static_cast<std::size_t>(k)] + b(k) * centred) / b(k + 1);

    const double sum = square_sum(phi) - b(levels - 1) / 2 * last * centred;
    if (even) return sum;
    double integral = whole;  // int eta_(N-1)
    for (int k = 1; k < levels - 1; k += 2) integral *= b(k) / b(k + 1);
    return sum + last / integral;
}

}  // namespace

bool HermiteDensity::known(double beta, int levels) {
    return (beta > 0 && levels == 2) || (is_classical(beta) && levels >= 1 && levels <= most_levels);
}

HermiteDensity::HermiteDensity(double beta, int levels, double variance)
    : beta_(beta), levels_(levels), scale_(std::sqrt(beta == 2 || beta == 4 ? 2 * variance : variance)) {
    if (!known(beta, levels) || !(variance > 0)) throw std::invalid_argument("no exact density for these levels");
}

double HermiteDensity::density(double x) const {
    const double u = x / scale_;
    if (!is_classical(beta_)) return two_levels(beta_, u) / scale_;
    const double density = beta_ == 1   ? orthogonal(levels_, u)
                           : beta_ == 2 ? square_sum(hermite_functions(levels_ - 1, u))
                                        : symplectic(levels_, u);
    return density / (levels_ * scale_);
}

std::string HermiteDensity::source() const {
    if (!is_classical(beta_)) return "exact: two levels, one integrated out";
    return "M. L. Mehta, Random Matrices, 3rd ed. 2004, chapters 6 (β = 2), 7 (β = 1) and 11 (β = 4)";
}

bool LaguerreDensity::known(double beta, int levels) {
    return (beta == 1 || beta == 2) && levels >= 1 && levels <= most_levels;
}

LaguerreDensity::LaguerreDensity(double beta, int levels, double rows, double variance)
    : beta_(beta), levels_(levels), power_(rows - levels), scale_(beta * variance) {
    if (!known(beta, levels) || !(rows >= levels) || !(variance > 0))
        throw std::invalid_argument("no exact density for these levels");
}

double LaguerreDensity::density(double x) const {
    const double u = x / scale_;
    if (!(u > 0)) return 0;
    const double density =
        beta_ == 1 ? orthogonal_laguerre(levels_, power_, u) : square_sum(laguerre_functions(levels_ - 1, power_, u));
    return density / (levels_ * scale_);
}

std::string LaguerreDensity::source() const {
    if (beta_ == 1) return "H. Widom, solv-int/9804005; M. Adler et al., solv-int/9907001";
    return "M. L. Mehta, Random Matrices, 3rd ed. 2004, chapter 19";
}

}  // namespace langevin::spectra
