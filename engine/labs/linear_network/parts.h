// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/labs/linear_network/panels.h"
#include "engine/weights/network_theory.h"

/// What the files of this lab that make panels and tables share.
namespace langevin::linear_network {

inline constexpr const char* small_fluctuations = "leading order in the fluctuations, from the closed second moments";
/// Source of the expected drift, by rule.
const char* drift_source(Rule rule);

/// "Level x of W₂W₁".
const char* level_title(weights::NetworkLevels which);
/// "s = 2".
std::string species_name(const weights::NetworkModel& model, int group);
bool isotropic(const weights::NetworkModel& model);
std::vector<double> column(const statistics::TimeSeries& history, std::size_t c);

/// Where the levels of a species settle.
double solution(const View& view, int group);
/// A mode as it begins; a random start's product is hidden sigma_W^2/2 in the mean of (w1 + w2)^2/4.
weights::NetworkMode mode(const View& view, int group);
/// 2 tr A, in units of which drifts are shown.
double unit_of_drift(const weights::NetworkModel& model);
/// Relative drift expected of an aligned start.
double expected_drift(const View& view, const weights::NetworkModel& model, Rule rule, double learning_time);

// Training: where levels go, and what is conserved.
Curves levels_panel(const View& view);
Curves layers_panel(const View& view);
Curves learning_panel(const View& view);
Curves conserved_panel(const View& view);
Curves drift_panel(const View& view, const Analysis& analysis);

// Equilibrium: how levels fluctuate.
Histogram density_panel(const View& view);
Curves species_panel(const View& view);
Curves spacing_panel(const View& view);
Curves scaling_panel(const View& view, const Analysis& analysis);

}  // namespace langevin::linear_network
