// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/linear_network.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "engine/spectra/eigenvalues.h"

namespace langevin::weights {
namespace {

/// Streams of random numbers.
enum Purpose : std::uint16_t { initial_weights = 0, inputs = 1, gradient_noise = 2 };

std::size_t size_of(int n) {
    return static_cast<std::size_t>(n);
}

}  // namespace

NetworkBlock::NetworkBlock(const NetworkModel& model, int first_seed, NetworkStart start, double width,
                           double imbalance, Random random)
    : first_seed_(first_seed),
      first_(size_of(model.hidden), size_of(model.dimension())),
      second_(size_of(model.dimension()), size_of(model.hidden)) {
    if (model.hidden < model.dimension()) throw std::invalid_argument("fewer hidden units than levels");
    if (start == NetworkStart::random) {
        const auto stream = Stream::of(initial_weights, static_cast<std::uint32_t>(first_seed));
        random.normals<double>(stream, 0, 0, lanes, first_.values());
        random.normals<double>(stream, 1, 0, lanes, second_.values());
        for (auto* weights : {&first_, &second_})
            for (double& w : weights->values()) w *= width;
    } else {
        const double product = width * width;
        const double sum = std::hypot(imbalance, 2 * product);  // w1^2 + w2^2
        for (std::size_t n = 0; n < size_of(model.dimension()); ++n) {
            std::fill_n(first_.at(n, n), lanes, std::sqrt((sum + imbalance) / 2));
            std::fill_n(second_.at(n, n), lanes, std::sqrt((sum - imbalance) / 2));
        }
    }
    imbalance_at_start_ = this->imbalance();
}

LaneMatrix NetworkBlock::difference(const NetworkModel& model) const {
    const std::size_t d = second_.rows();
    LaneMatrix result(d, d);
    for (std::size_t i = 0; i < d; ++i)
        std::fill_n(result.at(i, i), lanes, model.value(static_cast<int>(i) / model.multiplicity));
    add_product(result, -1, second_, first_);
    return result;
}

LaneMatrix NetworkBlock::imbalance() const {
    LaneMatrix q(first_.rows(), first_.rows());
    add_product(q, 1, first_, transposed(first_));
    add_product(q, -1, transposed(second_), second_);
    return q;
}

void NetworkBlock::descend(double rate, const LaneMatrix& gradient) {
    const auto before = first_;
    add_product(first_, rate, transposed(second_), gradient);
    add_product(second_, rate, gradient, transposed(before));
}

void NetworkBlock::update(const NetworkModel& model, Random random, std::uint64_t step) {
    const std::size_t d = size_of(model.dimension()), batch = size_of(model.batch);
    const auto seed = static_cast<std::uint32_t>(first_seed_);
    LaneMatrix x(batch, d), correlation(d, d), gradient(d, d);
    random.normals<double>(Stream::of(inputs, seed), step, 0, lanes, x.values());
    add_product(correlation, 1.0 / model.batch, transposed(x), x);
    add_product(gradient, 1, difference(model), correlation);
    // The mean of the batch's noise matrices is one of 1/sqrt(|B|) the width.
    const double width = model.noise / std::sqrt(static_cast<double>(model.batch));
    if (width > 0)
        add_symmetric_noise(gradient, {width * std::numbers::sqrt2 * model.anisotropy, width}, random,
                            Stream::of(gradient_noise, seed), step);
    descend(model.rate, gradient);
}

void NetworkBlock::update_noiseless(const NetworkModel& model) {
    descend(model.rate, difference(model));
}

std::vector<double> NetworkBlock::levels(NetworkLevels which) const {
    const std::size_t d = second_.rows();
    const auto dimension = static_cast<int>(d);
    LaneMatrix matrix(d, d);
    if (which == NetworkLevels::product) add_product(matrix, 1, second_, first_);
    if (which == NetworkLevels::first_layer) add_product(matrix, 1, transposed(first_), first_);
    if (which == NetworkLevels::second_layer) add_product(matrix, 1, second_, transposed(second_));
    std::vector<double> all;
    for (int lane = 0; lane < lanes; ++lane) {
        auto elements = matrix.of(lane);
        const auto x = which == NetworkLevels::product ? spectra::singular_values(elements, dimension)
                                                       : spectra::symmetric_eigenvalues(elements, dimension);
        all.insert(all.end(), x.begin(), x.end());
    }
    return all;
}

std::vector<double> NetworkBlock::squared_distances(const NetworkModel& model) const {
    return squared_norms(difference(model));
}

std::vector<double> NetworkBlock::squared_drifts() const {
    auto change = imbalance();
    for (std::size_t i = 0; i < change.values().size(); ++i) change.values()[i] -= imbalance_at_start_.values()[i];
    return squared_norms(change);
}

std::vector<double> NetworkBlock::values() const {
    auto all = first_.values();
    all.insert(all.end(), second_.values().begin(), second_.values().end());
    return all;
}

bool NetworkBlock::set_values(const std::vector<double>& values) {
    if (values.size() != first_.values().size() + second_.values().size()) return false;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(first_.values().size());
    return first_.set_values({values.begin(), middle}) && second_.set_values({middle, values.end()});
}

}  // namespace langevin::weights
