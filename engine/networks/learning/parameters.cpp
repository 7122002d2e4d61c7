// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/learning/parameters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "engine/core/error.h"

namespace langevin::networks {
namespace {

constexpr std::array<std::pair<const char*, Initialisation>, 6> names = {{
    {"zeros", Initialisation::zeros},
    {"ones", Initialisation::ones},
    {"normal", Initialisation::normal},
    {"uniform_fan_in", Initialisation::uniform_fan_in},
    {"glorot_normal", Initialisation::glorot_normal},
    {"he_normal", Initialisation::he_normal},
}};

tape::Shape shape_of(const std::vector<int>& extents) {
    const auto extent = [&](std::size_t i) { return i < extents.size() ? extents[i] : 1; };
    return tape::Shape::parameter(extent(0), extent(1), extent(2), extent(3));
}

/// Numbers of variance one, or as the name says, for an array.
void draw(const ParameterArray& array, Random random, Stream stream, std::span<double> out) {
    switch (array.initialisation) {
        case Initialisation::zeros:
            std::ranges::fill(out, 0);
            return;
        case Initialisation::ones:
            std::ranges::fill(out, 1);
            return;
        case Initialisation::uniform_fan_in:
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = (2 * random.uniform(stream, 0, i) - 1) / std::sqrt(array.fan_in);
            return;
        case Initialisation::normal:
        case Initialisation::glorot_normal:
        case Initialisation::he_normal:
            break;
    }
    const double variance = array.initialisation == Initialisation::normal          ? 1
                            : array.initialisation == Initialisation::glorot_normal ? 2 / (array.fan_in + array.fan_out)
                                                                                    : 2 / array.fan_in;
    random.normals<double>(stream, 0, 0, 1, out);
    for (double& x : out) x *= std::sqrt(variance);
}

}  // namespace

Initialisation initialisation_of(const std::string& name) {
    for (const auto& [known, initialisation] : names)
        if (name == known) return initialisation;
    throw Failure({"there is no initialisation \"" + name + "\"", "",
                   "Choose zeros, ones, normal, uniform_fan_in, glorot_normal or he_normal"});
}

std::string name_of(Initialisation initialisation) {
    for (const auto& [name, known] : names)
        if (known == initialisation) return name;
    return "";
}

std::size_t ParameterLayout::add(const std::string& name, const std::vector<int>& extents,
                                 Initialisation initialisation, double gain) {
    if (std::ranges::any_of(arrays_, [&](const auto& array) { return array.name == name; }))
        throw std::logic_error("two parameters of one name: " + name);
    const auto shape = shape_of(extents);
    const double kernel = static_cast<double>(shape.sites());
    // A bias belongs to outputs that are made of what the array before it says.
    const bool bias = extents.size() == 1 && !arrays_.empty();
    const double fan_in = bias ? arrays_.back().fan_in : shape.inputs * kernel;
    arrays_.push_back({name, extents, shape, initialisation, gain, fan_in, shape.channels * kernel, size_});
    size_ += shape.size();
    return arrays_.size() - 1;
}

template <class T>
parallel::AlignedVector<T> ParameterLayout::initial(Random random, std::uint16_t purpose) const {
    parallel::AlignedVector<T> values(size_);
    for (std::size_t k = 0; k < arrays_.size(); ++k) {
        const auto& array = arrays_[k];
        std::vector<double> numbers(array.size());
        draw(array, random, Stream::of(purpose, static_cast<std::uint32_t>(k)), numbers);
        std::ranges::transform(numbers, values.begin() + static_cast<std::ptrdiff_t>(array.offset),
                               [&](double x) { return static_cast<T>(array.gain * x); });
    }
    return values;
}

template <class T>
BoundParameters<T>::BoundParameters(tape::Tape<T>& tape, const ParameterLayout& layout, std::span<const T> values)
    : tape_(&tape) {
    if (values.size() != layout.size()) throw std::logic_error("numbers that do not fill the parameters");
    for (const auto& array : layout.arrays())
        variables_.push_back(tape.refer(array.shape, values.subspan(array.offset, array.size())));
}

template parallel::AlignedVector<float> ParameterLayout::initial(Random, std::uint16_t) const;
template parallel::AlignedVector<double> ParameterLayout::initial(Random, std::uint16_t) const;
template class BoundParameters<float>;
template class BoundParameters<double>;

}  // namespace langevin::networks
