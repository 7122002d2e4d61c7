// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/diffusion/site/single_site.h"
#include "engine/diffusion/site/site_sampling.h"
#include "engine/labs/toy_model/parameters.h"
#include "engine/labs/toy_model/quantile_flow.h"
#include "engine/statistics/histogram.h"
#include "engine/statistics/time_series.h"

namespace langevin::toy_model {

/// What is measured of every finished sample.
enum Observable : std::size_t { modulus, square, fourth_power, sixth_power, sign, observable_count };

/// What only depends on the parameters: worked out once.
struct Exact {
    double mean_modulus = 0;
    double moment[9] = {};                           ///< <phi^n>
    double drift_sigma = 0;                          ///< where the score is compared with the drift
    double end = 0;                                  ///< |phi| up to which the action is shown
    double most_action = 0;                          ///< there, above its lowest
    double score_range = 0;                          ///< of the panel "score"
    double force_range = 0;                          ///< of the panel "drift"
    std::vector<double> phi;                         ///< from -end to end
    std::vector<double> sigma;                       ///< a few strengths of the noise, strongest first
    std::vector<std::vector<double>> action, score;  ///< the effective action and the score there, [sigma][phi]
    diffusion::CumulativeTable cumulative = diffusion::normal_table(1);  ///< of the data
};
Exact exact_results(const diffusion::SingleSite& site, const Parameters& parameters);

std::vector<PanelSpec> panel_specs();

/// What the panels are made from.
struct View {
    const Parameters& parameters;
    const diffusion::SingleSite& site;
    const diffusion::SiteSampling& sampling;
    const QuantileFlow& flow;
    const Exact& exact;
    const statistics::TimeSeries& series;
    const statistics::RunningHistogram& finished;
    const std::vector<double>& flow_result;  ///< where the flow's points arrived, ascending; empty before the first
};

/// Half the integral of the difference between the flow's density and that of the data; flow_result is not empty.
double flow_variation(const View& view);
std::vector<Measurement> table(const View& view);
Table moments_table(const View& view);
/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view);

}  // namespace langevin::toy_model
