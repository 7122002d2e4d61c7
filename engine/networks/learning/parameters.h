// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/networks/tape/variable.h"
#include "engine/random/random.h"

namespace langevin::networks {

/// How the numbers of a parameter begin. Fan-in: how many numbers make one output; fan-out: the other way.
enum class Initialisation {
    zeros,
    ones,
    normal,          ///< N(0, 1)
    uniform_fan_in,  ///< U(-1/sqrt(fan-in), 1/sqrt(fan-in)): the default of PyTorch's Linear and Conv2d
    glorot_normal,   ///< N(0, 2 / (fan-in + fan-out)): X. Glorot, Y. Bengio (2010)
    he_normal        ///< N(0, 2 / fan-in): K. He et al., arXiv:1502.01852
};
/// By name: "uniform_fan_in"; throws Failure for others.
Initialisation initialisation_of(const std::string& name);
std::string name_of(Initialisation initialisation);

/// One array of a network's parameters. Rows of `extents` as PyTorch has them: [outputs, inputs, rows, columns] of a
/// convolution, [outputs, inputs] of a linear layer, [outputs] of a bias.
struct ParameterArray {
    std::string name;  ///< "block.0.weight"
    std::vector<int> extents;
    tape::Shape shape;
    Initialisation initialisation = Initialisation::zeros;
    double gain = 1;  ///< the initial numbers are multiplied by it
    double fan_in = 1, fan_out = 1;
    std::size_t offset = 0;  ///< in the array of all parameters

    std::size_t size() const { return shape.size(); }
};

/// What parameters a network has and where each stands among all of them. Value type.
class ParameterLayout {
  public:
    /// Extents of one to four numbers, see ParameterArray. Returns the index. Names are distinct.
    std::size_t add(const std::string& name, const std::vector<int>& extents, Initialisation initialisation,
                    double gain = 1);
    const std::vector<ParameterArray>& arrays() const { return arrays_; }
    std::size_t size() const { return size_; }

    /// The same for every precision. Draws: Stream::of(purpose, index of the array).
    template <class T>
    parallel::AlignedVector<T> initial(Random random, std::uint16_t purpose = 0) const;

  private:
    std::vector<ParameterArray> arrays_;
    std::size_t size_ = 0;
};

/// A network's parameters on a tape.
template <class T>
class BoundParameters {
  public:
    /// They refer to the numbers given, which must stay as long as the tape knows of them.
    BoundParameters(tape::Tape<T>& tape, const ParameterLayout& layout, std::span<const T> values);
    /// Variables of any origin, one for each array of the layout; not none.
    explicit BoundParameters(std::vector<tape::Variable<T>> variables)
        : tape_(&variables.front().tape()), variables_(std::move(variables)) {}
    const tape::Variable<T>& operator[](std::size_t index) const { return variables_[index]; }
    const std::vector<tape::Variable<T>>& all() const { return variables_; }
    tape::Tape<T>& tape() const { return *tape_; }

  private:
    tape::Tape<T>* tape_;
    std::vector<tape::Variable<T>> variables_;
};

}  // namespace langevin::networks
