// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/process.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace langevin::diffusion {
namespace {

constexpr double beta_min = 0.1;
constexpr double cosine_offset = 0.008;
constexpr double half_pi = std::numbers::pi / 2;

double cosine_angle(double t) {
    return half_pi * (t + cosine_offset) / (1 + cosine_offset);
}

}  // namespace

Process::Process(ProcessKind kind, double strength) : kind_(kind), strength_(strength) {}

double Process::integrated(double t) const {
    switch (kind_) {
        case ProcessKind::variance_exploding:
        case ProcessKind::variance_preserving:
            return std::expm1(2 * t * std::log(strength_)) / (2 * std::log(strength_));
        case ProcessKind::ddpm_linear:
            return beta_min * t + (strength_ - beta_min) * t * t / 2;
        case ProcessKind::ddpm_cosine:
            // ln cos^2 by log1p of -sin^2: no digits are lost near t = 0.
            return std::log1p(-std::pow(std::sin(cosine_angle(0)), 2)) -
                   std::log1p(-std::pow(std::sin(cosine_angle(t)), 2));
        case ProcessKind::edm:
            return strength_ * strength_ * t * t;
    }
    return 0;
}

NoiseLevel Process::at(double t) const {
    const double u = integrated(t);
    if (kind_ == ProcessKind::variance_exploding || kind_ == ProcessKind::edm) return {t, 1, std::sqrt(u)};
    return {t, std::exp(-u / 2), std::sqrt(-std::expm1(-u))};
}

double Process::drift(double t) const {
    if (kind_ == ProcessKind::variance_exploding || kind_ == ProcessKind::edm) return 0;
    return -diffusion_squared(t) / 2;
}

double Process::diffusion_squared(double t) const {
    switch (kind_) {
        case ProcessKind::variance_exploding:
        case ProcessKind::variance_preserving:
            return std::pow(strength_, 2 * t);
        case ProcessKind::ddpm_linear:
            return beta_min + (strength_ - beta_min) * t;
        case ProcessKind::ddpm_cosine:
            return 2 * std::tan(cosine_angle(t)) * half_pi / (1 + cosine_offset);
        case ProcessKind::edm:
            return 2 * strength_ * strength_ * t;
    }
    return 0;
}

double Process::latest() const {
    if (kind_ == ProcessKind::variance_exploding || kind_ == ProcessKind::edm) return 1;
    if (kind_ == ProcessKind::ddpm_cosine) return 0.999;
    return std::min(1.0, time_of(1e8));
}

double Process::time_of(double sigma) const {
    const bool exploding = kind_ == ProcessKind::variance_exploding || kind_ == ProcessKind::edm;
    const double u = exploding ? sigma * sigma : std::log1p(sigma * sigma);
    switch (kind_) {
        case ProcessKind::variance_exploding:
        case ProcessKind::variance_preserving:
            return std::log1p(2 * std::log(strength_) * u) / (2 * std::log(strength_));
        case ProcessKind::ddpm_linear: {
            const double slope = strength_ - beta_min;
            return 2 * u / (beta_min + std::sqrt(beta_min * beta_min + 2 * slope * u));
        }
        case ProcessKind::ddpm_cosine: {
            const double cosine = std::cos(cosine_angle(0)) * std::exp(-u / 2);
            return std::acos(cosine) / half_pi * (1 + cosine_offset) - cosine_offset;
        }
        case ProcessKind::edm:
            return sigma / strength_;
    }
    return 0;
}

}  // namespace langevin::diffusion
