// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Scores are those of y = x_0 + sigma z (see NoiseLevel): s(y, sigma) = d/dy ln p(y).
namespace langevin::diffusion {

/// Immutable; use from any thread.
class Score {
  public:
    virtual ~Score() = default;
    /// Numbers in one sample.
    virtual std::size_t dimension() const { return 1; }
    /// How many samples are best given at once.
    virtual std::size_t samples_at_once() const { return 1; }
    /// Of samples one after the other: sizes are equal multiples of the dimension; sigma > 0.
    virtual void evaluate(double sigma, std::span<const double> y, std::span<double> score) const = 0;
    /// sum_i ds_i/dy_i of one sample.
    virtual double divergence(double sigma, std::span<const double> y) const = 0;
};

/// Independent Gaussian components of the given variances: s = -y / (C + sigma^2). In the basis of Fourier modes it is
/// the free field, C_p = 1 / (2 (1 - 2 kappa sum_mu cos p_mu)).
class GaussianScore final : public Score {
  public:
    explicit GaussianScore(std::vector<double> variances) : variances_(std::move(variances)) {}
    std::size_t dimension() const override { return variances_.size(); }
    void evaluate(double sigma, std::span<const double> y, std::span<double> score) const override;
    double divergence(double sigma, std::span<const double> y) const override;

  private:
    std::vector<double> variances_;
};

}  // namespace langevin::diffusion
