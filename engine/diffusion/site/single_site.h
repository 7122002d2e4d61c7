// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <memory>

#include "engine/diffusion/site/site_law.h"

namespace langevin::diffusion {

/// A field on a single site, P ~ exp(-S) with S = mu2 phi^2 / 2 + g phi^4 / 4!, g > 0: L. Wang, G. Aarts, K. Zhou,
/// arXiv:2311.03578. Averages are integrals over the line by the trapezium rule, which converges exponentially here.
class SingleSite final : public SiteLaw {
  public:
    SingleSite(double mu2, double g);

    double action(double phi) const { return (mu2_ / 2 + g_ / 24 * phi * phi) * phi * phi; }
    double force(double phi) const { return -(mu2_ + g_ * phi * phi / 6) * phi; }
    /// The least value of the action.
    double lowest_action() const { return lowest_; }
    double moment(int n) const override;
    /// <|phi|>.
    double mean_modulus() const;
    double partition_function() const { return std::exp(log_partition_); }
    double density(double phi) const { return std::exp(-action(phi) - log_partition_); }
    /// Where the action is this much above its least value, phi > 0.
    double place_of(double action_above_lowest) const;
    double reach() const override { return reach_; }

    /// Mean and variance of phi given phi + sigma z = y.
    struct Posterior {
        double mean = 0, variance = 0;
        double log_density = 0;  ///< of y
    };
    Posterior posterior(double sigma, double y) const;
    double log_density(double sigma, double y) const override;

    /// s = (E[phi|y] - y) / sigma^2, from a table of E[phi|y] with its exact slope Var[phi|y] / sigma^2, which is kept
    /// for when the same sigma comes again; below sigma = 0.02 by the heat equation, s = F + sigma^2/2 (F'' + (F^2)').
    void evaluate(double sigma, std::span<const double> y, std::span<double> score) const override;
    double divergence(double sigma, std::span<const double> y) const override;
    /// One score without the table.
    double exact(double sigma, double y) const;

  private:
    struct Table;
    struct Tables;
    template <class Function>
    double integral(Function f) const;
    double highest_mode(double sigma, double y) const;
    std::shared_ptr<const Table> table(double sigma) const;

    double mu2_, g_, lowest_, reach_ = 0;
    double norm_ = 1;           // of exp(-(S - lowest))
    double log_partition_ = 0;  // of exp(-S)
    std::shared_ptr<Tables> tables_;
};

}  // namespace langevin::diffusion
