// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/models/architectures.h"

namespace langevin::networks {

using namespace tape;

namespace {

constexpr int embedding_width = 32;

Convolution::Options kernels(const NetworkDescription& d, double gain = 1) {
    return {.extent = 3, .bias = !d.odd, .symmetric = d.square, .gain = gain};
}
Convolution::Options mixing(double gain = 1) {
    return {.extent = 1, .bias = false, .gain = gain};
}
Convolution::Options gains(double gain) {
    return {.extent = 1, .gain = gain};
}

}  // namespace

EquivariantNetwork::EquivariantNetwork(const NetworkDescription& description)
    : NetworkOf(description),
      embedding_{{layout_, "embedding.0", noise_features, embedding_width, gains(1)},
                 {layout_, "embedding.1", embedding_width, embedding_width, gains(1)}},
      enter_(layout_, "enter", description.inputs, description.width, kernels(description)),
      // The last layer begins at zero: the network starts as the exact solution of the free field.
      leave_(layout_, "leave", description.width, description.outputs, kernels(description, 0)),
      last_gains_(layout_, "leave.noise", embedding_width, description.width, gains(0.1)) {
    const auto& d = description_;
    for (int k = 0; k < d.depth; ++k) {
        const auto name = "block." + std::to_string(k);
        Block block{{layout_, name + ".first", d.width, d.width, kernels(d)},
                    {layout_, name + ".second", d.width, d.width, kernels(d, 0.5)},
                    {layout_, name + ".noise", embedding_width, 2 * d.width, gains(0.1)},
                    {},
                    {}};
        if (d.propagated > 0) {
            block.gather.emplace_back(layout_, name + ".gather", d.width, d.propagated, mixing());
            block.scatter.emplace_back(layout_, name + ".scatter", d.propagated, d.width, mixing());
        }
        blocks_.push_back(std::move(block));
    }
}

template <class T>
Variable<T> EquivariantNetwork::compute(const BoundParameters<T>& p, const NetworkInput<T>& input) const {
    const int width = description_.width;
    auto noise = input.condition;
    for (const auto& layer : embedding_) noise = apply(layer(p, noise), Function::silu);
    auto h = enter_(p, input.field);
    for (const auto& block : blocks_) {
        const auto factors = affine(block.gains(p, noise), 1, 1);
        auto z = block.first(p, h);
        for (std::size_t k = 0; k < block.gather.size(); ++k) {
            const auto carried = hartley(multiply(hartley(block.gather[k](p, h)), input.propagator));
            z = block.scatter[k](p, carried, z);
        }
        z = modulate(z, slice(factors, 0, width), {}, description_.activation);
        h = blend(block.second(p, z), slice(factors, width, width), h);
    }
    return leave_(p, multiply(h, affine(last_gains_(p, noise), 1, 1)));
}

template Variable<float> EquivariantNetwork::compute(const BoundParameters<float>&, const NetworkInput<float>&) const;
template Variable<double> EquivariantNetwork::compute(const BoundParameters<double>&,
                                                      const NetworkInput<double>&) const;

}  // namespace langevin::networks
