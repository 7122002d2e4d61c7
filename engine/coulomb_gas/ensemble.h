// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/random/random.h"

namespace langevin::spectra {
class Formula;
}

/// N charges on a line that repel each other logarithmically, in a potential: the eigenvalues of random matrices.
/// Dynamics (Dyson Brownian motion; F. J. Dyson, J. Math. Phys. 3 (1962) 1191)
///   dx_i = [-V'(x_i) + beta T sum_{j != i} 1/(x_i - x_j)] dt + sqrt(2 T) dB_i,
/// stationary density prod_{i<j} |x_i - x_j|^beta exp(-sum_i V(x_i)/T).
namespace langevin::coulomb_gas {

enum class Confinement { harmonic, quartic, laguerre, formula };

/// V(x). Harmonic: kappa x^2/2. Quartic: mu x^2/2 + lambda x^4/4. Laguerre: the spectrum of W^T W for M x N matrices W
/// in the potential kappa |W|^2/2; the stationary density is prod |x_i - x_j|^beta prod x_i^(beta (M - N + 1)/2 - 1)
/// exp(-kappa sum x_i/(2T)) on x > 0. Formula: anything smooth that confines.
struct Potential {
    Confinement kind = Confinement::harmonic;
    double kappa = 1;
    double mu = 0, lambda = 1;
    double rows = 0;  ///< M >= N
    std::shared_ptr<const spectra::Formula> formula = {};

    bool operator==(const Potential&) const = default;
};

/// Dyson index, temperature, potential and number of charges determine the equilibrium.
struct Ensemble {
    double beta = 2;
    double temperature = 1;  ///< g^2 in the notation dx = ... + sqrt(2) g dB
    Potential potential = {};
    int levels = 64;

    bool laguerre() const { return potential.kind == Confinement::laguerre; }
    /// T/kappa: variance of a diagonal matrix element; for harmonic and Laguerre ensembles.
    double variance() const { return temperature / potential.kappa; }
    /// Degrees of freedom: N + beta N(N-1)/2; for the Laguerre ensemble beta M N.
    double degrees_of_freedom() const;

    bool operator==(const Ensemble&) const = default;
};

/// The dynamics works in a coordinate q in which the noise is additive: q = x, and q = sqrt(x) for the Laguerre
/// ensemble, where dq = [-kappa q + T (beta (M - N + 1) - 1)/q + 2 beta T q sum 1/(q^2 - q_j^2)] dt + sqrt(2T) dB.
double level_of(const Ensemble& ensemble, double q);
double coordinate_of(const Ensemble& ensemble, double x);

/// First and second derivative of the one-body energy u(q) (drift = -u' + pair forces).
struct Derivatives {
    double first = 0, second = 0;
};
Derivatives one_body(const Ensemble& ensemble, double q);

/// V(x); for the Laguerre ensemble kappa x/2 - T (beta (M - N + 1)/2 - 1) ln x, so that all ensembles have the
/// stationary density exp(-(sum V - beta T sum ln|x_i - x_j|)/T).
double potential_energy(const Ensemble& ensemble, double x);
/// x V'(x), of which the virial identity speaks.
double virial(const Ensemble& ensemble, double x);

/// Independent equilibrium spectrum, ascending; only for harmonic and Laguerre ensembles. Empty after a stop.
std::vector<double> sample(const Ensemble& ensemble, RandomSequence& random, const std::stop_token& stop = {});
bool can_be_sampled(const Ensemble& ensemble);

/// Why the charges would run away to infinity, if the potential does not confine them.
std::optional<std::string> escapes(const Ensemble& ensemble);

/// Exact mean energy < sum V - beta T sum ln|x_i - x_j| > of the harmonic ensemble: derivative of Mehta's integral (F.
/// J. Dyson, M. L. Mehta 1963; M. L. Mehta, Random Matrices, 3rd ed. 2004, eq. (17.6.7)) with respect to beta.
double mean_energy_harmonic(const Ensemble& ensemble);

}  // namespace langevin::coulomb_gas
