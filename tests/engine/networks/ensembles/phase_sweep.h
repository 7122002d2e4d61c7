// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>
#include <string>

#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/run/sweep.h"
#include "engine/run/sweep_data.h"
#include "engine/storage/sweep_file.h"

namespace langevin::test {

/// A sweep that comes with the program, run to its end.
inline SweepData shipped_sweep(const Registry& registry, const std::string& name) {
    const auto plan = storage::read_plan(SOURCE_DIR "/resources/sweeps/" + name + ".json");
    SweepData data(SweepGrid(registry.find(plan.recipe.lab), plan));
    Sweep sweep(data.grid(), {}, {.threads = parallel::available_threads()});
    while (!sweep.wait()) {
    }
    data.add(sweep.take());
    return data;
}

/// Points on which the measured phases agree with the published ones.
inline Agreement phase_agreement(const SweepData& data) {
    for (const auto& map : data.published())
        if (map.scalar == "phase") return data.agreement(map);
    return {};
}

}  // namespace langevin::test
