// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Features as soft spins (arXiv:2509.01349): phi = tanh(z) of a normal z.
namespace langevin::networks {

/// Density of phi = tanh(z), z ~ N(0, variance), at phi in (-1, 1): exp(-artanh(phi)^2 / (2 s^2)) / ((1 - phi^2) sqrt(2
/// pi s^2)). One peak at 0 below s^2 = 1/2, two at +-1 above.
double soft_spin_density(double phi, double variance);
/// The variance at which the peak at 0 becomes a dip: the curvature there, 1 - 1/(2 s^2), vanishes.
constexpr double critical_variance = 0.5;

/// E tanh(z)^2 for z ~ N(0, variance), by quadrature to 1e-10 for variances up to 50.
double mean_square_tanh(double variance);
/// E tanh(M x)^2 of one hidden unit for M ~ N(0, 1/inputs) and x ~ N(0, 1) in R^inputs, to 1e-8: 0.3437 for three
/// inputs.
double mean_square_hidden(int inputs);

}  // namespace langevin::networks
