// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/lattice/hybrid_monte_carlo.h"

namespace langevin::phi4 {

enum class Algorithm { hmc, langevin, mala, metropolis, cluster };
enum class Start { cold, hot, disordered };
enum class Precision { double_precision, single_precision };

/// The lab's own copy of its parameters, for hot loops.
struct Parameters {
    int extent = 0;
    int chains = 0;
    Start start = Start::hot;
    double kappa = 0, lambda = 0;

    Algorithm algorithm = Algorithm::hmc;
    lattice::Integrator integrator = lattice::Integrator::leapfrog;
    double trajectory_length = 0;
    int integration_steps = 0;
    bool randomise_length = false;
    double step_size = 0;
    int steps_per_update = 0;
    bool step_size_ladder = false;
    double proposal_width = 0;
    int sweeps = 0;
    int clusters = 0;

    std::int64_t thermalisation = 0;
    int interval = 0;
    Precision precision = Precision::double_precision;

    lattice::Couplings couplings() const { return {kappa, lambda}; }
    bool operator==(const Parameters&) const = default;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& parameters);

}  // namespace langevin::phi4
