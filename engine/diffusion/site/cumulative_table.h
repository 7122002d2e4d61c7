// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

namespace langevin::diffusion {

/// The cumulative function of a density on the line, and its inverse: Simpson's rule between the nodes of a grid, and
/// cubic polynomials with the density as slope from node to node. Errors are of the fourth power of the grid's step.
class CumulativeTable {
  public:
    /// The density must be negligible outside [low, high]; it need not be normalised.
    CumulativeTable(double low, double high, std::size_t intervals, const std::function<double(double)>& density);

    /// Probability below x.
    double below(double x) const;
    /// The x with this probability below it, p in (0, 1).
    double quantile(double p) const;

  private:
    double cubic(std::size_t node, double u) const;

    double low_, step_;
    std::vector<double> below_;  // at the nodes
    std::vector<double> rise_;   // density times step
};

/// Of a normal law with mean zero.
CumulativeTable normal_table(double standard_deviation);

}  // namespace langevin::diffusion
