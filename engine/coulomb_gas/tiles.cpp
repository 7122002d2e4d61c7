// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/tiles.h"

#include <algorithm>
#include <atomic>

#include "engine/coulomb_gas/charge_tree.h"
#include "engine/coulomb_gas/pair_sums.h"
#include "engine/parallel/parallel.h"

namespace langevin::coulomb_gas {
namespace {

/// A multiple of the kernels' rows; a tile of 10,000 charges takes about a millisecond.
constexpr std::size_t tile = 128;
/// Below this many pairs a sum is over before a second thread has woken up.
constexpr std::size_t pairs_worth_a_thread = 1 << 18;

/// From here on the tree is faster than all pairs, twice at 1000 charges and thirteen times at 10,000
/// (tests/benchmarks/benchmark_spectra.cpp).
constexpr std::size_t charges_worth_a_tree = 768;
/// Pairs in the time that the tree needs for a row.
constexpr std::size_t pairs_per_row_of_tree = 256;

bool worth_a_tree(std::span<const double> x) {
    return x.size() >= charges_worth_a_tree && std::is_sorted(x.begin(), x.end());
}

template <class Body>
bool for_tiles(std::size_t rows, std::size_t pairs, const Workers& workers, const Body& body) {
    const std::size_t tiles = (rows + tile - 1) / tile;
    const int threads = pairs < pairs_worth_a_thread ? 1 : workers.threads;
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
    const std::size_t n = x.size();
    if (worth_a_tree(x)) {
        const ChargeTree tree(x);
        return for_tiles(n, n * pairs_per_row_of_tree, workers, [&](std::size_t first, std::size_t last) {
            tree.pair_sums(first, last, out.subspan(first, last - first));
        });
    }
    return for_tiles(n, n * n, workers, [&](std::size_t first, std::size_t last) {
        pair_sums(x, first, last, out.subspan(first, last - first));
    });
}

double all_log_differences(std::span<const double> x) {
    return worth_a_tree(x) ? ChargeTree(x).log_differences(0, x.size()) : log_differences(x, 0, x.size());
}

bool tiled_pair_curvature(std::span<const double> x, std::span<const double> v, bool images, const Workers& workers,
                          std::span<double> out) {
    const std::size_t n = x.size();
    if (worth_a_tree(x)) {
        const ChargeTree tree(x);
        const auto weighted = tree.weighted_moments(v);
        return for_tiles(n, 2 * n * pairs_per_row_of_tree, workers, [&](std::size_t first, std::size_t last) {
            tree.curvature(v, weighted, images, first, last, out.subspan(first, last - first));
        });
    }
    return for_tiles(n, n * n, workers, [&](std::size_t first, std::size_t last) {
        pair_curvature(x, v, images, first, last, out.subspan(first, last - first));
    });
}

}  // namespace langevin::coulomb_gas
