// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/toy_model/toy_model.h"

#include "engine/labs/toy_model/panels.h"
#include "engine/labs/toy_model/parameters.h"
#include "engine/labs/toy_model/simulation.h"

namespace langevin::toy_model {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<ToyModelSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "toy_model",
        .title = "Toy model: a field on a single site",
        .summary =
            "A diffusion model in one dimension: the effective action flows from noise to a double well, with the "
            "exact score or one that learns while you watch.",
        .page = {},
        .keywords = {"diffusion model", "score", "score matching", "effective action", "double well",
                     "quantum mechanics", "stochastic quantisation", "probability flow", "neural network",
                     "zero-dimensional field theory"},
        .step_unit = "step",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"square", "schwinger_dyson", "drift_slope"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
    };
}

}  // namespace langevin::toy_model
