// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/measurement.h"
#include "engine/weights/gaussian_rbm.h"

/// What is known of the Gaussian RBM's training (C. Park, B. Lucini, G. Aarts, arXiv:2407.16427).
namespace langevin::weights {

/// Degenerate levels of W^T W: their common value mu^2 - kappa (0 where that is negative), and their places in a
/// spectrum in ascending order.
struct LevelGroup {
    double kappa = 0, level = 0;
    std::vector<int> places;

    bool pair() const { return places.size() == 2; }
};
/// Ascending in kappa: the infrared modes, with the largest levels, come first.
std::vector<LevelGroup> level_groups(const RbmModel& model);

/// Level of a mode at learning time alpha t from its value at the start, for |B| -> infinity and modes that do not mix:
/// inverts 2 alpha t = (kappa/x0) [mu^2 ln(x/x(0)) - kappa ln((x0 - x)/(x0 - x(0)))], x0 = mu^2 - kappa; the integral
/// of dx/dt = 2 alpha x (1/kappa - 1/(mu^2 - x)).
double learning_curve(double kappa, double mu, double start, double learning_time);

/// Standard deviation sigma of a diagonal element of W^T W in equilibrium at small temperature: sqrt(2 T (mu^2 -
/// kappa)).
double level_width(double level, double temperature);
/// Mean spacing of a degenerate pair at small temperature: sqrt(pi) sigma = sqrt(2 pi T (mu^2 - kappa)).
double pair_spacing(double level, double temperature);

/// Mean spacing of a pair as published, or as measured in an independent long run where that is more exact, for N = 10,
/// m = 2, mu = 3, k = 3 (arXiv:2407.16427, data release; its errors are too small, since seeds repeat: 4 % is
/// realistic).
struct PublishedSpacing {
    double rate;
    int batch;
    int pair;  ///< 0: kappa = 4.382 ... 3: kappa = 7.618
    double spacing;

    double temperature() const { return rate / batch; }
    double error() const { return 0.04 * spacing; }
};
const std::vector<PublishedSpacing>& published_spacings();
/// For this model, if its setting was published.
std::optional<Expectation> published_spacing(const RbmModel& model, int pair);

/// The settings of the published scan, hottest last.
struct Setting {
    double rate;
    int batch;
};
const std::vector<Setting>& published_settings();

}  // namespace langevin::weights
