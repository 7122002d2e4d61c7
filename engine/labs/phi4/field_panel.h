// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/phi4/parameters.h"
#include "engine/lattice/scalar_block.h"

namespace langevin::phi4 {

/// The field of the chain that is followed, or of all chains; sites are left out where there are too many to show,
/// unless attention asks for the complete field. Blocks hold the chains in ascending order.
template <class Real>
Field field_panel(const std::vector<lattice::ScalarBlock<Real>>& blocks, const Parameters& parameters,
                  const Attention& attention);

}  // namespace langevin::phi4
