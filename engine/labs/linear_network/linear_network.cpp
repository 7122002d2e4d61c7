// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/linear_network/linear_network.h"

#include "engine/labs/linear_network/panels.h"
#include "engine/labs/linear_network/parameters.h"
#include "engine/labs/linear_network/simulation.h"

namespace langevin::linear_network {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<NetworkSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "linear_network",
        .title = "Linear network with a hidden layer",
        .summary =
            "Two layers learn in stages, conserve their imbalance, and their levels form a Coulomb gas of several "
            "species.",
        .page = {},
        .keywords = {"deep linear network", "hidden layer", "stochastic gradient descent", "SGD", "conservation law",
                     "balancedness", "multi-species Coulomb gas", "generalised surmise", "Wigner surmise",
                     "anisotropic noise", "random matrices", "singular values"},
        .step_unit = "update",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"distance", "drift", "width_1"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
    };
}

}  // namespace langevin::linear_network
