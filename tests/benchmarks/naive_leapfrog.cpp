// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/naive_leapfrog.h"

#include <random>

namespace langevin::benchmarks {

NaiveLeapfrog::NaiveLeapfrog(int extent, double kappa, double lambda)
    : extent_(extent), kappa_(kappa), lambda_(lambda), phi_(extent * extent), pi_(extent * extent) {
    std::mt19937_64 generator(1);
    std::normal_distribution<double> normal;
    for (auto& value : phi_) value = 0.5 * normal(generator);
    for (auto& value : pi_) value = normal(generator);
}

double NaiveLeapfrog::force(int row, int column) const {
    const int l = extent_;
    const double neighbours = phi_[((row + 1) % l) * l + column] + phi_[((row + l - 1) % l) * l + column] +
                              phi_[row * l + (column + 1) % l] + phi_[row * l + (column + l - 1) % l];
    const double phi = phi_[row * l + column];
    return 2 * kappa_ * neighbours - 2 * (1 - 2 * lambda_) * phi - 4 * lambda_ * phi * phi * phi;
}

void NaiveLeapfrog::kick(double step) {
    for (int row = 0; row < extent_; ++row)
        for (int column = 0; column < extent_; ++column) pi_[row * extent_ + column] += step * force(row, column);
}

void NaiveLeapfrog::drift(double step) {
    for (int site = 0; site < extent_ * extent_; ++site) phi_[site] += step * pi_[site];
}

void NaiveLeapfrog::trajectory(int steps, double step_size) {
    kick(step_size / 2);
    for (int i = 1; i < steps; ++i) {
        drift(step_size);
        kick(step_size);
    }
    drift(step_size);
    kick(step_size / 2);
}

}  // namespace langevin::benchmarks
