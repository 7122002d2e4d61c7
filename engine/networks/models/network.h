// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/networks/learning/parameters.h"
#include "engine/networks/tape/kernels.h"

namespace langevin::networks {

enum class Architecture {
    sites,        ///< a perceptron at each site by itself: for systems on a single site
    equivariant,  ///< convolutions that keep the symmetries of the lattice and of the field
    unet          ///< the usual one of image generation, for comparison
};

/// All that it takes to make a network, except its parameters. Value type.
struct NetworkDescription {
    Architecture architecture = Architecture::equivariant;
    int inputs = 1, outputs = 1;  ///< channels of the field that comes in and of the one that comes out
    int width = 16;               ///< units of a hidden layer; channels; of the U-Net: at full resolution
    int depth = 2;                ///< hidden layers; blocks; of the U-Net: how often the lattice is halved
    tape::Function activation = tape::Function::tanh;
    bool odd = true;     ///< f(-phi) = -f(phi), to the last bit
    bool square = true;  ///< equivariant: kernels that rotations and reflections of the square leave as they are
    int propagated = 4;  ///< equivariant: channels of each block that the propagator carries over the lattice

    bool operator==(const NetworkDescription&) const = default;
};

/// A sentence for people: "equivariant network, 2 blocks of 16 channels, tanh".
std::string describe(const NetworkDescription& description);

/// What is known of the strength of the noise, as smooth features of ln sigma: itself, and sines and cosines of
/// multiples of it up to 2 ln sigma.
constexpr int noise_features = 17;
std::vector<double> features_of_noise(double log_sigma);

template <class T>
struct NetworkInput {
    tape::Variable<T> field;      ///< [inputs][rows][columns]
    tape::Variable<T> condition;  ///< [noise_features], or [noise_features][rows][columns] for sites of their own
    tape::Variable<T>
        propagator;  ///< [1][rows][columns]: a function of the momenta, even in each; where it is asked for
};

/// A function of fields with parameters. Immutable; use from any thread.
class Network {
  public:
    virtual ~Network() = default;
    const NetworkDescription& description() const { return description_; }
    const ParameterLayout& layout() const { return layout_; }
    /// [outputs][rows][columns].
    virtual tape::Variable<float> forward(const BoundParameters<float>& parameters,
                                          const NetworkInput<float>& input) const = 0;
    virtual tape::Variable<double> forward(const BoundParameters<double>& parameters,
                                           const NetworkInput<double>& input) const = 0;

  protected:
    explicit Network(const NetworkDescription& description) : description_(description) {}

    NetworkDescription description_;
    ParameterLayout layout_;
};

/// Throws Failure for a description that makes no sense: "where" names the member.
std::shared_ptr<const Network> make_network(const NetworkDescription& description);

}  // namespace langevin::networks
