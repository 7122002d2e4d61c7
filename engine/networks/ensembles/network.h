// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "engine/networks/ensembles/kernels.h"

namespace langevin::networks {

/// One network in double precision: what is measured on a run, and the reference that the kernels are held against.
/// Matrices row after row, as in NetworkShape. Value type.
struct Network {
    NetworkShape shape;
    std::vector<double> first, middle, last;

    /// a(M x), hidden numbers.
    std::vector<double> hidden(std::span<const double> x) const;
    /// a(W a(M x)): the features phi, what stands before the linear output.
    std::vector<double> features(std::span<const double> x) const;
    double output(std::span<const double> x) const;
};

/// Points x and targets y* = teacher's outputs, one after the other.
struct Examples {
    int inputs = 3;
    std::vector<double> points, targets;

    std::size_t size() const { return targets.size(); }
    std::span<const double> point(std::size_t n) const {
        return std::span(points).subspan(n * static_cast<std::size_t>(inputs), static_cast<std::size_t>(inputs));
    }
};

Examples examples(const Network& teacher, std::vector<double> points);

/// L = 1/2 mean_n (y*_n - y_n)^2.
double loss(const Network& network, const Examples& examples);
/// dL/dW of the middle matrix, row after row.
std::vector<double> middle_gradient(const Network& network, const Examples& examples);
/// One step of gradient descent on L over the examples, as a batch: the middle matrix, or all.
void descend(Network& network, const Examples& batch, double learning_rate, bool train_all);

double frobenius_norm(std::span<const double> matrix);

}  // namespace langevin::networks
