// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/teacher_student/parameters.h"
#include "engine/statistics/time_series.h"
#include "engine/weights/level_record.h"

namespace langevin::teacher_student {

/// What this lab shows, in the order of the default layout.
std::vector<PanelSpec> panel_specs();

/// A setting that was measured, with the spacing of the first pair.
struct Visit {
    double rate = 0;
    int batch = 0;
    double noise = 0;
    double spacing = 0, spacing_error = 0;
    double width = 0, width_error = 0;
};

/// None before there are a hundred independent samples of the spacing.
std::optional<Visit> visit(const weights::TeacherModel& model, const weights::LevelRecord& record);

/// Where the distance began to follow its exact law: at the start or at an edit.
struct Epoch {
    double learning_time = 0, distance = 0;
    double rate = 0;
    weights::DistanceLaw law;
};

/// What the panels are made from. History columns: learning time, mean squared distance of all seeds and its standard
/// error, levels of the first seed in ascending order.
struct View {
    const Parameters& parameters;
    weights::TeacherModel model;
    const weights::LevelRecord& record;
    const statistics::TimeSeries& distances;  ///< one observable, a chain per seed
    const statistics::TimeSeries& history;
    const std::vector<Epoch>& epochs;
    const std::vector<Visit>& visits;
    bool ended;  ///< a scan is over: its last setting is among the visits
};

enum HistoryColumn : std::size_t { history_time, history_distance, history_error, history_levels };

/// What costs more than an update and is made anew only when the data have grown by a twelfth.
struct Analysis {
    std::uint64_t samples = 0;
    std::vector<Measurement> table, published;
    std::vector<Visit> visits;  ///< the one in progress included
};
Analysis analyse(const View& view);

/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis);

}  // namespace langevin::teacher_student
