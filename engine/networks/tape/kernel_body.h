// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included by one source file for each instruction set. Everything here is in an unnamed namespace and uses nothing
// that other files might share: code for a processor that is not there must not find its way into them.

#include <cstddef>
#include <type_traits>

#include "engine/networks/tape/kernel_channels.h"

namespace langevin::tape {
namespace {

/// Convolutions and matrix products.
template <class T, int width>
struct Kernel : Arithmetic<T, width> {
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

    // ----- Convolutions -------------------------------------------------------------------------------------------

    /// One row of all inputs, with periodic margins.
    static void copy_row(const ConvolutionShape& s, const T* x, int row, int padded, std::ptrdiff_t channel_step,
                         T* out) {
        const int margin = s.kernel_columns / 2;
        row = (row % s.rows + s.rows) % s.rows;
        for (int i = 0; i < s.inputs; ++i) {
            const T* from = x + (static_cast<std::ptrdiff_t>(i) * s.rows + row) * s.columns * all_lanes;
            T* to = out + i * channel_step;
            for (int c = 0; c < padded; ++c) {
                const int column = ((c - margin) % s.columns + s.columns) % s.columns;
                for (int p = 0; p < all_lanes; p += width)
                    store(to + c * all_lanes + p, load(from + column * all_lanes + p));
            }
        }
    }

    /// The rows that a row of the result is made of: those of the first input; the others follow at `channel`.
    struct Rows {
        const T* rows[max_kernel_rows];
        std::ptrdiff_t channel;
    };

    template <int outputs, int points, int kernel_columns>
    static void convolution_tile(const ConvolutionShape& s, const Rows& x, std::ptrdiff_t place, const T* weights,
                                 const Summand<T>& summand, T* y, std::ptrdiff_t y_step) {
        V sum[points][outputs] = {};
        if (summand.data)
            for (int o = 0; o < outputs; ++o)
                for (int p = 0; p < points; ++p)
                    sum[p][o] = load(summand.data + o * summand.channel + p * summand.site);
        for (int i = 0; i < s.inputs; ++i)
            for (int r = 0; r < s.kernel_rows; ++r) {
                const T* row = x.rows[r] + i * x.channel + place;
                V in[points + kernel_columns - 1];
                for (int p = 0; p < points + kernel_columns - 1; ++p) in[p] = load(row + p * all_lanes);
                for (int c = 0; c < kernel_columns; ++c)
                    for (int o = 0; o < outputs; ++o) {
                        const V w = all(*weights++);
                        for (int p = 0; p < points; ++p) sum[p][o] = fused(w, in[p + c], sum[p][o]);
                    }
            }
        for (int o = 0; o < outputs; ++o)
            for (int p = 0; p < points; ++p) store(y + o * y_step + p * all_lanes, sum[p][o]);
    }

    /// One row of the result. Few points at a time, all outputs for them, so that what they are made of stays near.
    template <int kernel_columns>
    static void convolution_row(const ConvolutionShape& s, const Rows& x, const T* packed, const Summand<T>& summand,
                                T* y) {
        constexpr int tile = 4, points = many_registers ? 4 : 2;
        const std::ptrdiff_t y_step = static_cast<std::ptrdiff_t>(s.rows) * s.columns * all_lanes;
        const std::ptrdiff_t per_output = static_cast<std::ptrdiff_t>(s.inputs) * s.kernel_rows * kernel_columns;
        const int whole_points = s.columns - s.columns % points, whole_outputs = s.outputs - s.outputs % tile;
        const auto run = [&](auto output_count, auto point_count, int o, int c) {
            for (int part = 0; part < all_lanes; part += width) {
                const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(c) * all_lanes + part;
                auto start = summand;
                if (start.data) start.data += o * start.channel + c * start.site + part;
                convolution_tile<decltype(output_count)::value, decltype(point_count)::value, kernel_columns>(
                    s, x, place, packed + o * per_output, start, y + o * y_step + place, y_step);
            }
        };
        const auto outputs = [&](auto point_count, int first, int last) {
            for (int c = first; c < last; c += decltype(point_count)::value) {
                for (int o = 0; o < whole_outputs; o += tile) run(Count<tile>{}, point_count, o, c);
                for (int o = whole_outputs; o < s.outputs; ++o) run(Count<1>{}, point_count, o, c);
            }
        };
        outputs(Count<points>{}, 0, whole_points);
        outputs(Count<1>{}, whole_points, s.columns);
    }

