// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/diffusion/site/site_law.h"

namespace langevin::diffusion {

/// Two equal Gaussian peaks of width s0 > 0 at +-mu0: s = (-y + mu0 tanh(mu0 y / S^2)) / S^2 with S^2 = s0^2 + sigma^2
/// (G. Aarts, D. E. Habibi, L. Wang, K. Zhou, arXiv:2410.21212, where the text omits y in the argument of tanh).
class TwoPeaks final : public SiteLaw {
  public:
    TwoPeaks(double mu0, double s0) : mu0_(mu0), s0_(s0) {}
    void evaluate(double sigma, std::span<const double> y, std::span<double> score) const override;
    double divergence(double sigma, std::span<const double> y) const override;
    double log_density(double sigma, double y) const override;
    double moment(int n) const override;
    double reach() const override;

  private:
    double mu0_, s0_;
};

}  // namespace langevin::diffusion
