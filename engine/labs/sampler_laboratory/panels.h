// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/diffusion/free_field.h"
#include "engine/diffusion/sampler.h"
#include "engine/labs/sampler_laboratory/parameters.h"
#include "engine/statistics/binned_mean.h"
#include "engine/statistics/time_series.h"

namespace langevin::sampler_laboratory {

/// What is measured of every finished sample.
enum Observable : std::size_t {
    field_squared,      // sum_x phi_x^2 / V
    action_density,     // S / V
    zero_mode_squared,  // V M^2
    observable_count
};

std::vector<PanelSpec> panel_specs();

/// What the panels are made from.
struct View {
    const Parameters& parameters;
    const diffusion::FreeField& field;
    const diffusion::Sampler& sampler;
    const std::vector<std::vector<double>>& recursion;  ///< variance of y: [level, and the result][group of modes]
    const std::vector<double>& finished;                ///< some samples of the last batch; empty before the first
    const std::vector<std::vector<double>>& passed;     ///< this batch's variances at the levels it has been at
    const statistics::TimeSeries& series;
    const statistics::BinnedMean& variances;
};

/// Averages over modes of the recursion's last row: of one sample, an Observable.
double expected(const View& view, Observable observable);

std::vector<Measurement> table(const View& view);
/// All samplers at many numbers of levels: made once for a set of parameters.
Curves compare_methods(const Parameters& parameters, const diffusion::FreeField& field);
/// Fills the panels that attention wants; `methods` is the comparison without this run, made when first wanted.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, std::optional<Curves>& methods);

}  // namespace langevin::sampler_laboratory
