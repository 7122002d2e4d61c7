// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/diffusion/score.h"
#include "engine/diffusion/site/cumulative_table.h"
#include "engine/random/random.h"

/// Laws of a single number phi, symmetric about zero, of which everything is known: of phi itself, and of y = phi +
/// sigma z with noise of any strength.
namespace langevin::diffusion {

class SiteLaw : public Score {
  public:
    /// ln of the density of y; sigma >= 0, 0 for phi itself.
    virtual double log_density(double sigma, double y) const = 0;
    /// <phi^n>; 0 for odd n.
    virtual double moment(int n) const = 0;
    /// Beyond this |phi| the density is below exp(-40) of its peak.
    virtual double reach() const = 0;

    /// <phi>, <phi^2>, ..., <phi^highest>.
    std::vector<double> moments(int highest) const;
    /// One score.
    double score(double sigma, double y) const;
    /// Of y.
    CumulativeTable cumulative_table(double sigma) const;
    /// Independent samples of phi by the inverse of the cumulative function: uniform numbers of `stream`, step `step`.
    void draw(Random random, Stream stream, std::uint64_t step, std::span<double> phi) const;
};

/// Averages over y: sum of weight times function, by the trapezium rule, which converges exponentially here.
struct Quadrature {
    std::vector<double> y, weight;
};
Quadrature quadrature(const SiteLaw& law, double sigma, int points = 400);

/// The exact score where a law has its y, at one strength of the noise.
struct ScoreReference {
    double sigma = 0;
    Quadrature points;
    std::vector<double> exact;

    ScoreReference(const SiteLaw& law, double sigma);
    /// The least loss of denoising score matching, E |sigma s + z|^2 = 1 - sigma^2 E s^2: only the exact score has it.
    double least_loss() const;
    /// sigma^2 E |s' - s|^2 of another score: its loss above the least one.
    double error(const Score& score) const;
};

/// S_eff = -int s dy by the trapezium rule, zero at its lowest: from a score at ascending y (L. Wang, G. Aarts, K.
/// Zhou, arXiv:2311.03578).
std::vector<double> effective_action(std::span<const double> y, std::span<const double> score);

/// count probabilities 1/(2 count), 3/(2 count), ..., and where the law (or its table) has them.
std::vector<double> equal_quantiles(const CumulativeTable& table, std::size_t count);

/// Half the integral of the difference between two densities: of a law, and of one that has equal probabilities between
/// successive points, ascending, and half as much below the first and above the last: in [0, 1], coarse-grained.
double total_variation(const CumulativeTable& law, std::span<const double> quantiles);

}  // namespace langevin::diffusion
