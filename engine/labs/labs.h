// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/core/lab.h"
#include "engine/core/lesson.h"
#include "engine/core/sweep.h"

namespace langevin::labs {

/// The labs of this build, each with its page of physics (engine/labs/<id>/<id>.md) and its presets
/// (resources/presets/<id>/*.json), which are compiled in. Make it once, in main, and keep it as long as anything runs.
Registry all();

/// The lessons that are shipped (resources/lessons/*.lesson.md), which are compiled in.
std::vector<Lesson> lessons();

/// A plan of a sweep that is shipped.
struct ShippedSweep {
    std::string id;  ///< name of the file without its ending
    SweepPlan plan;
};

/// Phase diagrams to begin with (resources/sweeps/*.json), which are compiled in.
std::vector<ShippedSweep> sweeps();

}  // namespace langevin::labs
