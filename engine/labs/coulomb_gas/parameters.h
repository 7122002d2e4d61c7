// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/core/parameter.h"
#include "engine/coulomb_gas/ensemble.h"
#include "engine/spectra/unfolding.h"

namespace langevin::coulomb_gas_lab {

enum class Start { equilibrium, spread, compressed };
enum class Algorithm { tamed, implicit, adaptive, matrix, sampler };

/// What the dynamics reads; see parameters.cpp for meaning and ranges.
struct Parameters {
    int levels = 0;
    int copies = 0;
    Start start = Start::equilibrium;
    double beta = 0;
    double temperature = 0;
    coulomb_gas::Confinement potential = coulomb_gas::Confinement::harmonic;
    double kappa = 0;
    double mu = 0;
    double lambda = 0;
    double aspect_ratio = 0;
    std::string formula = {};
    Algorithm algorithm = Algorithm::tamed;
    double step = 0;
    int steps_per_update = 0;
    double trail = 0;
    double thermalisation = 0;
    int interval = 0;
    spectra::Unfolding unfolding = spectra::Unfolding::analytic;
    double bulk = 0;

    bool operator==(const Parameters&) const = default;

    /// Without a valid formula (which validate() refuses) the potential is harmonic.
    coulomb_gas::Ensemble ensemble() const;
    bool same_ensemble_and_dynamics(const Parameters& other) const;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::coulomb_gas_lab