    /// Weights in the order in which a tile reads them.
    static void pack(const ConvolutionShape& s, const T* kernel, T* packed) {
        constexpr int tile = 4;
        const int terms = s.inputs * s.kernel_rows * s.kernel_columns;
        const int whole = s.outputs - s.outputs % tile;
        for (int o = 0; o < whole; o += tile)
            for (int t = 0; t < terms; ++t)
                for (int k = 0; k < tile; ++k)
                    packed[(static_cast<std::ptrdiff_t>(o) * terms) + t * tile + k] =
                        kernel[static_cast<std::ptrdiff_t>(o + k) * terms + t];
        for (std::ptrdiff_t k = static_cast<std::ptrdiff_t>(whole) * terms;
             k < static_cast<std::ptrdiff_t>(s.outputs) * terms; ++k)
            packed[k] = kernel[k];
    }

    /// What the sums of a row start with.
    static Summand<T> of_row(Summand<T> summand, const ConvolutionShape& s, int row) {
        if (summand.data) summand.data += row * s.columns * summand.site;
        return summand;
    }

    static void convolve(const ConvolutionShape& s, const T* x, const T* kernel, const Summand<T>& summand, T* y,
                         T* workspace) {
        if (s.kernel_rows == 1 && s.kernel_columns == 1) return convolve_sites(s, x, kernel, summand, y, workspace);
        const int padded = s.columns + s.kernel_columns - 1, reach = s.kernel_rows / 2;
        Rows rows{{}, static_cast<std::ptrdiff_t>(padded) * all_lanes};
        const std::ptrdiff_t slot = rows.channel * s.inputs;
        T* const ring = workspace;
        T* const packed = workspace + slot * s.kernel_rows;
        pack(s, kernel, packed);
        for (int r = 0; r < s.kernel_rows - 1; ++r) copy_row(s, x, r - reach, padded, rows.channel, ring + r * slot);
        for (int row = 0; row < s.rows; ++row) {
            const int fresh = row + s.kernel_rows - 1;
            copy_row(s, x, fresh - reach, padded, rows.channel, ring + (fresh % s.kernel_rows) * slot);
            for (int r = 0; r < s.kernel_rows; ++r) rows.rows[r] = ring + ((row + r) % s.kernel_rows) * slot;
            T* const out = y + static_cast<std::ptrdiff_t>(row) * s.columns * all_lanes;
            const auto start = of_row(summand, s, row);
            if (s.kernel_columns == 1) convolution_row<1>(s, rows, packed, start, out);
            if (s.kernel_columns == 3) convolution_row<3>(s, rows, packed, start, out);
            if (s.kernel_columns == 5) convolution_row<5>(s, rows, packed, start, out);
        }
    }

    /// 1 x 1: nothing needs copying.
    static void convolve_sites(const ConvolutionShape& s, const T* x, const T* kernel, const Summand<T>& summand, T* y,
                               T* workspace) {
        pack(s, kernel, workspace);
        const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(s.columns) * all_lanes;
        for (int row = 0; row < s.rows; ++row)
            convolution_row<1>(s, {{x + row * step}, step * s.rows}, workspace, of_row(summand, s, row),
                               y + row * step);
    }

    /// One row of all inputs: itself, and the sums of the four nearest and of the four diagonal neighbours.
    static void add_neighbours(const ConvolutionShape& s, const T* x, int row, std::ptrdiff_t channel_step, T* out) {
        const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(s.columns) * all_lanes;
        const int above = row == 0 ? s.rows - 1 : row - 1, below = row == s.rows - 1 ? 0 : row + 1;
        for (int i = 0; i < s.inputs; ++i)
            for (int part = 0; part < all_lanes; part += width) {
                const T* const field = x + i * step * s.rows + part;
                const T *up = field + above * step, *here = field + row * step, *down = field + below * step;
                T* const to = out + 3 * i * channel_step + part;
                const auto column = [&](int c) { return load(up + c * all_lanes) + load(down + c * all_lanes); };
                const auto middle = [&](int c) { return load(here + c * all_lanes); };
                V left = column(s.columns - 1), left_middle = middle(s.columns - 1), own = column(0),
                  own_middle = middle(0);
                for (int c = 0; c < s.columns; ++c) {
                    const int next = c == s.columns - 1 ? 0 : c + 1;
                    const V right = column(next), right_middle = middle(next);
                    store(to + c * all_lanes, own_middle);
                    store(to + channel_step + c * all_lanes, own + (left_middle + right_middle));
                    store(to + 2 * channel_step + c * all_lanes, left + right);
                    left = own;
                    left_middle = own_middle;
                    own = right;
                    own_middle = right_middle;
                }
            }
    }

