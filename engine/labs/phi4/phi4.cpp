// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/phi4/phi4.h"

#include "engine/labs/phi4/panels.h"
#include "engine/labs/phi4/parameters.h"
#include "engine/labs/phi4/simulation.h"
#include "engine/lattice/field_measurements.h"

namespace langevin::phi4 {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    if (binding().read(parameters).precision == Precision::single_precision)
        return std::make_unique<Phi4Simulation<float>>(parameters, random);
    return std::make_unique<Phi4Simulation<double>>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "phi4",
        .title = "φ⁴ lattice field theory",
        .summary =
            "A scalar field on a torus between symmetry and order: hybrid Monte Carlo, stochastic quantisation and "
            "clusters beside exact results.",
        .page = {},
        .keywords = {"phi4", "scalar field", "lattice", "HMC", "Langevin", "MALA", "Metropolis", "Wolff",
                     "critical slowing down", "phase transition", "stochastic quantisation", "Ising"},
        .step_unit = "update",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"abs_magnetisation", "binder_cumulant", "schwinger_dyson", "acceptance"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
        .diagram = {.equilibrium = lattice::agreement_of_chains()},
    };
}

}  // namespace langevin::phi4
