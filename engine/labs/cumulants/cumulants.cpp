// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/cumulants/cumulants.h"

#include "engine/labs/cumulants/panels.h"
#include "engine/labs/cumulants/parameters.h"
#include "engine/labs/cumulants/simulation.h"

namespace langevin::cumulants {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<CumulantsSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "cumulants",
        .title = "Higher-order cumulants",
        .summary =
            "Whether a diffusion model learns interactions: cumulants up to the eighth on their way into the "
            "noise and back, beside exact results.",
        .page = {},
        .keywords = {"diffusion model", "cumulant", "score", "higher-order", "connected correlation function",
                     "variance "
                     "exploding",
                     "variance preserving", "generating functional", "neural network"},
        .step_unit = "step",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"kappa_2", "kappa_4", "kappa_6"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
    };
}

}  // namespace langevin::cumulants
