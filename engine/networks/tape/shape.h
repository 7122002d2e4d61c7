// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// Arithmetic that remembers how it was done, so that it can be differentiated, as often as wanted: every rule of
/// differentiation is made of the same operations. Sixteen samples stand side by side in lanes and never mix, except
/// where parameters collect what all of them say.
namespace langevin::tape {

constexpr std::size_t lanes = 16;

/// What a variable holds. Row-major; element e of a variable in lanes stands at [e * lanes + lane].
struct Shape {
    int channels = 1;
    int inputs = 0;  ///< > 0: a parameter [channels][inputs][rows][columns], the same for all lanes
    int rows = 1, columns = 1;

    static constexpr Shape samples(int channels, int rows = 1, int columns = 1) { return {channels, 0, rows, columns}; }
    static constexpr Shape parameter(int outputs, int inputs = 1, int rows = 1, int columns = 1) {
        return {outputs, inputs, rows, columns};
    }
    constexpr bool in_lanes() const { return inputs == 0; }
    /// Numbers of one sample, or of the parameter.
    constexpr std::size_t elements() const {
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(in_lanes() ? 1 : inputs) * sites();
    }
    constexpr std::size_t sites() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
    /// Numbers stored.
    constexpr std::size_t size() const { return elements() * (in_lanes() ? lanes : 1); }

    bool operator==(const Shape&) const = default;
};

}  // namespace langevin::tape
