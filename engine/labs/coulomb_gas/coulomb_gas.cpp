// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/coulomb_gas.h"

#include "engine/labs/coulomb_gas/panels.h"
#include "engine/labs/coulomb_gas/parameters.h"
#include "engine/labs/coulomb_gas/simulation.h"

namespace langevin::coulomb_gas_lab {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<CoulombGasSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "coulomb_gas",
        .title = "Coulomb gas of eigenvalues",
        .summary =
            "Dyson Brownian motion: eigenvalues that repel each other, beside semicircle, Marchenko-Pastur, Wigner "
            "surmise "
            "and Tracy-Widom.",
        .page = {},
        .keywords = {"random matrices", "Dyson Brownian motion", "Coulomb gas", "eigenvalues", "GOE", "GUE", "GSE",
                     "semicircle", "Marchenko-Pastur", "Wishart", "Wigner surmise", "level repulsion", "Tracy-Widom",
                     "beta ensemble"},
        .step_unit = "update",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"square_sum", "energy", "mean_ratio", "largest"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
    };
}

}  // namespace langevin::coulomb_gas_lab
