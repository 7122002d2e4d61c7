// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/random/random.h"
#include "engine/weights/lanes.h"

/// Weight matrices under stochastic gradient descent: many independent seeds side by side.
namespace langevin::weights {

/// Gaussian restricted Boltzmann machine p(v, h) ~ exp(-mu^2 v^2/2 - h^2/2 + h^T W v) that learns a one-dimensional
/// free scalar field of mass m on a ring of N sites (C. Park, B. Lucini, G. Aarts, arXiv:2407.16427): kernel mu^2 - W^T
/// W against K = circulant(m^2 + 2; -1 on neighbours).
struct RbmModel {
    int visible = 10;  ///< N, sites
    int hidden = 10;   ///< rows of W
    double mass = 2;   ///< m
    double mu = 3;
    int batch = 16;     ///< |B|, persistent chains per seed
    int sweeps = 3;     ///< k, Gibbs sweeps v -> h -> v per update
    double rate = 0.1;  ///< alpha, learning rate

    /// T = alpha/|B|.
    double temperature() const { return rate / batch; }
    bool operator==(const RbmModel&) const = default;
};

/// Eigenvalues of K, kappa_n = m^2 + 2 - 2 cos(2 pi n/N), ascending.
std::vector<double> kernel_eigenvalues(const RbmModel& model);

enum class RbmStart {
    random,  ///< W_ij normal with this width
    aligned  ///< W = width sqrt(hidden) times the eigenvectors of K: no two modes mix. Needs hidden >= visible.
};

/// Eight seeds in SIMD lanes. Update: W <- W + alpha (W K^-1 - W <v v^T>), the mean over |B| persistent chains after k
/// Gibbs sweeps (positive phase exact, negative phase by persistent contrastive divergence). Value type; draws are
/// keyed by (seed number, step), so that a seed does not depend on its neighbours.
class RbmBlock {
  public:
    struct alignas(64) Lane {
        double value[lanes];
    };

    /// Seeds first_seed ... first_seed + 7. Chains start at v = 1.
    RbmBlock(const RbmModel& model, int first_seed, RbmStart start, double width, Random random);

    /// Takes over another batch size: chains are added (as copies of the old ones) or dropped.
    void adopt(const RbmModel& model);
    /// One update; `step` numbers it.
    void update(const RbmModel& model, Random random, std::uint64_t step);
    /// The limit |B| -> infinity: <v v^T> = (mu^2 - W^T W)^-1.
    void update_noiseless(const RbmModel& model);

    /// Eigenvalues of W^T W of one lane, ascending; `visible` numbers.
    std::vector<double> levels(const RbmModel& model, int lane) const;
    bool finite() const;

    int first_seed() const { return first_seed_; }
    std::vector<double> values() const;  ///< the whole state
    /// false, and nothing is changed, if the number of values does not fit (see adopt).
    bool set_values(const std::vector<double>& values);

  private:
    std::vector<double> weights_of(int lane) const;
    void sweep(const RbmModel& model, const double* noise);
    void descend(const RbmModel& model, const std::vector<Lane>& negative_phase);

    int first_seed_;
    std::vector<double> inverse_kernel_;  // K^-1, N x N
    std::vector<Lane> weights_;           // [hidden][visible]
    std::vector<Lane> chains_;            // [chain][visible]
    std::vector<Lane> hidden_;            // scratch: [chain][hidden]
    std::vector<double> noise_;           // scratch
};

}  // namespace langevin::weights
