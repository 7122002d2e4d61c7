// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/gaussian_rbm/gaussian_rbm.h"

#include "engine/labs/gaussian_rbm/panels.h"
#include "engine/labs/gaussian_rbm/parameters.h"
#include "engine/labs/gaussian_rbm/simulation.h"

namespace langevin::gaussian_rbm {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<RbmSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "gaussian_rbm",
        .title = "Gaussian Boltzmann machine in training",
        .summary =
            "Stochastic gradient descent as Dyson Brownian motion: the levels of the weight matrix settle, fluctuate "
            "and repel.",
        .page = {},
        .keywords = {"RBM", "restricted Boltzmann machine", "stochastic gradient descent", "SGD", "learning rate",
                     "batch size", "linear scaling rule", "Wigner surmise", "eigenvalues", "contrastive divergence",
                     "random matrices"},
        .step_unit = "update",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"pair_spacing_1", "spacing_ratio_1", "level_1"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
    };
}

}  // namespace langevin::gaussian_rbm
