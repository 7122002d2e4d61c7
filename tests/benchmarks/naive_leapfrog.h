// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace langevin::benchmarks {

/// The leapfrog as one would write it first: one chain, double, neighbours by remainder, no thought of vectors.
/// The peer of benchmark row 7.
class NaiveLeapfrog {
  public:
    NaiveLeapfrog(int extent, double kappa, double lambda);
    void trajectory(int steps, double step_size);
    double field(int site) const { return phi_[site]; }

  private:
    double force(int row, int column) const;
    void kick(double step);
    void drift(double step);

    int extent_;
    double kappa_, lambda_;
    std::vector<double> phi_, pi_;
};

}  // namespace langevin::benchmarks
