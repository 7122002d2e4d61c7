// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/coulomb_gas/laws.h"
#include "engine/labs/coulomb_gas/measurements.h"
#include "engine/labs/coulomb_gas/trails.h"

namespace langevin::coulomb_gas_lab {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

/// Mean square position at the moment of a start or an edit, from which it relaxes.
struct Relaxation {
    double time = 0, value = 0;
    double target = 0, rate = 0;  ///< exact stationary value and rate; rate 0: not known for this potential
};

/// Columns of the history: time, mean square position (over all charges and copies), its standard error over the
/// copies.
enum HistoryColumn : std::size_t { history_time, history_value, history_error, history_columns };

/// What the panels are made from.
struct View {
    const Parameters& parameters;
    const coulomb_gas::Ensemble& ensemble;
    const Measurements& measurements;
    const Trails& trails;
    const statistics::TimeSeries& history;
    const std::vector<Relaxation>& relaxations;
    DensityLaw& law;
    std::stop_token stop = {};
};

/// What costs more than an update and is made anew only when the data have grown by a twelfth, or the unfolding is
/// another.
struct Analysis {
    std::uint64_t samples = 0;
    std::vector<Measurement> table;
    std::optional<Histogram> density, spacing;
    std::optional<Curves> number_variance, form_factor, autocorrelation;
};

/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, Analysis& analysis);
/// Estimates of all quantities.
std::vector<Measurement> analyse(const View& view);

}  // namespace langevin::coulomb_gas_lab
