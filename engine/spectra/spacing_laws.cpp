// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/spacing_laws.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/spectra/quadrature.h"
#include "engine/spectra/special_functions.h"

namespace langevin::spectra {

using std::numbers::pi;

double PoissonSpacing::density(double s) {
    return s >= 0 ? std::exp(-s) : 0;
}

double PoissonSpacing::cumulative(double s) {
    return s > 0 ? -std::expm1(-s) : 0;
}

double PoissonSpacing::ratio_density(double r) {
    return r >= 0 && r <= 1 ? 2 / ((1 + r) * (1 + r)) : 0;
}

double PoissonSpacing::mean_ratio() {
    return 2 * std::numbers::ln2 - 1;
}

Surmise::Surmise(double beta) : beta_(beta) {
    const double full = std::lgamma((beta + 2) / 2), half = std::lgamma((beta + 1) / 2);
    log_a_ = std::numbers::ln2 + (beta + 1) * full - (beta + 2) * half;
    b_ = std::exp(2 * (full - half));
}

double Surmise::density(double s) const {
    return s > 0 ? std::exp(log_a_ + beta_ * std::log(s) - b_ * s * s) : 0;
}

double Surmise::cumulative(double s) const {
    return s > 0 ? incomplete_gamma((beta_ + 1) / 2, b_ * s * s) : 0;
}

GeneralisedSurmise::GeneralisedSurmise(double along, double across) : along_(along), across_(across) {
    const double larger = std::max(along, across), smaller = std::min(along, across);
    const double modulus = std::sqrt(1 - smaller * smaller / (larger * larger));
    mean_ = std::sqrt(2 / pi) * larger * elliptic_e(modulus);
}

double GeneralisedSurmise::density(double s) const {
    if (s <= 0) return 0;
    // The growth of I0 is taken into the exponent by hand: the difference of two large numbers would lose all digits.
    const double larger = std::max(along_, across_), smaller = std::min(along_, across_);
    const double argument = s * s / 4 * (1 / (smaller * smaller) - 1 / (larger * larger));
    return s / (larger * smaller) * std::exp(-s * s / (2 * larger * larger)) * scaled_bessel_i0(argument);
}

GeneralisedSurmise GeneralisedSurmise::of_mean_one(double ratio) {
    const GeneralisedSurmise any(ratio, 1);
    return {ratio / any.mean(), 1 / any.mean()};
}

double GeneralisedSurmise::cumulative(double s) const {
    if (s <= 0) return 0;
    const double larger = std::max(along_, across_), smaller = std::min(along_, across_);
    // Angles are taken from the short axis and drawn together there, where the integrand is steepest.
    const auto beyond = [&](double t) {
        const double angle = pi / 2 * t * t * t;
        const double length = std::hypot(larger * std::sin(angle), smaller * std::cos(angle));
        return 3 * t * t * std::exp(-s * s / (2 * length * length));
    };
    return std::clamp(1 - integrate(beyond, 0, 1, 4), 0.0, 1.0);
}

double pair_density(double x, double sigma) {
    const double y = x / sigma;
    return std::exp(-y * y / 2) / (4 * std::sqrt(pi) * sigma) *
           (2 * std::exp(-y * y / 2) + std::sqrt(2 * pi) * y * std::erf(y / std::numbers::sqrt2));
}

PairDensity::PairDensity(double diagonal, double off_diagonal) : width_(diagonal / std::numbers::sqrt2) {
    const double along = std::numbers::sqrt2 * diagonal, across = 2 * off_diagonal;
    const GeneralisedSurmise law(along, across);
    // Parts of the smaller scale, since the mean scatters over that.
    const double part = 4 * std::min(along, across), end = 8 * std::max(along, across);
    for (double low = 0; low < end; low += part) {
        const auto nodes = gauss_legendre(32, low, low + part);
        for (std::size_t i = 0; i < nodes.node.size(); ++i) {
            spacing_.push_back(nodes.node[i]);
            share_.push_back(nodes.weight[i] * law.density(nodes.node[i]));
        }
    }
}

double PairDensity::density(double x) const {
    const auto normal = [this](double y) { return std::exp(-y * y / (2 * width_ * width_)); };
    double sum = 0;
    for (std::size_t i = 0; i < spacing_.size(); ++i)
        sum += share_[i] * (normal(x - spacing_[i] / 2) + normal(x + spacing_[i] / 2));
    return sum / (2 * std::sqrt(2 * pi) * width_);
}

RatioLaw::RatioLaw(double beta) : beta_(beta) {
    // r = t^2 softens the power law at zero for small beta.
    const auto moment = [&](int power) {
        return integrate([&](double t) { return 2 * t * std::pow(t, 2 * power) * weight(t * t); }, 0, 1, 4);
    };
    norm_ = moment(0);
    mean_ = moment(1) / norm_;
}

double RatioLaw::weight(double r) const {
    return std::pow(r + r * r, beta_) / std::pow(1 + r + r * r, 1 + 1.5 * beta_);
}

double RatioLaw::density(double r) const {
    return r >= 0 && r <= 1 ? weight(r) / norm_ : 0;
}

std::optional<Expectation> mean_ratio_large(double beta) {
    const char* source = "Y. Y. Atas et al., arXiv:1212.5611, table I, N → ∞";
    if (beta == 0) return Expectation{PoissonSpacing::mean_ratio(), 0, "exact: Poisson, 2 ln 2 − 1"};
    if (beta == 1) return Expectation{0.5307, 1e-4, source};
    if (beta == 2) return Expectation{0.5996, 1e-4, source};
    if (beta == 4) return Expectation{0.6744, 1e-4, source};
    return std::nullopt;
}

std::optional<Expectation> spacing_variance_large(double beta) {
    const char* source = "F. Bornemann, arXiv:0904.1581, N → ∞, from Fredholm determinants of the sine kernel";
    if (beta == 0) return Expectation{PoissonSpacing::variance(), 0, "exact: Poisson"};
    if (beta == 1) return Expectation{0.2855306557, 1e-10, source};
    if (beta == 2) return Expectation{0.1799938777, 1e-10, source};
    if (beta == 4) return Expectation{0.1040984222, 1e-10, source};
    return std::nullopt;
}

}  // namespace langevin::spectra
