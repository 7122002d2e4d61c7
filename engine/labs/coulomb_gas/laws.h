// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/coulomb_gas/ensemble.h"
#include "engine/spectra/level_density.h"
#include "engine/spectra/tracy_widom.h"

/// Which of the reference laws belongs to an ensemble.
namespace langevin::coulomb_gas_lab {

/// The density for N -> infinity, normalised to one: semicircle, one- and two-cut quartic, Marchenko-Pastur; for a
/// formula the most probable configuration of 200 charges of the same total repulsion, which takes up to seconds: after
/// a stop it is some other density.
spectra::LevelDensity density_law(const coulomb_gas::Ensemble& ensemble, const std::stop_token& stop = {});

/// The density law of an ensemble, kept until the ensemble is another.
class DensityLaw {
  public:
    const spectra::LevelDensity& of(const coulomb_gas::Ensemble& ensemble, const std::stop_token& stop = {});

  private:
    std::optional<coulomb_gas::Ensemble> ensemble_;
    std::optional<spectra::LevelDensity> law_;
};

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
