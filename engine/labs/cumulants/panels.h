// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/diffusion/site/site_sampling.h"
#include "engine/labs/cumulants/cumulant_track.h"
#include "engine/labs/cumulants/parameters.h"

namespace langevin::cumulants {

/// What only depends on law, process and levels: worked out once.
struct Exact {
    std::vector<double> cumulants;  ///< kappa_1 ... kappa_16 of the data
    double score_range = 0;         ///< of the panel "score"
};
Exact exact_results(const diffusion::SiteLaw& law, const std::vector<diffusion::NoiseLevel>& levels);

std::vector<PanelSpec> panel_specs();

/// What the panels are made from.
struct View {
    const Parameters& parameters;
    const diffusion::SiteLaw& law;
    const diffusion::SiteSampling& sampling;
    const CumulantTrack &backward, &forward;
    const Exact& exact;
};

/// kappa_n of x = m y at a level, n = 2, 4, 6 or 8, and its standard error with so many samples.
double exact_cumulant(const Exact& exact, const diffusion::NoiseLevel& level, int order);
double exact_error(const Exact& exact, const diffusion::NoiseLevel& level, int order, double samples);

std::vector<Measurement> table(const View& view);
/// What was published for two peaks at mu0 = 1, s0 = 1/4 with Sigma = 10, beside the exact values.
Table published_table();
/// Fills the panels that attention wants.
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view);

}  // namespace langevin::cumulants
