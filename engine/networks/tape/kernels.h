// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

/// The arithmetic behind the operations, once for each instruction set and chosen when the program runs. With fused
/// multiply-add (AVX2, AVX-512) results are the same to the last bit whatever the width; without it they round
/// differently. All arrays of samples are aligned to 64 bytes, sixteen lanes side by side.
namespace langevin::tape {

enum class Function {
    tanh,
    silu,        ///< x / (1 + e^-x)
    sigmoid,     ///< 1 / (1 + e^-x)
    softplus,    ///< ln(1 + e^x)
    relu,        ///< derivative 0 at 0
    leaky_relu,  ///< slope 0.01 below 0
    exp,
    log,
    sine,
    cosine,
    square,
    root,
    inverse_root,
    reciprocal,
    identity
};

struct ConvolutionShape {
    int inputs = 1, outputs = 1;
    int rows = 1, columns = 1;
    int kernel_rows = 1, kernel_columns = 1;  ///< odd; 1, 3 or 5 columns
};
constexpr int max_kernel_rows = 9;

/// How many rows correlate() works on before it goes on to the next, so that they stay in the cache.
constexpr int correlation_rows_at_a_time(const ConvolutionShape& s) {
    constexpr int numbers = 1 << 16;
    const int rows = numbers / ((s.inputs + s.outputs) * s.columns * 16);
    return rows < 1 ? 1 : rows < s.rows ? rows : s.rows;
}

/// A convolution with symmetric kernels as one of 1 x 1: three inputs for each, itself and the sums of its four nearest
/// and of its four diagonal neighbours.
constexpr ConvolutionShape shape_of_sums(const ConvolutionShape& s) {
    return {3 * s.inputs, s.outputs, s.rows, s.columns, 1, 1};
}

/// How many columns of all of them are made at a time: they should stay in the nearest cache.
constexpr int columns_of_sums_at_a_time(const ConvolutionShape& s) {
    const int columns = 384 / (3 * s.inputs) / 4 * 4;
    return columns < 4 ? 4 : columns < s.columns ? columns : s.columns;
}
/// From one of them to the next: at a power of two they would all compete for the same places in the cache.
constexpr std::size_t length_of_sums(int sites) {
    return (static_cast<std::size_t>(sites) + 1) * 16;
}

/// What the sums of a convolution start with: nothing, or [outputs], or [outputs][rows][columns].
template <class T>
struct Summand {
    const T* data = nullptr;
    std::ptrdiff_t channel = 0, site = 0;  ///< numbers from one to the next; site = 0 for [outputs]
};

template <class T>
struct Kernels {
    const char* name;  ///< "AVX-512"
    /// x [inputs][rows][columns], kernel [outputs][inputs][kernel_rows][kernel_columns], y [outputs][rows][columns].
    void (*convolve)(const ConvolutionShape& shape, const T* x, const T* kernel, const Summand<T>& summand, T* y,
                     T* workspace);
    /// kernel = sum over lanes and sites, see operations.h.
    void (*correlate)(const ConvolutionShape& shape, const T* x, const T* g, T* kernel, T* workspace);
    /// The same for kernels of 3 x 3 with three numbers each, middle, edge and corner: [outputs][inputs][3]. Neighbours
    /// are added up first, which leaves a third of the multiplications. Shapes say 3 x 3.
    void (*convolve_symmetric)(const ConvolutionShape& shape, const T* x, const T* numbers, const Summand<T>& summand,
                               T* y, T* workspace);
    void (*correlate_symmetric)(const ConvolutionShape& shape, const T* x, const T* g, T* numbers, T* workspace);
    /// out(i, j) = sum_k matrix [size][size] (i, k) x(k, j) for j < n, the matrix the same in all lanes; element (i, j)
    /// of x and out at (i step + j skip) lanes.
    void (*transform)(const T* matrix, const T* x, T* out, int size, int n, int step, int skip);
    /// out [m][n] = sum over k of a b, each lane by itself; element (i, j) of a at a[i a_row + j a_column] lanes.
    void (*product)(const T* a, int a_row, int a_column, const T* b, int b_row, int b_column, T* out, int m, int k,
                    int n);
    /// y = f^(order)(x), times factor unless that is null; count a multiple of lanes, order 0 to 3.
    void (*apply)(Function f, int order, const T* x, const T* factor, T* y, std::size_t count);

    /// y = f^(order)(scale x + shift), times factor unless that is null; x [channels][sites], scale and shift
    /// [channels], shift 0 if null. Unless `sums` is null: [channels] sums over sites of y, then [channels] of y x.
    void (*modulate)(Function f, int order, const T* x, const T* factor, const T* scale, const T* shift, T* y, T* sums,
                     int channels, std::size_t sites);
    /// sums as those of modulate().
    void (*channel_sums)(const T* y, const T* x, T* sums, int channels, std::size_t sites);
    /// y = a u + b x + c; a, b, c [channels]. Null: a = 1, b = 1, no x, c = 0.
    void (*blend)(const T* u, const T* a, const T* x, const T* b, const T* c, T* y, int channels, std::size_t sites);
    /// Mean and 1 / sqrt(variance + 1e-5) of x [count], each lane by itself.
    void (*moments)(const T* x, std::size_t count, T* mean, T* inverse_deviation);
};

/// Numbers that convolve() and correlate() need for themselves, and the symmetric ones.
std::size_t workspace_size(const ConvolutionShape& shape);
std::size_t symmetric_workspace_size(const ConvolutionShape& shape);

/// The best for this processor; and all that it can run, the best first: for tests and benchmarks.
template <class T>
const Kernels<T>& kernels();
template <class T>
std::span<const Kernels<T>> available_kernels();

}  // namespace langevin::tape
