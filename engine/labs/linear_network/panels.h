// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/linear_network/parameters.h"
#include "engine/statistics/time_series.h"
#include "engine/weights/level_record.h"

namespace langevin::linear_network {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

/// Root mean square over seeds of |Q - Q(start)|/(2 tr A), with its standard error.
struct Drift {
    double value = 0, error = 0;
};
Drift drift_of(const weights::NetworkModel& model, const std::vector<double>& squared_drifts);

/// What was measured of one species at a setting.
struct SpeciesResult {
    double teacher = 0;
    double spacing = 0, spacing_error = 0;  ///< mean gap between neighbours; 0 for a single level
    double width = 0, width_error = 0;
};

/// A setting that was measured.
struct Visit {
    double rate = 0;
    int batch = 0;
    double noise = 0;
    std::optional<Drift> drift;  ///< none where training did not begin at this setting
    std::vector<SpeciesResult> species;

    double temperature() const { return rate / batch; }
};

/// Where a setting began: at the start, at an edit, or at a restart of a scan.
struct Epoch {
    double learning_time = 0;  ///< of the run
    bool from_start = true;    ///< the weights were those of the start
    Rule rule = Rule::stochastic;
    double rate = 0;
    int batch = 0;
    double noise = 0, anisotropy = 1;
};

/// What the panels are made from.
struct View {
    const Parameters& parameters;
    weights::NetworkModel model;
    const weights::LevelRecord& record;
    const statistics::TimeSeries& distances;  ///< one observable, a chain per seed
    const statistics::TimeSeries& history;
    const statistics::TimeSeries& learning;  ///< from the last start: learning time, one mean level per species
    const std::vector<Epoch>& epochs;
    const std::vector<Visit>& visits;
    std::optional<Drift> drift;  ///< at the end of thermalisation, if training began at this setting
    bool ended;                  ///< a scan is over: its last setting is among the visits
};

/// Columns of the history: then one mean level per species, and for the first seed the levels, those of the first layer
/// and those of the second, ascending.
enum HistoryColumn : std::size_t { history_time, history_drift, history_drift_error, history_species };

/// Species only with a hundred independent samples; none if there is neither that nor a drift.
std::optional<Visit> visit(const View& view);

/// What costs more than an update and is made anew only when the data have grown by a twelfth.
struct Analysis {
    std::uint64_t samples = 0;
    std::vector<Measurement> table;
    std::vector<Visit> visits;  ///< the one in progress included
};
Analysis analyse(const View& view);

/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis);

}  // namespace langevin::linear_network
