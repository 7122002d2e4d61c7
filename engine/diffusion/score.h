// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Scores that are known exactly. All are those of y = x_0 + sigma z (see NoiseLevel): s(y, sigma) = d/dy ln p(y).
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

/// Two equal Gaussian peaks of width s0 at +-mu0: s = (-y + mu0 tanh(mu0 y / S^2)) / S^2 with S^2 = s0^2 + sigma^2
/// (G. Aarts et al., arXiv:2410.21212, where the text omits y in the argument of tanh).
class TwoPeaks final : public Score {
  public:
    TwoPeaks(double mu0, double s0) : mu0_(mu0), s0_(s0) {}
    void evaluate(double sigma, std::span<const double> y, std::span<double> score) const override;
    double divergence(double sigma, std::span<const double> y) const override;
    /// ln of the density of y.
    double log_density(double sigma, double y) const;
    double mu0() const { return mu0_; }
    double s0() const { return s0_; }

  private:
    double mu0_, s0_;
};

/// A field on a single site, P ~ exp(-S) with S = mu2 phi^2 / 2 + g phi^4 / 4!, g > 0: L. Wang, G. Aarts, K. Zhou,
/// arXiv:2311.03578. Averages are integrals over the line by the trapezium rule, which converges exponentially here.
class SingleSite final : public Score {
  public:
    SingleSite(double mu2, double g);

    double action(double phi) const;
    double force(double phi) const { return -(mu2_ + g_ * phi * phi / 6) * phi; }
    /// <phi^n>; 0 for odd n.
    double moment(int n) const;
    /// <|phi|>.
    double mean_modulus() const;
    double partition_function() const { return partition_; }
    double density(double phi) const;
    /// Probability below phi.
    double cumulative(double phi) const;

    /// Mean and variance of phi given phi + sigma z = y.
    struct Posterior {
        double mean = 0, variance = 0;
        double log_density = 0;  ///< of y
    };
    Posterior posterior(double sigma, double y) const;

    /// s = (E[phi|y] - y) / sigma^2, from a table of E[phi|y] with its exact slope Var[phi|y] / sigma^2; below
    /// sigma = 0.02 by the heat equation, s = F + sigma^2/2 (F'' + (F^2)').
    void evaluate(double sigma, std::span<const double> y, std::span<double> score) const override;
    double divergence(double sigma, std::span<const double> y) const override;
    /// One score without the table.
    double exact(double sigma, double y) const;

  private:
    template <class Function>
    double integral(Function f) const;

    double mu2_, g_, reach_, lowest_ = 0, partition_ = 1;
};

}  // namespace langevin::diffusion
