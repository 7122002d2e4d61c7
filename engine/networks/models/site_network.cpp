// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/models/architectures.h"

namespace langevin::networks {

using namespace tape;

SiteNetwork::SiteNetwork(const NetworkDescription& description) : NetworkOf(description) {
    const auto& d = description_;
    int inputs = d.inputs;
    for (int k = 0; k < d.depth; ++k) {
        const auto name = "hidden." + std::to_string(k);
        layers_.emplace_back(layout_, name, inputs, d.width, Convolution::Options{.extent = 1, .bias = !d.odd});
        conditions_.emplace_back(layout_, name + ".noise", noise_features, d.width, Convolution::Options{.extent = 1});
        inputs = d.width;
    }
    layers_.emplace_back(layout_, "last", inputs, d.outputs, Convolution::Options{.extent = 1, .bias = !d.odd});
}

template <class T>
Variable<T> SiteNetwork::compute(const BoundParameters<T>& p, const NetworkInput<T>& input) const {
    auto h = input.field;
    for (std::size_t k = 0; k < conditions_.size(); ++k) {
        const auto c = conditions_[k](p, input.condition);
        const auto z = description_.odd ? multiply(layers_[k](p, h), affine(c, 1, 1)) : layers_[k](p, h, c);
        h = apply(z, description_.activation);
    }
    return layers_.back()(p, h);
}

template Variable<float> SiteNetwork::compute(const BoundParameters<float>&, const NetworkInput<float>&) const;
template Variable<double> SiteNetwork::compute(const BoundParameters<double>&, const NetworkInput<double>&) const;

}  // namespace langevin::networks
