// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/networks/learning/parameters.h"
#include "engine/networks/tape/operations.h"

/// The pieces networks are made of. Each registers its parameters once, and is then a function.
namespace langevin::networks {

/// y = W * x + b at every site; kernels of `extent` x `extent`, 1 is a linear layer. PyTorch: Conv2d with circular
/// padding, or Linear.
class Convolution {
  public:
    struct Options {
        int extent = 3;
        bool bias = true;
        bool symmetric = false;  ///< kernels of 3 x 3 with three numbers each: middle, edge, corner
        Initialisation initialisation = Initialisation::uniform_fan_in;
        double gain = 1;
    };
    Convolution(ParameterLayout& layout, const std::string& name, int inputs, int outputs, const Options& options);

    /// `summand`, [outputs] or of the result's shape, is added where there is one.
    template <class T>
    tape::Variable<T> operator()(const BoundParameters<T>& parameters, const tape::Variable<T>& x,
                                 const tape::Variable<T>& summand = {}) const;

  private:
    std::size_t weight_;
    std::optional<std::size_t> bias_;
    bool symmetric_;
};

/// Each channel (or group of channels) of each sample to mean 0 and variance 1, then weight and bias of each channel:
/// Y. Wu, K. He, arXiv:1803.08494; epsilon 1e-5.
class GroupNorm {
  public:
    GroupNorm(ParameterLayout& layout, const std::string& name, int groups, int channels);

    /// Followed by a function of each number.
    template <class T>
    tape::Variable<T> operator()(const BoundParameters<T>& parameters, const tape::Variable<T>& x,
                                 tape::Function f = tape::Function::identity) const;

  private:
    int groups_;
    std::size_t weight_, bias_;
};

/// The channels of each site to mean 0 and variance 1, then weight and bias: J. L. Ba et al., arXiv:1607.06450.
class LayerNorm {
  public:
    LayerNorm(ParameterLayout& layout, const std::string& name, int channels);

    template <class T>
    tape::Variable<T> operator()(const BoundParameters<T>& parameters, const tape::Variable<T>& x) const;

  private:
    std::size_t weight_, bias_;
};

/// Along columns, for each row, channel and lane.
template <class T>
tape::Variable<T> softmax(const tape::Variable<T>& a);

/// softmax(q^T k / sqrt(d)) v for each head: q, k, v are [heads d][1][tokens]; with `causal` a token sees itself and
/// those before it. A. Vaswani et al., arXiv:1706.03762, eq. (1).
template <class T>
tape::Variable<T> attention(const tape::Variable<T>& q, const tape::Variable<T>& k, const tape::Variable<T>& v,
                            int heads, bool causal);

}  // namespace langevin::networks
