// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/models/layers.h"

#include <algorithm>
#include <cmath>

namespace langevin::networks {

using namespace tape;

Convolution::Convolution(ParameterLayout& layout, const std::string& name, int inputs, int outputs,
                         const Options& options)
    : symmetric_(options.symmetric) {
    std::vector<int> extents{outputs, inputs};
    if (symmetric_)
        extents.insert(extents.end(), {1, 3});
    else if (options.extent > 1)
        extents.insert(extents.end(), {options.extent, options.extent});
    weight_ = layout.add(name + ".weight", extents, options.initialisation, options.gain);
    if (options.bias) bias_ = layout.add(name + ".bias", {outputs}, options.initialisation, options.gain);
}

template <class T>
Variable<T> Convolution::operator()(const BoundParameters<T>& parameters, const Variable<T>& x,
                                    const Variable<T>& summand) const {
    const auto& weight = parameters[weight_];
    auto start = summand;
    if (bias_) {
        const auto bias = into_lanes(parameters[*bias_]);
        start = summand ? add(summand, bias) : bias;
    }
    return symmetric_ ? symmetric_convolve(x, weight, start) : convolve(x, weight, start);
}

GroupNorm::GroupNorm(ParameterLayout& layout, const std::string& name, int groups, int channels)
    : groups_(groups),
      weight_(layout.add(name + ".weight", {channels}, Initialisation::ones)),
      bias_(layout.add(name + ".bias", {channels}, Initialisation::zeros)) {}

template <class T>
Variable<T> GroupNorm::operator()(const BoundParameters<T>& parameters, const Variable<T>& x, Function f) const {
    return normalise(x, into_lanes(parameters[weight_]), into_lanes(parameters[bias_]), groups_, f);
}

LayerNorm::LayerNorm(ParameterLayout& layout, const std::string& name, int channels)
    : weight_(layout.add(name + ".weight", {channels}, Initialisation::ones)),
      bias_(layout.add(name + ".bias", {channels}, Initialisation::zeros)) {}

template <class T>
Variable<T> LayerNorm::operator()(const BoundParameters<T>& parameters, const Variable<T>& x) const {
    const auto at_sites = Shape::samples(1, x.shape().rows, x.shape().columns);
    const double channels = x.shape().channels;
    const auto centred = subtract(x, affine(reduce(x, at_sites), 1 / channels));
    const auto variance = affine(contract(centred, centred, at_sites), 1 / channels, 1e-5);
    const auto y = multiply(centred, apply(variance, Function::inverse_root));
    return add(multiply(y, into_lanes(parameters[weight_])), into_lanes(parameters[bias_]));
}

template <class T>
Variable<T> softmax(const Variable<T>& a) {
    const auto& s = a.shape();
    const auto row = Shape::samples(s.channels, s.rows);
    // Less the largest of each row, which changes nothing but keeps numbers in range: a constant.
    auto largest = a.tape().constant(row, T{0});
    for (std::size_t r = 0; r < row.elements(); ++r)
        for (std::size_t l = 0; l < lanes; ++l) {
            const T* in = &a.values()[r * static_cast<std::size_t>(s.columns) * lanes + l];
            T most = *in;
            for (int c = 1; c < s.columns; ++c) most = std::max(most, in[static_cast<std::size_t>(c) * lanes]);
            largest.fill()[r * lanes + l] = most;
        }
    const auto e = apply(subtract(a, largest), Function::exp);
    return multiply(e, apply(reduce(e, row), Function::reciprocal));
}

template <class T>
Variable<T> attention(const Variable<T>& q, const Variable<T>& k, const Variable<T>& v, int heads, bool causal) {
    const auto& s = q.shape();
    const int size = s.channels / heads, tokens = s.columns;
    const auto per_head = Shape::samples(heads, size, tokens);
    const auto scores = matrix_product(reshape(q, per_head), reshape(k, per_head), true, false);
    auto scaled_scores = affine(scores, 1 / std::sqrt(size));
    if (causal) {
        const auto mask = q.tape().constant(Shape::samples(1, tokens, tokens), T{0});
        for (int t = 0; t < tokens; ++t)
            for (int later = t + 1; later < tokens; ++later)
                std::fill_n(&mask.fill()[static_cast<std::size_t>(t * tokens + later) * lanes], lanes, T{-80});
        scaled_scores = add(scaled_scores, mask);
    }
    const auto mixed = matrix_product(reshape(v, per_head), softmax(scaled_scores), false, true);
    return reshape(mixed, s);
}

#define LANGEVIN_LAYERS(T)                                                                                          \
    template Variable<T> Convolution::operator()(const BoundParameters<T>&, const Variable<T>&, const Variable<T>&) \
        const;                                                                                                      \
    template Variable<T> GroupNorm::operator()(const BoundParameters<T>&, const Variable<T>&, Function) const;      \
    template Variable<T> LayerNorm::operator()(const BoundParameters<T>&, const Variable<T>&) const;                \
    template Variable<T> softmax(const Variable<T>&);                                                               \
    template Variable<T> attention(const Variable<T>&, const Variable<T>&, const Variable<T>&, int, bool);
LANGEVIN_LAYERS(float)
LANGEVIN_LAYERS(double)

}  // namespace langevin::networks
