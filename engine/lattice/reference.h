// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/core/measurement.h"
#include "engine/lattice/geometry.h"
#include "engine/lattice/scalar_action.h"

/// What phi^4 ensembles must come out as: exact results where there are some, and a table of equilibrium runs.
namespace langevin::lattice {

enum class Quantity {
    absolute_magnetisation,    ///< <|M|>, M = sum_x phi_x / V
    susceptibility,            ///< V <M^2>
    connected_susceptibility,  ///< V (<M^2> - <|M|>^2)
    binder_cumulant,           ///< 1 - <M^4> / (3 <M^2>^2)
    field_squared,             ///< <phi^2>
    field_quartic,             ///< <phi^4>
    hopping_energy,            ///< sum_mu <phi_x phi_{x+mu}>
    action_density,            ///< <S> / V
};

/// Exact for lambda = 0 (Gaussian) and for kappa = 0 (independent sites); otherwise from the equilibrium table where
/// (L, kappa, lambda) stands in it; none elsewhere. Square lattices only.
std::optional<Expectation> expectation(Quantity quantity, int extent, const Couplings& couplings);

/// One line of the equilibrium table, lambda = 0.022.
struct EquilibriumPoint {
    double kappa;
    int extent;
    double abs_m, abs_m_error, binder, binder_error;
};
std::span<const EquilibriumPoint> equilibrium_points();

/// lambda = 0: <|phi_p|^2> / V = 1 / (2 (1 - 2 kappa sum_mu cos p_mu)).
double free_propagator(double kappa, double cosine_sum);
/// lambda = 0: <phi_0 phi_r> along an axis of an L x L lattice, r = 0 ... L/2.
std::vector<double> free_two_point_function(double kappa, int extent);
/// <phi^n> of a single site (kappa = 0), even n, by quadrature of exp(-(1 - 2 lambda) phi^2 - lambda phi^4).
double single_site_moment(double lambda, int n);
/// Its probability density, normalised.
double single_site_density(double lambda, double phi);

}  // namespace langevin::lattice
