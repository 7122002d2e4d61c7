// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/snapshot.h"
#include "engine/labs/network_phases/history.h"

namespace langevin::network_phases {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

/// What the panels are made from.
struct View {
    const Parameters& parameters;
    const networks::TrainingPopulation& population;
    const History& history;
    std::span<const RunRecord> now;
    std::uint64_t epochs;
};

/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view,
                 const std::vector<Measurement>& table);

}  // namespace langevin::network_phases
