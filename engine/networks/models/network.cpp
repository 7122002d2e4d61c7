// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/models/network.h"

#include <cmath>

#include "engine/core/error.h"
#include "engine/networks/models/architectures.h"

namespace langevin::networks {
namespace {

void demand_range(int value, int low, int high, const char* what) {
    if (value < low || value > high)
        throw Failure({std::string(what) + " must lie between " + std::to_string(low) + " and " + std::to_string(high) +
                           ", not " + std::to_string(value),
                       what, ""});
}

const char* name_of_activation(tape::Function f) {
    switch (f) {
        case tape::Function::tanh:
            return "tanh";
        case tape::Function::silu:
            return "SiLU";
        case tape::Function::softplus:
            return "softplus";
        case tape::Function::relu:
            return "ReLU";
        case tape::Function::leaky_relu:
            return "leaky ReLU";
        default:
            return "other";
    }
}

}  // namespace

std::string describe(const NetworkDescription& d) {
    const auto number = [](int n, const char* one, const char* many) {
        return std::to_string(n) + " " + (n == 1 ? one : many);
    };
    switch (d.architecture) {
        case Architecture::sites:
            return "perceptron, " + number(d.depth, "hidden layer", "hidden layers") + " of " +
                   std::to_string(d.width) + ", " + name_of_activation(d.activation) + (d.odd ? ", odd" : "");
        case Architecture::equivariant:
            return "equivariant network, " + number(d.depth, "block", "blocks") + " of " +
                   number(d.width, "channel", "channels") + (d.square ? ", D4" : ", translations only") + ", " +
                   std::to_string(d.propagated) + " propagated";
        case Architecture::unet:
            return "U-Net, " + std::to_string(d.width) + " to " + std::to_string(d.width << d.depth) + " channels";
    }
    return "";
}

std::vector<double> features_of_noise(double log_sigma) {
    std::vector<double> features{log_sigma / 4};
    for (int k = 1; k <= (noise_features - 1) / 2; ++k) {
        features.push_back(std::sin(k * log_sigma / 4));
        features.push_back(std::cos(k * log_sigma / 4));
    }
    return features;
}

std::shared_ptr<const Network> make_network(const NetworkDescription& d) {
    demand_range(d.inputs, 1, 16, "inputs");
    demand_range(d.outputs, 1, 16, "outputs");
    demand_range(d.width, 1, 256, "width");
    demand_range(d.depth, 1, 16, "depth");
    switch (d.architecture) {
        case Architecture::sites:
            return std::make_shared<SiteNetwork>(d);
        case Architecture::equivariant:
            demand_range(d.propagated, 0, d.width, "propagated");
            return std::make_shared<EquivariantNetwork>(d);
        case Architecture::unet:
            demand_range(d.depth, 1, 4, "depth");
            return std::make_shared<UNet>(d);
    }
    throw Failure({"there is no such architecture", "architecture", ""});
}

}  // namespace langevin::networks
