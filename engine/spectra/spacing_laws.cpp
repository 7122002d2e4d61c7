// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/spacing_laws.h"

#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_ellint.h>
#include <gsl/gsl_sf_gamma.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/spectra/quadrature.h"

namespace langevin::spectra {

using std::numbers::pi;

Surmise::Surmise(double beta) : beta_(beta) {
    const double full = std::lgamma((beta + 2) / 2), half = std::lgamma((beta + 1) / 2);
    a_ = 2 * std::exp((beta + 1) * full - (beta + 2) * half);
    b_ = std::exp(2 * (full - half));
}

double Surmise::density(double s) const {
    return s > 0 ? a_ * std::exp(beta_ * std::log(s) - b_ * s * s) : 0;
}

double Surmise::cumulative(double s) const {
    return s > 0 ? gsl_sf_gamma_inc_P((beta_ + 1) / 2, std::min(b_ * s * s, 700.0)) : 0;
}

GeneralisedSurmise::GeneralisedSurmise(double along, double across) : along_(along), across_(across) {
    const double larger = std::max(along, across), smaller = std::min(along, across);
    const double modulus = std::sqrt(1 - smaller * smaller / (larger * larger));
    mean_ = std::sqrt(2 / pi) * larger * gsl_sf_ellint_Ecomp(modulus, GSL_PREC_DOUBLE);
}

double GeneralisedSurmise::density(double s) const {
    if (s <= 0) return 0;
    const double u = 1 / (along_ * along_), v = 1 / (across_ * across_);
    const double argument = s * s / 4 * std::abs(u - v);
    return s / (along_ * across_) * std::exp(argument - s * s / 4 * (u + v)) * gsl_sf_bessel_I0_scaled(argument);
}

double pair_density(double x, double sigma) {
    const double y = x / sigma;
    return std::exp(-y * y / 2) / (4 * std::sqrt(pi) * sigma) *
           (2 * std::exp(-y * y / 2) + std::sqrt(2 * pi) * y * std::erf(y / std::numbers::sqrt2));
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
    if (beta == 1) return Expectation{0.5307, 1e-4, source};
    if (beta == 2) return Expectation{0.5996, 1e-4, source};
    if (beta == 4) return Expectation{0.6744, 1e-4, source};
    return std::nullopt;
}

std::optional<Expectation> spacing_variance_large(double beta) {
    const char* source = "M. L. Mehta, Random Matrices, 3rd ed. 2004, N → ∞";
    if (beta == 1) return Expectation{0.2856, 5e-5, source};
    if (beta == 2) return Expectation{0.1800, 5e-5, source};
    if (beta == 4) return Expectation{0.1041, 5e-5, source};
    return std::nullopt;
}

}  // namespace langevin::spectra
