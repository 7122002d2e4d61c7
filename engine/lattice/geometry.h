// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace langevin::lattice {

/// A periodic lattice with unit spacing. One row is a chain (one dimension, no vertical links); otherwise a rectangle
/// with links to the right and downwards. Extents of 2 have two links between a pair of neighbours.
struct Geometry {
    int rows = 1, columns = 2;

    std::size_t sites() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
    int dimension() const { return rows == 1 ? 1 : 2; }
    bool operator==(const Geometry&) const = default;
};

}  // namespace langevin::lattice
