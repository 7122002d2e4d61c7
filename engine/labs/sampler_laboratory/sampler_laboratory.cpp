// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/sampler_laboratory/sampler_laboratory.h"

#include "engine/labs/sampler_laboratory/panels.h"
#include "engine/labs/sampler_laboratory/parameters.h"
#include "engine/labs/sampler_laboratory/simulation.h"

namespace langevin::sampler_laboratory {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<SamplerSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "sampler_laboratory",
        .title = "Sampler laboratory",
        .summary =
            "Free fields out of noise with an exact score: what each sampler of diffusion models gets wrong, "
            "mode by mode.",
        .page = {},
        .keywords = {"diffusion model", "score", "sampler", "Euler-Maruyama", "probability flow", "EDM", "DDPM",
                     "annealed Langevin", "predictor-corrector", "ancestral sampling", "noise schedule"},
        .step_unit = "step",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"field_squared_bias", "worst_mode_bias", "score_calls"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
    };
}

}  // namespace langevin::sampler_laboratory
