// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Who found what stands beside the measurements.
namespace langevin::spin_glass_lab {

constexpr const char* sherrington_kirkpatrick =
    "replica-symmetric, N → ∞: D. Sherrington, S. Kirkpatrick, Phys. Rev. Lett. 35 (1975) 1792";
constexpr const char* almeida_thouless = "J. R. L. de Almeida, D. J. Thouless, J. Phys. A 11 (1978) 983";
constexpr const char* identity_source = "exact in equilibrium for any N, by Gaussian integration by parts";

}  // namespace langevin::spin_glass_lab
