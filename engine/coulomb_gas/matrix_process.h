// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "engine/coulomb_gas/ensemble.h"
#include "engine/random/random.h"

namespace langevin::coulomb_gas {

/// Ornstein-Uhlenbeck process of a whole matrix, whose eigenvalues are Dyson Brownian motion without any step-size
/// error, for beta = 1 (real), 2 (complex), 4 (quaternion): a symmetric (Hermitian, self-dual) N x N matrix in the
/// harmonic potential, an M x N matrix W with the levels of W^dagger W for the Laguerre ensemble. O(N^3) per spectrum.
/// Value type.
class MatrixProcess {
  public:
    /// Begins at the matrix with these levels on its diagonal. Which ensembles: see fits().
    MatrixProcess(const Ensemble& ensemble, std::span<const double> levels);

    /// beta = 1, 2 or 4; harmonic or Laguerre with an integer number of rows.
    static bool fits(const Ensemble& ensemble);
    /// Real numbers that one matrix takes.
    static std::size_t entries(const Ensemble& ensemble);

    /// Exact for any h: A <- e^(-kappa h) A + sqrt(1 - e^(-2 kappa h)) G. `noise`: entries() standard normal numbers.
    /// The couplings of the ensemble may have changed; its beta, rows and levels may not.
    void step(const Ensemble& ensemble, double h, std::span<const double> noise);
    /// Ascending.
    std::vector<double> levels() const;

    std::span<const double> values() const { return values_; }
    void set_values(std::span<const double> values);

  private:
    int beta_, rows_, columns_;
    bool laguerre_;
    std::vector<double> values_;  // [component][column][row], components 1, i, j, k
};

}  // namespace langevin::coulomb_gas
