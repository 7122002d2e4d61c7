// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

#include "engine/lattice/scalar_action.h"
#include "engine/random/random.h"

namespace langevin::test {

/// Fields and momenta of normal numbers that depend on the chain, not on the block it sits in.
template <class Real>
lattice::ScalarBlock<Real> random_block(lattice::Geometry geometry, int first_chain, int lanes,
                                        std::uint64_t seed = 1) {
    lattice::ScalarBlock<Real> block(geometry, first_chain, lanes);
    const Random random(seed);
    const auto chain = static_cast<std::uint32_t>(first_chain);
    random.normals<Real>(Stream::of(100, chain), 0, 0, lanes, block.field);
    random.normals<Real>(Stream::of(101, chain), 0, 0, lanes, block.momentum);
    block.moments = lattice::moments_of(block);
    return block;
}

template <class Real>
std::vector<double> momenta_of(const lattice::ScalarBlock<Real>& block, int lane) {
    std::vector<double> result;
    for (std::size_t i = static_cast<std::size_t>(lane); i < block.momentum.size();
         i += static_cast<std::size_t>(block.lanes))
        result.push_back(static_cast<double>(block.momentum[i]));
    return result;
}

/// Sums over the sites of one chain, from their definitions.
inline lattice::Moments plain_moments(const std::vector<double>& field, lattice::Geometry g) {
    const auto at = [&](int r, int k) {
        return field[static_cast<std::size_t>(r % g.rows * g.columns + k % g.columns)];
    };
    lattice::Moments m;
    for (int r = 0; r < g.rows; ++r)
        for (int k = 0; k < g.columns; ++k) {
            const double phi = at(r, k);
            m.field += phi;
            m.square += phi * phi;
            m.quartic += phi * phi * phi * phi;
            m.hopping += phi * at(r, k + 1) + (g.rows > 1 ? phi * at(r + 1, k) : 0);
        }
    return m;
}

inline double plain_action(const std::vector<double>& field, lattice::Geometry g, const lattice::Couplings& c) {
    return lattice::action(plain_moments(field, g), c);
}

}  // namespace langevin::test
