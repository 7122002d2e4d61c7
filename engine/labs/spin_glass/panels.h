// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/spin_glass/diagram.h"
#include "engine/labs/spin_glass/parameters.h"
#include "engine/spin_glass/replica_symmetric.h"
#include "engine/statistics/disorder_average.h"
#include "engine/statistics/histogram.h"
#include "engine/statistics/time_series.h"

namespace langevin::spin_glass_lab {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

/// Per temperature: energy per spin (mean of the replicas), |m|, m^2, m^4, |q|, q^2, q^4.
enum Observable : std::size_t {
    energy,
    magnetisation,
    magnetisation_squared,
    magnetisation_fourth,
    overlap,
    overlap_squared,
    overlap_fourth,
    observables
};

/// The replica-symmetric solution along the temperatures shown.
struct Theory {
    std::vector<double> temperature;
    std::vector<spin_glass::ReplicaSymmetric> solution;
};
/// Up to a second at low temperatures; after a stop some of them are missing.
Theory theory_for(const Parameters& parameters, const std::stop_token& stop);

/// What the panels are made from. averages: [temperature][observable]; history columns: sweep, overlap, magnetisation
/// of both replicas of the first sample at the shown temperature.
struct View {
    const Parameters& parameters;
    const std::vector<double>& temperatures;
    std::size_t shown;  ///< index of the shown temperature
    const statistics::DisorderAverage& averages;
    const statistics::RunningHistogram& overlaps;
    const statistics::TimeSeries& history;
    std::vector<double> exchange_rates;  ///< between neighbouring temperatures
    const Theory& theory;
    const TheoryMap& map;
};

/// The table at the shown temperature.
std::vector<Measurement> table(const View& view);
/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view,
                 const std::vector<Measurement>& table);

}  // namespace langevin::spin_glass_lab
