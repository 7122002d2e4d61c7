// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/networks/ensembles/network.h"

/// What is measured on a run: the observables of arXiv:2509.01349, as its published code defines them.
namespace langevin::networks {

/// Points of the test set, the same for all runs: x ~ N(0, 1) from a seed of its own.
std::vector<double> test_points(int count, int inputs);

/// What a run is compared with: its teacher, and itself at the start.
struct RunStart {
    Examples test;
    std::vector<double> features;  ///< phi_i(x_n) at the start, [point][feature]
    double spread = 0;             ///< x_K - x_1 of the eigenvalues of W W^T at the start
    double gradient_norm = 0;      ///< Frobenius norm of the gradient over all data at the start
};
RunStart run_start(const Network& teacher, const Network& student, const std::vector<double>& points);

struct RunObservables {
    double test_loss = 0;  ///< mean_n (y*_n - y_n)^2, without the factor 1/2
    double time_correlation =
        0;                 ///< q = mean over points and features of phi(0) phi(t); neither centred nor normalised
    double alignment = 0;  ///< cosine of h and phi as [feature][point], h_{i,n} = y*_n Z_i
    double feature_alignment = 0;  ///< the same for every feature by itself, then the mean over features
    /// L = (1/2 phi J phi) - (h phi) + (1/2 y*^2), means over points; J_ij = Z_i Z_j.
    double quadratic = 0, linear = 0, constant = 0;
    double log_spacing_ratio = 0;  ///< ln of (x_K - x_1) over that at the start
    std::vector<double> levels;    ///< x_1 <= ... <= x_K: eigenvalues of W W^T, the squared singular values
};
/// `levels`: the student's squared singular values, ascending.
RunObservables observe(const Network& student, const RunStart& start, std::vector<double> levels);

/// Squared singular values of the middle matrix, ascending, one for each feature.
std::vector<double> squared_singular_values(const Network& network);

/// Whether, at the present weights, the drift of the spectrum's width beats the noise's Coulomb repulsion of its ends:
/// K_t/(sqrt(r) (K - 1)) >= T V_t/(4 sigma_W^2), r = hidden/features, K = features, with means and variances of
/// d(W W^T) over the test points in the eigenbasis of W W^T (section "noise boundary" of the published code).
bool signal_beats_noise(const Network& student, const Examples& test, double temperature, double weight_scale);

}  // namespace langevin::networks
