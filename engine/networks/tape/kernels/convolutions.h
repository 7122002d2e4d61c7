// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// See body.h.

#include <cstddef>
#include <type_traits>

#include "engine/networks/tape/kernels/arithmetic.h"

namespace langevin::tape {
namespace {

template <class T, int width>
struct Convolutions : Arithmetic<T, width> {
    using A = Arithmetic<T, width>;
    using V = typename A::V;
    using A::all;
    using A::all_lanes;
    using A::fused;
    using A::kept;
    using A::load;
    using A::many_registers;
    using A::store;

    template <int n>
    using Count = std::integral_constant<int, n>;

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

    /// How many outputs and points are worked on at a time: so many sums stay in registers beside what is multiplied.
    template <int kernel_columns>
    static constexpr int tile_outputs = kernel_columns > 1 ? 4
                                        : many_registers   ? 8
                                                           : 6;
    template <int kernel_columns>
    static constexpr int tile_points = kernel_columns > 1 && many_registers ? 4 : 2;

    /// Calls body(count, first output) for tiles of outputs: as large as they can be, the rest in smaller ones.
    template <int kernel_columns, class Body>
    static void for_each_tile(int outputs, Body body) {
        constexpr int largest = tile_outputs<kernel_columns>;
        int o = 0;
        for (; o + largest <= outputs; o += largest) body(Count<largest>{}, o);
        if constexpr (largest > 4)
            for (; o + 4 <= outputs; o += 4) body(Count<4>{}, o);
        for (; o + 2 <= outputs; o += 2) body(Count<2>{}, o);
        for (; o < outputs; ++o) body(Count<1>{}, o);
    }

