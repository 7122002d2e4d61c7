// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"

namespace langevin::labs {

/// The labs of this build, each with its page of physics (engine/labs/<id>/<id>.md) and its presets
/// (resources/presets/<id>/*.json), which are compiled in. Make it once, in main, and keep it as long as anything runs.
Registry all();

}  // namespace langevin::labs