    static void convolve_symmetric(const ConvolutionShape& s, const T* x, const T* numbers, const Summand<T>& summand,
                                   T* y, T* workspace) {
        const auto sums = shape_of_sums(s);
        const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(s.columns) * all_lanes;
        T* const packed = workspace + sums.inputs * step;
        pack(sums, numbers, packed);
        for (int row = 0; row < s.rows; ++row) {
            add_neighbours(s, x, row, step, workspace);
            convolution_row<1>(sums, {{workspace}, step}, packed, of_row(summand, s, row), y + row * step);
        }
    }

    /// Lanes added up in the same order whatever the width.
    static T total(const T* sums) {
        T t[all_lanes];
        for (int l = 0; l < 8; ++l) t[l] = sums[l] + sums[l + 8];
        for (int half = 4; half > 0; half /= 2)
            for (int l = 0; l < half; ++l) t[l] += t[l + half];
        return t[0];
    }

    /// Of some rows, for some outputs and inputs and one row of the kernel.
    template <int outputs, int inputs, int kernel_columns>
    static void correlation_tile(const ConvolutionShape& s, const T* x, std::ptrdiff_t x_channel, std::ptrdiff_t x_row,
                                 const T* g, int rows, T* kernel) {
        const std::ptrdiff_t g_channel = static_cast<std::ptrdiff_t>(s.rows) * s.columns * all_lanes;
        alignas(64) T sums[outputs][inputs][kernel_columns][all_lanes];
        for (int part = 0; part < all_lanes; part += width) {
            V sum[outputs][inputs][kernel_columns] = {};
            for (int row = 0; row < rows; ++row) {
                const T* from = x + row * x_row + part;
                const T* slope = g + static_cast<std::ptrdiff_t>(row) * s.columns * all_lanes + part;
                for (int c = 0; c < s.columns; ++c) {
                    V d[outputs];
                    for (int o = 0; o < outputs; ++o) d[o] = load(slope + o * g_channel + c * all_lanes);
                    for (int i = 0; i < inputs; ++i)
                        for (int k = 0; k < kernel_columns; ++k) {
                            const V in = load(from + i * x_channel + (c + k) * all_lanes);
                            for (int o = 0; o < outputs; ++o) sum[o][i][k] = fused(d[o], in, sum[o][i][k]);
                        }
                }
            }
            for (int o = 0; o < outputs; ++o)
                for (int i = 0; i < inputs; ++i)
                    for (int k = 0; k < kernel_columns; ++k) store(&sums[o][i][k][part], sum[o][i][k]);
        }
        const std::ptrdiff_t per_input = static_cast<std::ptrdiff_t>(s.kernel_rows) * kernel_columns;
        for (int o = 0; o < outputs; ++o)
            for (int i = 0; i < inputs; ++i)
                for (int k = 0; k < kernel_columns; ++k)
                    kernel[(static_cast<std::ptrdiff_t>(o) * s.inputs + i) * per_input + k] += total(sums[o][i][k]);
    }

