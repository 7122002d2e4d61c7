// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/network.h"

#include <cmath>

namespace langevin::networks {
namespace {

double activate(Activation activation, double x) {
    switch (activation) {
        case Activation::tanh:
            return std::tanh(x);
        case Activation::relu:
            return x > 0 ? x : 0;
        case Activation::linear:
            break;
    }
    return x;
}

/// The derivative, from the value.
double slope(Activation activation, double value) {
    switch (activation) {
        case Activation::tanh:
            return 1 - value * value;
        case Activation::relu:
            return value > 0 ? 1 : 0;
        case Activation::linear:
            break;
    }
    return 1;
}

std::vector<double> layer(const std::vector<double>& matrix, std::span<const double> in, Activation activation) {
    std::vector<double> out(matrix.size() / in.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < in.size(); ++k) sum += matrix[i * in.size() + k] * in[k];
        out[i] = activate(activation, sum);
    }
    return out;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

struct Gradient {
    std::vector<double> first, middle, last;
};

Gradient gradient(const Network& n, const Examples& examples) {
    Gradient sum{std::vector<double>(n.first.size()), std::vector<double>(n.middle.size()),
                 std::vector<double>(n.last.size())};
    const double share = 1 / static_cast<double>(examples.size());
    for (std::size_t e = 0; e < examples.size(); ++e) {
        const auto x = examples.point(e);
        const auto h = n.hidden(x);
        const auto phi = layer(n.middle, h, n.shape.activation);
        const double error = share * (dot(n.last, phi) - examples.targets[e]);
        std::vector<double> back(h.size());
        for (std::size_t i = 0; i < phi.size(); ++i) {
            const double delta = error * n.last[i] * slope(n.shape.activation, phi[i]);
            sum.last[i] += error * phi[i];
            for (std::size_t k = 0; k < h.size(); ++k) {
                sum.middle[i * h.size() + k] += delta * h[k];
                back[k] += delta * n.middle[i * h.size() + k];
            }
        }
        for (std::size_t k = 0; k < h.size(); ++k)
            for (std::size_t j = 0; j < x.size(); ++j)
                sum.first[k * x.size() + j] += back[k] * slope(n.shape.activation, h[k]) * x[j];
    }
    return sum;
}

}  // namespace

std::vector<double> Network::hidden(std::span<const double> x) const {
    return layer(first, x, shape.activation);
}

std::vector<double> Network::features(std::span<const double> x) const {
    return layer(middle, hidden(x), shape.activation);
}

double Network::output(std::span<const double> x) const {
    return dot(last, features(x));
}

Examples examples(const Network& teacher, std::vector<double> points) {
    Examples result{teacher.shape.inputs, std::move(points), {}};
    result.targets.resize(result.points.size() / static_cast<std::size_t>(teacher.shape.inputs));
    for (std::size_t n = 0; n < result.size(); ++n) result.targets[n] = teacher.output(result.point(n));
    return result;
}

double loss(const Network& network, const Examples& examples) {
    double sum = 0;
    for (std::size_t n = 0; n < examples.size(); ++n) {
        const double error = examples.targets[n] - network.output(examples.point(n));
        sum += error * error;
    }
    return sum / (2 * static_cast<double>(examples.size()));
}

std::vector<double> middle_gradient(const Network& network, const Examples& examples) {
    return gradient(network, examples).middle;
}

void descend(Network& network, const Examples& batch, double learning_rate, bool train_all) {
    const auto slope_of_loss = gradient(network, batch);
    const auto step = [&](std::vector<double>& matrix, const std::vector<double>& direction) {
        for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] -= learning_rate * direction[i];
    };
    step(network.middle, slope_of_loss.middle);
    if (!train_all) return;
    step(network.first, slope_of_loss.first);
    step(network.last, slope_of_loss.last);
}

double frobenius_norm(std::span<const double> matrix) {
    double sum = 0;
    for (const double x : matrix) sum += x * x;
    return std::sqrt(sum);
}

}  // namespace langevin::networks