    /// `square`: as many rows of the kernel as columns.
    template <int outputs, int points, int kernel_columns, bool square>
    static void convolution_tile(const ConvolutionShape& s, const Rows& x, std::ptrdiff_t place, const T* weights,
                                 const Summand<T>& summand, T* y, std::ptrdiff_t y_step) {
        V sum[points][outputs];
        for (int o = 0; o < outputs; ++o)
            for (int p = 0; p < points; ++p)
                sum[p][o] = load(summand.data + o * summand.channel + p * summand.site);
        const int kernel_rows = square ? kernel_columns : s.kernel_rows;
        for (int i = 0; i < s.inputs; ++i)
            for (int r = 0; r < kernel_rows; ++r) {
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

    /// Some columns of a row of the result. Few points at a time, all outputs for them, so that what they are made of
    /// stays near.
    template <int kernel_columns, bool square>
    static void convolution_columns(const ConvolutionShape& s, const Rows& x, const T* packed,
                                    const Summand<T>& summand, T* y, int first, int last) {
        constexpr int points = tile_points<kernel_columns>;
        const std::ptrdiff_t y_step = static_cast<std::ptrdiff_t>(s.rows) * s.columns * all_lanes;
        const std::ptrdiff_t per_output = static_cast<std::ptrdiff_t>(s.inputs) * s.kernel_rows * kernel_columns;
        const auto run = [&](auto point_count, int c) {
            for_each_tile<kernel_columns>(s.outputs, [&](auto output_count, int o) {
                for (int part = 0; part < all_lanes; part += width) {
                    const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(c) * all_lanes + part;
                    auto start = summand;
                    start.data += o * start.channel + c * start.site + part;
                    convolution_tile<decltype(output_count)::value, decltype(point_count)::value, kernel_columns,
                                     square>(s, x, place, packed + o * per_output, start, y + o * y_step + place,
                                             y_step);
                }
            });
        };
        int c = first;
        for (; c + points <= last; c += points) run(Count<points>{}, c);
        for (; c < last; ++c) run(Count<1>{}, c);
    }

    /// Weights in the order in which the tiles read them.
    template <int kernel_columns>
    static void pack(const ConvolutionShape& s, const T* kernel, T* packed) {
        const std::ptrdiff_t terms = static_cast<std::ptrdiff_t>(s.inputs) * s.kernel_rows * kernel_columns;
        for_each_tile<kernel_columns>(s.outputs, [&](auto output_count, int o) {
            constexpr int count = decltype(output_count)::value;
            for (std::ptrdiff_t t = 0; t < terms; ++t)
                for (int k = 0; k < count; ++k) packed[o * terms + t * count + k] = kernel[(o + k) * terms + t];
        });
    }

    /// What the sums of a row start with. Zeros are read as well: compilers write zeros to the stack first.
    static Summand<T> of_row(Summand<T> summand, const ConvolutionShape& s, int row) {
        if (!summand.data) return {zeros, 0, 0};
        summand.data += row * s.columns * summand.site;
        return summand;
    }
    alignas(64) static constexpr T zeros[all_lanes] = {};

    template <int kernel_columns, bool square>
    static void convolve_rows(const ConvolutionShape& s, const T* x, const T* kernel, const Summand<T>& summand, T* y,
                              T* workspace) {
        const int padded = s.columns + kernel_columns - 1, reach = s.kernel_rows / 2;
        Rows rows{{}, static_cast<std::ptrdiff_t>(padded) * all_lanes};
        const std::ptrdiff_t slot = rows.channel * s.inputs;
        T* const ring = workspace;
        T* const packed = workspace + slot * s.kernel_rows;
        pack<kernel_columns>(s, kernel, packed);
        for (int r = 0; r < s.kernel_rows - 1; ++r) copy_row(s, x, r - reach, padded, rows.channel, ring + r * slot);
        for (int row = 0; row < s.rows; ++row) {
            const int fresh = row + s.kernel_rows - 1;
            copy_row(s, x, fresh - reach, padded, rows.channel, ring + (fresh % s.kernel_rows) * slot);
            for (int r = 0; r < s.kernel_rows; ++r) rows.rows[r] = ring + ((row + r) % s.kernel_rows) * slot;
            convolution_columns<kernel_columns, square>(s, rows, packed, of_row(summand, s, row),
                                                        y + static_cast<std::ptrdiff_t>(row) * s.columns * all_lanes, 0,
                                                        s.columns);
        }
    }

    /// 1 x 1: nothing needs copying.
    static void convolve_sites(const ConvolutionShape& s, const T* x, const T* kernel, const Summand<T>& summand, T* y,
                               T* workspace) {
        pack<1>(s, kernel, workspace);
        const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(s.columns) * all_lanes;
        for (int row = 0; row < s.rows; ++row)
            convolution_columns<1, true>(s, {{x + row * step}, step * s.rows}, workspace, of_row(summand, s, row),
                                         y + row * step, 0, s.columns);
    }

    static void convolve(const ConvolutionShape& s, const T* x, const T* kernel, const Summand<T>& summand, T* y,
                         T* workspace) {
        const bool square = s.kernel_rows == s.kernel_columns;
        const auto run = s.kernel_columns == 1   ? square ? convolve_sites : convolve_rows<1, false>
                           : s.kernel_columns == 5 ? convolve_rows<5, false>
                         : square                ? convolve_rows<3, true>
                                                 : convolve_rows<3, false>;
        run(s, x, kernel, summand, y, workspace);
    }

    // ----- Symmetric kernels: convolutions of sums over neighbours ------------------------------------------------

    /// Some columns of a row of all inputs: themselves, and the sums of the four nearest and of the four diagonal
    /// neighbours.
    static void add_neighbours(const ConvolutionShape& s, const T* x, int row, int first, int last,
                               std::ptrdiff_t channel_step, T* out) {
        const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(s.columns) * all_lanes;
        const int above = row == 0 ? s.rows - 1 : row - 1, below = row == s.rows - 1 ? 0 : row + 1;
        const auto place = [&](int c) { return (c == s.columns ? 0 : c < 0 ? s.columns - 1 : c) * all_lanes; };
        for (int i = 0; i < s.inputs; ++i)
            for (int part = 0; part < all_lanes; part += width) {
                const T* const field = x + i * step * s.rows + part;
                const T *up = field + above * step, *here = field + row * step, *down = field + below * step;
                T* to = out + 3 * i * channel_step + part;
                V left = load(up + place(first - 1)) + load(down + place(first - 1)),
                  left_middle = load(here + place(first - 1)),
                  own = load(up + place(first)) + load(down + place(first)), own_middle = load(here + place(first));
                for (int c = first; c < last; ++c, to += all_lanes) {
                    const V right = load(up + place(c + 1)) + load(down + place(c + 1)),
                            right_middle = load(here + place(c + 1));
                    store(to, own_middle);
                    store(to + channel_step, own + (left_middle + right_middle));
                    store(to + 2 * channel_step, left + right);
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
        const int most = columns_of_sums_at_a_time(s);
        const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(s.columns) * all_lanes;
        const auto channel = static_cast<std::ptrdiff_t>(length_of_sums(most));
        T* const packed = workspace + sums.inputs * channel;
        pack<1>(sums, numbers, packed);
        for (int row = 0; row < s.rows; ++row)
            for (int first = 0; first < s.columns; first += most) {
                const int last = first + most < s.columns ? first + most : s.columns;
                add_neighbours(s, x, row, first, last, channel, workspace);
                convolution_columns<1, true>(sums, {{workspace - first * all_lanes}, channel}, packed,
                                             of_row(summand, s, row), y + row * step, first, last);
            }
    }

    // ----- Derivatives by the kernel ------------------------------------------------------------------------------

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
                            V in = load(from + i * x_channel + (c + k) * all_lanes);
                            if constexpr (kernel_columns == 1) in = kept(in);
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
        // Of all registers some are for what is multiplied.
        constexpr int outputs = many_registers ? 4 : 2, inputs = kernel_columns == 1 ? 6 : 2;
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
        const auto x_channel =
            static_cast<std::ptrdiff_t>(length_of_sums(correlation_rows_at_a_time(sums) * s.columns));
        correlation_blocks(sums, g, numbers, [&](int first, int rows, const T* slope) {
            for (int r = 0; r < rows; ++r)
                add_neighbours(s, x, first + r, 0, s.columns, x_channel, workspace + r * x_row);
            correlation_rows<1>(sums, workspace, x_channel, x_row, slope, rows, numbers);
        });
    }
};

}  // namespace
}  // namespace langevin::tape
