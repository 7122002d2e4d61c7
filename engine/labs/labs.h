// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/lab.h"
#include "engine/core/lesson.h"

namespace langevin::labs {

/// The labs of this build, each with its page of physics (engine/labs/<id>/<id>.md) and its presets
/// (resources/presets/<id>/*.json), which are compiled in. Make it once, in main, and keep it as long as anything runs.
Registry all();

/// The lessons that are shipped (resources/lessons/*.lesson.md), which are compiled in.
std::vector<Lesson> lessons();

}  // namespace langevin::labs
