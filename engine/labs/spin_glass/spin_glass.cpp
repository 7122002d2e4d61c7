// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/spin_glass/spin_glass.h"

#include "engine/labs/spin_glass/diagram.h"
#include "engine/labs/spin_glass/panels.h"
#include "engine/labs/spin_glass/parameters.h"
#include "engine/labs/spin_glass/simulation.h"

namespace langevin::spin_glass_lab {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<SpinGlassSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "spin_glass",
        .title = "Sherrington-Kirkpatrick spin glass",
        .summary =
            "Every spin coupled to every other at random: the disordered system that the phases of training are "
            "compared with.",
        .page = {},
        .keywords = {"spin glass", "Sherrington-Kirkpatrick", "SK model", "replica", "parallel tempering", "overlap",
                     "quenched disorder", "de Almeida-Thouless", "phase diagram", "Binder cumulant"},
        .step_unit = "sweep",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"energy", "magnetisation", "overlap"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
        .diagram = diagram(),
    };
}

}  // namespace langevin::spin_glass_lab
