// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"
#include "engine/networks/models/architectures.h"

namespace langevin::networks {

using namespace tape;

namespace {

constexpr int groups = 8, embedding_width = 64;

}  // namespace

UNet::UNet(const NetworkDescription& description)
    : NetworkOf(description),
      embedding_{{layout_, "embedding.0", noise_features, embedding_width, {.extent = 1}},
                 {layout_, "embedding.1", embedding_width, embedding_width, {.extent = 1}}} {
    const auto& d = description_;
    if (d.width % groups != 0)
        throw Failure({"a U-Net needs a width that is a multiple of " + std::to_string(groups), "width", ""});
    int channels = d.inputs;
    for (int level = 0; level <= d.depth; ++level) {
        down_.push_back(block("down." + std::to_string(level), channels, d.width << level));
        channels = d.width << level;
    }
    for (int level = d.depth - 1; level >= 0; --level) {
        up_.push_back(block("up." + std::to_string(level), channels + (d.width << level), d.width << level));
        channels = d.width << level;
    }
    leave_.emplace_back(layout_, "leave", channels, d.outputs, Convolution::Options{.gain = 0});
}

UNet::Block UNet::block(const std::string& name, int inputs, int outputs) {
    return {{layout_, name + ".first", inputs, outputs, {}},
            {layout_, name + ".second", outputs, outputs, {}},
            {layout_, name + ".noise", embedding_width, outputs, {.extent = 1}},
            {layout_, name + ".first_norm", groups, outputs},
            {layout_, name + ".second_norm", groups, outputs}};
}

template <class T>
Variable<T> UNet::run(const Block& block, const BoundParameters<T>& p, const Variable<T>& x,
                      const Variable<T>& condition) const {
    const auto h = block.first_norm(p, block.first(p, x, block.shift(p, condition)), Function::silu);
    return block.second_norm(p, block.second(p, h), Function::silu);
}

template <class T>
Variable<T> UNet::compute(const BoundParameters<T>& p, const NetworkInput<T>& input) const {
    auto noise = input.condition;
    for (const auto& layer : embedding_) noise = apply(layer(p, noise), Function::silu);
    std::vector<Variable<T>> finer;
    auto h = input.field;
    for (std::size_t level = 0; level < down_.size(); ++level) {
        if (level > 0) h = pool(h);
        h = run(down_[level], p, h, noise);
        finer.push_back(h);
    }
    finer.pop_back();
    for (const auto& block : up_) {
        h = run(block, p, concatenate(enlarge(h), finer.back()), noise);
        finer.pop_back();
    }
    return leave_.front()(p, h);
}

template Variable<float> UNet::compute(const BoundParameters<float>&, const NetworkInput<float>&) const;
template Variable<double> UNet::compute(const BoundParameters<double>&, const NetworkInput<double>&) const;

}  // namespace langevin::networks
