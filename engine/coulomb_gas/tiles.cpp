// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/tiles.h"

#include <algorithm>
#include <atomic>

#include "engine/coulomb_gas/pair_sums.h"
#include "engine/parallel/parallel.h"

namespace langevin::coulomb_gas {
namespace {

/// A multiple of the kernels' rows; a tile of 10,000 charges takes about a millisecond.
constexpr std::size_t tile = 128;
/// Below this many pairs a sum is over before a second thread has woken up.
constexpr std::size_t pairs_worth_a_thread = 1 << 18;

template <class Body>
bool for_tiles(std::size_t rows, const Workers& workers, const Body& body) {
    const std::size_t tiles = (rows + tile - 1) / tile;
    const int threads = rows * rows < pairs_worth_a_thread ? 1 : workers.threads;
    std::atomic<bool> complete = true;
    parallel::for_each_index(tiles, threads, [&](std::size_t t) {
        if (workers.stop.stop_requested()) {
            complete = false;
            return;
        }
        body(t * tile, std::min((t + 1) * tile, rows));
    });
    return complete;
}

}  // namespace

bool tiled_pair_sums(std::span<const double> x, const Workers& workers, std::span<double> out) {
    return for_tiles(x.size(), workers, [&](std::size_t first, std::size_t last) {
        pair_sums(x, first, last, out.subspan(first, last - first));
    });
}

bool tiled_pair_curvature(std::span<const double> x, std::span<const double> v, bool images, const Workers& workers,
                          std::span<double> out) {
    return for_tiles(x.size(), workers, [&](std::size_t first, std::size_t last) {
        pair_curvature(x, v, images, first, last, out.subspan(first, last - first));
    });
}

}  // namespace langevin::coulomb_gas
