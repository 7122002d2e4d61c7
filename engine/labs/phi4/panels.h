// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/phi4/measurements.h"
#include "engine/labs/phi4/parameters.h"
#include "engine/statistics/time_series.h"

namespace langevin::phi4 {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

/// A live edit that began another ensemble.
struct Edit {
    double step, kappa, lambda;
};

/// What the panels are made from, whatever the precision of the fields.
struct View {
    const Parameters& parameters;
    const std::vector<Measurements>& groups;  ///< one, or one per rung of the ladder of step sizes
    const std::vector<double>& rungs;         ///< step size of each group
    const statistics::TimeSeries& history;    ///< of M and S/V for the first chains, edits included
    const std::vector<Edit>& edits;
};

/// What costs more than an update and is therefore made anew only when the data have grown by a twelfth.
struct Analysis {
    std::uint64_t samples = 0;
    std::vector<Measurement> table;
    std::optional<Curves> autocorrelation, extrapolation;  ///< when first asked for
};

/// Estimates of all quantities, the ladder's extrapolated ones included.
std::vector<Measurement> analyse(const View& view);
/// Fills the panels that attention wants, except for the field.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, Analysis& analysis);

}  // namespace langevin::phi4
