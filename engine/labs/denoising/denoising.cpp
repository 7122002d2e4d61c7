// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/denoising.h"

#include "engine/labs/denoising/panels.h"
#include "engine/labs/denoising/simulation.h"

namespace langevin::denoising {

Lab lab() {
    return {
        .id = "denoising",
        .title = "Denoising φ⁴ fields",
        .summary =
            "Lattice fields emerge from noise with a score that is exact, shipped or learnt before your eyes, and "
            "are held against an equilibrium run.",
        .page = {},
        .keywords = {"diffusion model", "score matching", "generative", "neural network", "stochastic quantisation",
                     "phi4", "lattice field theory", "Metropolis", "independence sampler", "ESS", "equivariant",
                     "U-Net", "critical slowing down", "autocorrelation"},
        .step_unit = "step",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"raw_field_squared", "acceptance", "effective_samples"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = [](const ParameterSet& parameters, Random random) -> std::unique_ptr<Simulation> {
            return std::make_unique<DenoisingSimulation>(parameters, random);
        },
    };
}

}  // namespace langevin::denoising
