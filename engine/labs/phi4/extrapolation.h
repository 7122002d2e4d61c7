// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/labs/phi4/panels.h"

namespace langevin::phi4 {

/// ⟨φ²⟩ of Langevin dynamics against its step size. The Euler step shifts averages in proportion to ε (G. G. Batrouni
/// et al., Phys. Rev. D 32 (1985) 2736); a weighted straight line through the ladder of step sizes takes
/// the bias away. Empty for other algorithms and before there are samples.
Curves extrapolation_panel(const View& view);

/// Appends ⟨φ²⟩ and the Schwinger-Dyson sum at ε = 0 when there is a ladder of step sizes.
void add_extrapolated(std::vector<Measurement>& table, const View& view);

}  // namespace langevin::phi4