    template <int kernel_columns>
    static void correlation_rows(const ConvolutionShape& s, const T* x, std::ptrdiff_t x_channel, std::ptrdiff_t x_row,
                                 const T* g, int rows, T* kernel) {
        constexpr int outputs = many_registers ? 4 : 2, inputs = kernel_columns == 1 ? 4 : 2;
        const std::ptrdiff_t g_channel = static_cast<std::ptrdiff_t>(s.rows) * s.columns * all_lanes;
        const std::ptrdiff_t per_input = static_cast<std::ptrdiff_t>(s.kernel_rows) * kernel_columns;
        const int whole_o = s.outputs - s.outputs % outputs, whole_i = s.inputs - s.inputs % inputs;
        const auto run = [&](auto tile_o, auto tile_i, int o, int i) {
            for (int r = 0; r < s.kernel_rows; ++r)
                correlation_tile<decltype(tile_o)::value, decltype(tile_i)::value, kernel_columns>(
                    s, x + i * x_channel + r * x_row, x_channel, x_row, g + o * g_channel, rows,
                    kernel + (static_cast<std::ptrdiff_t>(o) * s.inputs + i) * per_input + r * kernel_columns);
        };
        const auto over_inputs = [&](auto tile_o, int o) {
            for (int i = 0; i < whole_i; i += inputs) run(tile_o, Count<inputs>{}, o, i);
            for (int i = whole_i; i < s.inputs; ++i) run(tile_o, Count<1>{}, o, i);
        };
        for (int o = 0; o < whole_o; o += outputs) over_inputs(Count<outputs>{}, o);
        for (int o = whole_o; o < s.outputs; ++o) over_inputs(Count<1>{}, o);
    }

    /// Calls body(first row, rows, slopes) for blocks of rows, the result set to zero before.
    template <class Body>
    static void correlation_blocks(const ConvolutionShape& s, const T* g, T* kernel, Body body) {
        const int block = correlation_rows_at_a_time(s);
        for (std::ptrdiff_t k = 0;
             k < static_cast<std::ptrdiff_t>(s.outputs) * s.inputs * s.kernel_rows * s.kernel_columns; ++k)
            kernel[k] = 0;
        for (int first = 0; first < s.rows; first += block)
            body(first, first + block < s.rows ? block : s.rows - first,
                 g + static_cast<std::ptrdiff_t>(first) * s.columns * all_lanes);
    }

    static void correlate(const ConvolutionShape& s, const T* x, const T* g, T* kernel, T* workspace) {
        const int padded = s.columns + s.kernel_columns - 1, reach = s.kernel_rows / 2;
        const std::ptrdiff_t x_row = static_cast<std::ptrdiff_t>(padded) * all_lanes;
        const std::ptrdiff_t x_channel = x_row * (correlation_rows_at_a_time(s) + s.kernel_rows - 1);
        correlation_blocks(s, g, kernel, [&](int first, int rows, const T* slope) {
            if (s.kernel_rows == 1 && s.kernel_columns == 1)  // nothing needs copying
                return correlation_rows<1>(s, x + first * x_row, x_row * s.rows, x_row, slope, rows, kernel);
            for (int r = 0; r < rows + s.kernel_rows - 1; ++r)
                copy_row(s, x, first + r - reach, padded, x_channel, workspace + r * x_row);
            if (s.kernel_columns == 1) correlation_rows<1>(s, workspace, x_channel, x_row, slope, rows, kernel);
            if (s.kernel_columns == 3) correlation_rows<3>(s, workspace, x_channel, x_row, slope, rows, kernel);
            if (s.kernel_columns == 5) correlation_rows<5>(s, workspace, x_channel, x_row, slope, rows, kernel);
        });
    }

    static void correlate_symmetric(const ConvolutionShape& s, const T* x, const T* g, T* numbers, T* workspace) {
        const auto sums = shape_of_sums(s);
        const std::ptrdiff_t x_row = static_cast<std::ptrdiff_t>(s.columns) * all_lanes;
        const std::ptrdiff_t x_channel = x_row * correlation_rows_at_a_time(sums);
        correlation_blocks(sums, g, numbers, [&](int first, int rows, const T* slope) {
            for (int r = 0; r < rows; ++r) add_neighbours(s, x, first + r, x_channel, workspace + r * x_row);
            correlation_rows<1>(sums, workspace, x_channel, x_row, slope, rows, numbers);
        });
    }

    // ----- Matrices -----------------------------------------------------------------------------------------------

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
    using K = Kernel<T, width>;
    using C = Channels<T, width>;
    return {name,         K::convolve, K::correlate, K::convolve_symmetric, K::correlate_symmetric,
            K::transform, K::product,  C::apply,     C::modulate,           C::channel_sums,
            C::blend,     C::moments};
}

}  // namespace
}  // namespace langevin::tape
