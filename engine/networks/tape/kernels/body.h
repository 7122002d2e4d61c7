// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included by one source file for each instruction set. Everything here is in an unnamed namespace and uses nothing
// that other files might share: code for a processor that is not there must not find its way into them.

#include <cstddef>
#include <type_traits>

#include "engine/networks/tape/kernels/channels.h"
#include "engine/networks/tape/kernels/convolutions.h"

namespace langevin::tape {
namespace {

/// Matrix products.
template <class T, int width>
struct Matrices : Arithmetic<T, width> {
    using A = Arithmetic<T, width>;
    using V = typename A::V;
    using A::all;
    using A::all_lanes;
    using A::fused;
    using A::load;
    using A::many_registers;
    using A::store;

    template <int n>
    using Count = std::integral_constant<int, n>;

    template <int tile_i, int tile_j>
    static void transform_tile(const T* matrix, const T* x, T* out, int size, std::ptrdiff_t step,
                               std::ptrdiff_t skip) {
        for (int part = 0; part < all_lanes; part += width) {
            V sum[tile_i][tile_j] = {};
            for (int k = 0; k < size; ++k) {
                V in[tile_j];
                for (int j = 0; j < tile_j; ++j) in[j] = load(x + k * step + j * skip + part);
                for (int i = 0; i < tile_i; ++i)
                    for (int j = 0; j < tile_j; ++j) sum[i][j] = fused(all(matrix[i * size + k]), in[j], sum[i][j]);
            }
            for (int i = 0; i < tile_i; ++i)
                for (int j = 0; j < tile_j; ++j) store(out + i * step + j * skip + part, sum[i][j]);
        }
    }

    static void transform(const T* matrix, const T* x, T* out, int size, int n, int step, int skip) {
        constexpr int tile = many_registers ? 4 : 2;
        const std::ptrdiff_t s = static_cast<std::ptrdiff_t>(step) * all_lanes,
                             k = static_cast<std::ptrdiff_t>(skip) * all_lanes;
        const int whole_i = size - size % tile, whole_j = n - n % tile;
        for (int j = 0; j < whole_j; j += tile) {
            for (int i = 0; i < whole_i; i += tile)
                transform_tile<tile, tile>(matrix + i * size, x + j * k, out + i * s + j * k, size, s, k);
            for (int i = whole_i; i < size; ++i)
                transform_tile<1, tile>(matrix + i * size, x + j * k, out + i * s + j * k, size, s, k);
        }
        for (int j = whole_j; j < n; ++j) {
            for (int i = 0; i < whole_i; i += tile)
                transform_tile<tile, 1>(matrix + i * size, x + j * k, out + i * s + j * k, size, s, k);
            for (int i = whole_i; i < size; ++i)
                transform_tile<1, 1>(matrix + i * size, x + j * k, out + i * s + j * k, size, s, k);
        }
    }

    template <int tile_i, int tile_j>
    static void product_tile(const T* a, int a_row, int a_column, const T* b, int b_row, int b_column, T* out, int k,
                             int n) {
        for (int part = 0; part < all_lanes; part += width) {
            V sum[tile_i][tile_j] = {};
            for (int t = 0; t < k; ++t) {
                V right[tile_j];
                for (int j = 0; j < tile_j; ++j) right[j] = load(b + (t * b_row + j * b_column) * all_lanes + part);
                for (int i = 0; i < tile_i; ++i) {
                    const V left = load(a + (i * a_row + t * a_column) * all_lanes + part);
                    for (int j = 0; j < tile_j; ++j) sum[i][j] = fused(left, right[j], sum[i][j]);
                }
            }
            for (int i = 0; i < tile_i; ++i)
                for (int j = 0; j < tile_j; ++j) store(out + (i * n + j) * all_lanes + part, sum[i][j]);
        }
    }

    static void product(const T* a, int a_row, int a_column, const T* b, int b_row, int b_column, T* out, int m, int k,
                        int n) {
        constexpr int tile = many_registers ? 4 : 2;
        const int whole_i = m - m % tile, whole_j = n - n % tile;
        const auto run = [&](auto tile_i, auto tile_j, int i, int j) {
            product_tile<decltype(tile_i)::value, decltype(tile_j)::value>(
                a + i * a_row * all_lanes, a_row, a_column, b + j * b_column * all_lanes, b_row, b_column,
                out + (i * n + j) * all_lanes, k, n);
        };
        using One = Count<1>;
        using Tile = Count<tile>;
        for (int i = 0; i < m; i += i < whole_i ? tile : 1)
            for (int j = 0; j < n; j += j < whole_j ? tile : 1) {
                if (i < whole_i && j < whole_j)
                    run(Tile{}, Tile{}, i, j);
                else if (i < whole_i)
                    run(Tile{}, One{}, i, j);
                else if (j < whole_j)
                    run(One{}, Tile{}, i, j);
                else
                    run(One{}, One{}, i, j);
            }
    }
};

template <class T, int width>
constexpr Kernels<T> kernels_of(const char* name) {
    using K = Convolutions<T, width>;
    using M = Matrices<T, width>;
    using C = Channels<T, width>;
    return {name,         K::convolve, K::correlate, K::convolve_symmetric, K::correlate_symmetric,
            M::transform, M::product,  C::apply,     C::modulate,           C::channel_sums,
            C::blend,     C::moments};
}

}  // namespace
}  // namespace langevin::tape
