// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/coulomb_gas/ensemble.h"
#include "engine/spectra/level_density.h"
#include "engine/spectra/tracy_widom.h"

/// Which of the reference laws belongs to an ensemble.
namespace langevin::coulomb_gas_lab {

/// The density for N -> infinity, normalised to one: semicircle, one- and two-cut quartic, Marchenko-Pastur; for a
/// formula the most probable configuration of 200 charges of the same total repulsion.
spectra::LevelDensity density_law(const coulomb_gas::Ensemble& ensemble);

struct ExactDensity {
    std::string source;
    std::function<double(double)> density;
};
/// The exact density at this N, for beta = 1, 2, 4 (any beta at N = 2) in the harmonic and beta = 2 in the Laguerre
/// ensemble, up to N = 100.
std::optional<ExactDensity> finite_density_law(const coulomb_gas::Ensemble& ensemble);

/// beta = 1, 2 or 4; tabulated when first asked for.
const spectra::TracyWidom& tracy_widom_law(double beta);

}  // namespace langevin::coulomb_gas_lab
