// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <vector>

namespace langevin::diffusion {

/// The two-point function of a scalar field, mode by mode, on any lattice: a free field's form with corrections,
///   1 / C_p = a_0 + a_1 k^2 + a_2 k^4 + a_3 k^6,   k^2 = sum_mu 4 sin^2(p_mu / 2),
/// for all modes but p = 0, whose variance is given for one volume and grows with a power of the extent. It only sets
/// the stage for a network, which corrects it; it need not be exact. Value type.
struct ModeSpectrum {
    std::array<double, 4> inverse = {1, 0, 0, 0};  ///< a_0 ... a_3; 1 / C_p > 0 for k^2 in [0, 8]
    double zero_mode = 1;                          ///< C_0 = V <M^2> at `extent`
    double zero_mode_exponent = 0;  ///< C_0 ~ extent^this: 0 with a gap, 7/4 at criticality, 2 when ordered
    int extent = 1;
    /// <F_p^2> = <d^2 S / d phi_p^2> = c_0 + c_1 k^2 of the force F = -dS/dphi, where it is known; else zeros. For a
    /// free field it is 1 / C_p, for every other one larger.
    std::array<double, 2> curvature = {0, 0};

    bool operator==(const ModeSpectrum&) const = default;

    /// Of mode (a, b) at [a columns + b]: real Fourier modes, or products of cas functions (see FreeField).
    std::vector<double> variances(int rows, int columns) const;
    /// <F_p^2> of the same modes; 1 / C_p where it is not known.
    std::vector<double> curvatures(int rows, int columns) const;
    double zero_mode_at(int rows, int columns) const;
};

/// How much of a mode of variance C and curvature <F^2> is not known once it is seen with noise sigma, on average:
/// between sigma^2 / (1 + sigma^2 <F^2>) (Bayesian Cramer-Rao bound, H. L. Van Trees 1968) and C sigma^2 / (C +
/// sigma^2) (the linear estimate). The first is near the truth for weak, the second for strong noise: this goes from
/// one to the other with the share C / (C + sigma^2) of the signal. Exact for a free field.
double posterior_variance(double variance, double curvature, double sigma);

/// sum_mu 4 sin^2(p_mu / 2) of mode (a, b).
double momentum_squared(int a, int b, int rows, int columns);

/// Measured variances of all modes of an L x L lattice, [a L + b], as such a spectrum: by weighted least squares in the
/// inverse, each mode with the relative error of a variance.
ModeSpectrum fit_spectrum(std::span<const double> variances, int extent, double zero_mode_exponent);

/// How C_0 of a field with a phi^4 action grows with the extent, guessed from these variances: 2 x^3 / (x^3 + 0.106) of
/// x = xi / L, xi the second-moment correlation length. It is nothing with a gap, 2 in the ordered phase, and 7/4 at
/// Ising's xi / L = 0.905 (J. Salas, A. D. Sokal 2000, cond-mat/9904038); between them an interpolation.
double zero_mode_exponent(std::span<const double> variances, int extent);

}  // namespace langevin::diffusion
