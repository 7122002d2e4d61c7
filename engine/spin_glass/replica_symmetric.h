// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

/// The Sherrington-Kirkpatrick model, H = -sum_(i<j) J_ij S_i S_j - h sum S_i with J_ij normal of mean J0/N and
/// variance 1/N, in the replica-symmetric approximation (D. Sherrington, S. Kirkpatrick, Phys. Rev. Lett. 35 (1975)
/// 1792). All energies in units of the width J = 1.
namespace langevin::spin_glass {

/// Where the model stands: all > 0 but the field and the mean coupling, which may be 0.
struct Point {
    double temperature = 1;
    double mean_coupling = 0;  ///< J0 >= 0
    double field = 0;          ///< h >= 0
};

/// m = int Dx tanh b(J0 m + h + sqrt(q) x), q = int Dx tanh^2(...), Dx: normal weight, b = 1/T.
struct ReplicaSymmetric {
    double magnetisation = 0, overlap = 0;
    double free_energy = 0, energy = 0, entropy = 0;  ///< per spin
    /// lambda = 1 - b^2 int Dx sech^4(...): the solution is stable where it is positive (J. R. L. de Almeida, D. J.
    /// Thouless, J. Phys. A 11 (1978) 983).
    double stability = 0;
};

/// The solution with the largest magnetisation, found from m = q = 0.9 by damped iteration and Newton's method with the
/// exact Jacobian; integrals by the trapezoidal rule on [-9, 9]. To 1e-11. T >= 0.01.
ReplicaSymmetric solve(const Point& point);
/// The same without magnetisation (h = 0): paramagnet or spin glass.
ReplicaSymmetric solve_without_magnetisation(double temperature);

/// Temperature of the de Almeida-Thouless line: the solution is unstable below. For h = 0 and J0 <= 1 it is 1. Above
/// 0.01.
double stability_temperature(double mean_coupling, double field);
/// J0 above which the replica-symmetric spin glass at this T < 1 gives way to the ferromagnet: J0 (1 - q) = T. (In
/// Parisi's exact solution the line is J0 = 1.)
double spin_glass_boundary(double temperature);

/// The lines of the phase diagram at h = 0 in the (J0, T) plane, computed once: the de Almeida-Thouless line of the
/// ferromagnet from (1, 1) to J0 = 3, and the replica-symmetric boundary between spin glass and ferromagnet.
struct LinePoint {
    double mean_coupling, temperature;
};
const std::vector<LinePoint>& stability_line();
const std::vector<LinePoint>& spin_glass_line();

}  // namespace langevin::spin_glass
