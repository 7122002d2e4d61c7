// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/gaussian_rbm/parameters.h"
#include "engine/statistics/time_series.h"
#include "engine/weights/level_record.h"
#include "engine/weights/rbm_theory.h"

namespace langevin::gaussian_rbm {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

/// What was measured of one group of levels at a setting.
struct GroupResult {
    double kappa = 0, level = 0;
    bool pair = false;
    double mean = 0, mean_error = 0, width = 0, width_error = 0, spacing = 0, spacing_error = 0;
};

/// A setting of learning rate and batch size that was measured, with its results.
struct Visit {
    double rate = 0;
    int batch = 0;
    std::vector<GroupResult> groups;

    double temperature() const { return rate / batch; }
};

Visit visit(const weights::RbmModel& model, const weights::LevelRecord& record);
/// At least a hundred independent samples of the first pair's spacing.
bool worth_keeping(const weights::LevelRecord& record);

/// What the panels are made from. History columns: learning time since the start, mean level of each group over the
/// seeds, then the levels of the first seed in ascending order.
struct View {
    const Parameters& parameters;
    weights::RbmModel model;
    const weights::LevelRecord& record;
    const statistics::TimeSeries& history;
    const std::vector<Visit>& visits;
    std::size_t setting;  ///< of a scan
};

/// What costs more than an update and is made anew only when the data have grown by a twelfth.
struct Analysis {
    std::uint64_t samples = 0;
    std::vector<Measurement> table;
    std::vector<Measurement> published;
    std::optional<Visit> here;
};

Analysis analyse(const View& view);
/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis);

}  // namespace langevin::gaussian_rbm
