// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/panel.h"

namespace langevin::phi4 {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

}  // namespace langevin::phi4
