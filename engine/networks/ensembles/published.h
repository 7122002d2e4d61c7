// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/phase_diagram.h"

/// The phase diagram of arXiv:2509.01349, read off its published figures: network [3,32,16,1], the middle matrix alone
/// trained, batches of 4 in a fixed order, 95,001 epochs of 1000 updates, 100 runs a point.
namespace langevin::networks::published {

/// Learning rate over batch size, and inverse width of the initial weights, of the 12 x 12 points.
std::vector<double> temperatures();
std::vector<double> inverse_widths();

enum Phase { jammed, ferromagnet, paramagnet };

/// Phase by the operational classifier: paramagnet where the largest eigenvalue of W W^T is above 30 and the logarithm
/// of the spacing ratio above 0.7; else ferromagnet where the median training loss is below a bound, else jammed. The
/// bound falls with the length of training: 3e-4 up to 300 epochs, 3e-5 up to 30,000, 1e-6 beyond.
Phase classify(double largest_level, double log_spacing_ratio, double median_loss, double epochs);

/// Boundary between the paramagnet and the rest where 68 % of the runs are decided as convergent: pairs of inverse
/// width and temperature.
std::vector<std::pair<double, double>> noise_boundary();

/// At the nearest of the 12 x 12 points.
double test_loss(double inverse_width, double temperature);
double training_loss(double inverse_width, double temperature);
double log_spacing_ratio(double inverse_width, double temperature);

/// The published phases, losses and ratios as maps, with these two keys on the axes in this order.
std::vector<PublishedMap> maps(bool inverse_width_across);
/// E tanh(M x)^2 of the hidden units of the published network, 0.3437.
double mean_square_hidden();
/// The soft-spin line, at the published and at the literal variance, and the noise boundary.
std::vector<Curve> boundaries(bool inverse_width_across);

}  // namespace langevin::networks::published
