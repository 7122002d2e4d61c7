// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/lattice/hybrid_monte_carlo.h"

/// The free field (lambda = 0) mode by mode: H = (pi^2 + omega^2 phi^2) / 2 for each, so that
/// integrators are 2 x 2 matrices and every average over trajectories is known in closed form.
namespace langevin::test {

/// Momentum (2 pi p / rows, 2 pi q / columns); on a chain p = 0.
struct Mode {
    int p = 0, q = 0;

    double frequency(lattice::Geometry g, double kappa) const {
        double cosines = std::cos(2 * std::numbers::pi * q / g.columns);
        if (g.rows > 1) cosines += std::cos(2 * std::numbers::pi * p / g.rows);
        return std::sqrt(2 * (1 - 2 * kappa * cosines));
    }
};

/// Maps (phi, pi) to (a phi + b pi, c phi + d pi).
struct Matrix {
    double a = 1, b = 0, c = 0, d = 1;

    Matrix operator*(const Matrix& m) const {
        return {a * m.a + b * m.c, a * m.b + b * m.d, c * m.a + d * m.c, c * m.b + d * m.d};
    }
};

/// The position of the kicks that minimises the norm of the leading error: I. P. Omelyan, I. M.
/// Mryglod, R. Folk, Comput. Phys. Commun. 151 (2003) 272 and T. Takaishi, P. de Forcrand,
/// hep-lat/0505020; 0.1931833275...
inline double minimum_norm_alpha() {
    const double root = std::cbrt(2 * std::sqrt(326.0) + 36);
    return 0.5 - root / 12 + 1 / (6 * root);
}

inline Matrix trajectory_matrix(const lattice::Trajectory& t, double omega) {
    const auto kick = [&](double time) { return Matrix{.c = -omega * omega * time * t.step_size}; };
    const auto drift = [&](double time) { return Matrix{.b = time * t.step_size}; };
    const double alpha = minimum_norm_alpha();
    const Matrix step = t.integrator == lattice::Integrator::leapfrog
                            ? kick(0.5) * drift(1) * kick(0.5)
                            : kick(alpha) * drift(0.5) * kick(1 - 2 * alpha) * drift(0.5) * kick(alpha);
    Matrix result;
    for (int i = 0; i < t.steps; ++i) result = step * result;
    return result;
}

/// Draws independent configurations of a Gaussian field by convolving white noise with the square
/// root of the propagator.
class GaussianField {
  public:
    /// variance(omega) = <|phi_p|^2> / V of each mode of the lattice.
    template <class Variance>
    GaussianField(lattice::Geometry g, double kappa, Variance variance) : geometry_(g), root_(g.sites()) {
        for (int p = 0; p < g.rows; ++p)
            for (int q = 0; q < g.columns; ++q) {
                const double root = std::sqrt(variance(Mode{p, q}.frequency(g, kappa)));
                for (int r = 0; r < g.rows; ++r)
                    for (int k = 0; k < g.columns; ++k)
                        root_[place(r, k)] +=
                            root / static_cast<double>(g.sites()) *
                            std::cos(2 * std::numbers::pi *
                                     (static_cast<double>(p * r) / g.rows + static_cast<double>(q * k) / g.columns));
            }
    }

    /// A new field for every lane; uses the momenta as scratch space. Streams: purpose 200.
    void draw(lattice::ScalarBlock<double>& block, const Random& random, std::uint64_t step) const {
        const auto stream = Stream::of(200, static_cast<std::uint32_t>(block.first_chain));
        random.normals<double>(stream, step, 0, block.lanes, block.momentum);
        const auto lanes = static_cast<std::size_t>(block.lanes);
        std::fill(block.field.begin(), block.field.end(), 0.0);
        for (int r = 0; r < geometry_.rows; ++r)
            for (int k = 0; k < geometry_.columns; ++k)
                for (int s = 0; s < geometry_.rows; ++s)
                    for (int j = 0; j < geometry_.columns; ++j) {
                        const double weight = root_[place(r - s + geometry_.rows, k - j + geometry_.columns)];
                        const double* noise = &block.momentum[place(s, j) * lanes];
                        double* __restrict out = &block.field[place(r, k) * lanes];
                        for (std::size_t lane = 0; lane < lanes; ++lane) out[lane] += weight * noise[lane];
                    }
        block.moments = lattice::moments_of(block);
    }

  private:
    std::size_t place(int r, int k) const {
        return static_cast<std::size_t>(r % geometry_.rows * geometry_.columns + k % geometry_.columns);
    }

    lattice::Geometry geometry_;
    std::vector<double> root_;
};

/// Sum of f(omega) over all modes.
template <class F>
double sum_over_modes(lattice::Geometry g, double kappa, F f) {
    double sum = 0;
    for (int p = 0; p < g.rows; ++p)
        for (int q = 0; q < g.columns; ++q) sum += f(Mode{p, q}.frequency(g, kappa));
    return sum;
}

/// <Delta H> of one mode in equilibrium: <phi^2> = 1/omega^2 and <pi^2> = 1 go through the matrix.
inline double mean_energy_change(const lattice::Trajectory& t, double omega) {
    const auto m = trajectory_matrix(t, omega);
    return 0.5 * (m.a * m.a + m.d * m.d + omega * omega * m.b * m.b + m.c * m.c / (omega * omega)) - 1;
}

}  // namespace langevin::test
