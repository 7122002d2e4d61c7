// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/networks/models/layers.h"
#include "engine/networks/models/network.h"

namespace langevin::networks {

/// Both precisions of forward() from one template, `compute`.
template <class Derived>
class NetworkOf : public Network {
  public:
    tape::Variable<float> forward(const BoundParameters<float>& parameters,
                                  const NetworkInput<float>& input) const override {
        return static_cast<const Derived&>(*this).compute(parameters, input);
    }
    tape::Variable<double> forward(const BoundParameters<double>& parameters,
                                   const NetworkInput<double>& input) const override {
        return static_cast<const Derived&>(*this).compute(parameters, input);
    }

  protected:
    using Network::Network;
};

/// Hidden layers, each shifted by what the noise says of it: h <- a(W h + V c). Odd: shifts become factors, no biases.
class SiteNetwork final : public NetworkOf<SiteNetwork> {
  public:
    explicit SiteNetwork(const NetworkDescription& description);
    template <class T>
    tape::Variable<T> compute(const BoundParameters<T>& parameters, const NetworkInput<T>& input) const;

  private:
    std::vector<Convolution> layers_, conditions_;
};

/// Residual blocks h <- h + W2 a((1 + f(c)) (W1 h + B P A h)): 3 x 3 convolutions W, 1 x 1 mixings A and B, and the
/// propagator P that carries a few channels over the whole lattice, as linear response does. Odd, equivariant under
/// translations and, with `square`, under D4. Works on every lattice.
class EquivariantNetwork final : public NetworkOf<EquivariantNetwork> {
  public:
    explicit EquivariantNetwork(const NetworkDescription& description);
    template <class T>
    tape::Variable<T> compute(const BoundParameters<T>& parameters, const NetworkInput<T>& input) const;

  private:
    struct Block {
        Convolution first, second, gains;
        std::vector<Convolution> gather, scatter;  // none or one each
    };
    std::vector<Convolution> embedding_;
    Convolution enter_, leave_, last_gains_;
    std::vector<Block> blocks_;
};

/// Convolutions with group normalisation and SiLU at full, half, quarter ... resolution, and back with the finer ones
/// beside: O. Ronneberger, P. Fischer, T. Brox, arXiv:1505.04597. Circular padding. Width w and depth 2: channels
/// w, 2w, 4w.
class UNet final : public NetworkOf<UNet> {
  public:
    explicit UNet(const NetworkDescription& description);
    template <class T>
    tape::Variable<T> compute(const BoundParameters<T>& parameters, const NetworkInput<T>& input) const;

  private:
    struct Block {  // two convolutions; the first one is shifted by the noise
        Convolution first, second, shift;
        GroupNorm first_norm, second_norm;
    };
    Block block(const std::string& name, int inputs, int outputs);
    template <class T>
    tape::Variable<T> run(const Block& block, const BoundParameters<T>& parameters, const tape::Variable<T>& x,
                          const tape::Variable<T>& condition) const;

    std::vector<Convolution> embedding_;
    std::vector<Block> down_, up_;
    std::vector<Convolution> leave_;
};

}  // namespace langevin::networks
