// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/core/panel.h"
#include "engine/diffusion/site/site_sampling.h"

/// What labs of a single number show alike. Numbers on their way from noise to data are shown in units of the standard
/// deviation sqrt(C + sigma^2) that data and noise have together, so that axes need not move.
namespace langevin::diffusion {

/// Where the samples are: "noise σ = 0.31, τ = 0.71".
std::string place_of(const SiteSampling& sampling);

/// |y| beyond which there is this share of probability.
double reach_of_data(const Quadrature& points, double share);

/// The samples as they are, beside the exact density at their noise, and how well it fits.
Histogram samples_panel(const SiteSampling& sampling);

/// The largest |s| sqrt(C + sigma^2) where there are data, at all strengths between the weakest and the strongest.
double score_range(const SiteLaw& law, double weakest, double strongest);
/// The exact score at the noise of the samples and, where one is learnt, the network as it is now: a full line where
/// there are data, a broken one beyond.
Curves score_panel(const SiteSampling& sampling, double range);

/// What a network says, y at ascending x, as curves: where there are data, |x| <= data_until, and beyond. Values far
/// outside of +-range end there.
std::vector<Curve> learnt_curves(std::span<const double> x, std::span<const double> y, double data_until, double range,
                                 const std::string& name);

/// The loss in training beside its exact minimum; empty without training.
Curves loss_panel(const SiteSampling& sampling);
/// The loss at each strength of the noise: its exact minimum, and that of the network as it is now; without statistical
/// error, from quadrature over the law.
Curves strength_panel(const SiteSampling& sampling);
/// The same averaged over the strengths: sigma^2 E |s' - s|^2; 0 for the exact score.
double mean_score_error(const SiteSampling& sampling);

}  // namespace langevin::diffusion
