// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "engine/lattice/geometry.h"
#include "engine/parallel/aligned_vector.h"

namespace langevin::lattice {

/// Sums over the sites of one chain, in double: everything that action and simple observables need.
struct Moments {
    double field = 0;    ///< sum of phi_x
    double square = 0;   ///< sum of phi_x^2
    double quartic = 0;  ///< sum of phi_x^4
    double hopping = 0;  ///< sum over links of phi_x phi_{x+mu}, each link once
    double lowest = 0;   ///< |sum_x exp(i p x) phi_x|^2 / V at the lowest momentum p = 2 pi / columns along a row

    bool operator==(const Moments&) const = default;
};

/// A few independent chains of a real scalar field, site by site and lane by lane: value(site, lane) is
/// field[site * lanes + lane]. All kernels run over rows of columns * lanes neighbouring numbers, so the compiler
/// vectorises over sites and lanes alike, and no chain's result depends on how many lanes there are.
/// Real is float or double; sums are always taken in double.
template <class Real>
struct ScalarBlock {
    ScalarBlock(Geometry shape, int first_chain_, int lanes_);

    Geometry geometry;
    int first_chain;  ///< number of the chain in lane 0: selects its random numbers
    int lanes;
    parallel::AlignedVector<Real> field;
    parallel::AlignedVector<Real> momentum;  ///< or whatever noise an update needs; not part of the state
    parallel::AlignedVector<Real> previous;  ///< the field before an update that may be rejected; not part of the state
    std::vector<Moments> moments;            ///< of each lane; kept up to date by every update
    std::vector<Moments> previous_moments;

    std::size_t row_length() const {
        return static_cast<std::size_t>(geometry.columns) * static_cast<std::size_t>(lanes);
    }
    Real* row(parallel::AlignedVector<Real>& values, int r) const { return values.data() + row_length() * r; }
    const Real* row(const parallel::AlignedVector<Real>& values, int r) const {
        return values.data() + row_length() * r;
    }

    /// One chain as contiguous numbers, row after row.
    std::vector<double> extract(int lane) const;
    void insert(int lane, std::span<const double> values);

    void remember();  ///< previous = field
    void restore();   ///< field = previous, all lanes
    void restore(int lane);
};

}  // namespace langevin::lattice
