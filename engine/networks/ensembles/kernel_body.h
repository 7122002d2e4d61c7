// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included by one source file for each instruction set. Everything here is in an unnamed namespace and uses nothing
// that other files might share: code for a processor that is not there must not find its way into them.

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <cstddef>

#include "engine/networks/ensembles/kernels.h"

namespace langevin::networks {
namespace {

template <int width>
struct Lanes {
    typedef float Vector __attribute__((vector_size(width * sizeof(float)), may_alias));
    typedef int Mask __attribute__((vector_size(width * sizeof(int)), may_alias));
};

template <int width>
struct Kernel {
    using V = typename Lanes<width>::Vector;
    using M = typename Lanes<width>::Mask;

    static V all(float x) { return V{} + x; }
    static V select(M mask, V yes, V no) { return (V)(((M)yes & mask) | ((M)no & ~mask)); }
    static V smaller(V a, V b) { return select(a < b, a, b); }
    static V larger(V a, V b) { return select(a > b, a, b); }

    /// a b + c, rounded once where the processor has an instruction for it. Asked for by name: what a compiler contracts
    /// by itself depends on the width and on the processor it tunes for.
    static V fused(V a, V b, V c) {
#if defined(__AVX512F__)
        if constexpr (width == 16) return (V)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#endif
#if defined(__FMA__)
        if constexpr (width == 8) return (V)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#endif
        return a * b + c;
    }

    /// x P(x^2) / Q(x^2), of degree 13 over 6, the best in relative error on [0, 9.02] (6.8e-9, found by iteratively
    /// reweighted least squares); beyond, tanh is 1 in single precision.
    static V tanh(V x) {
        x = smaller(larger(x, all(-9.02f)), all(9.02f));
        const V z = x * x;
        V p = all(-8.435917398770323e-14f);
        p = fused(p, z, all(5.257727796847477e-11f));
        p = fused(p, z, all(-2.0183860918927534e-08f));
        p = fused(p, z, all(1.1144230029898931e-05f));
        p = fused(p, z, all(0.003102998916583314f));
        p = fused(p, z, all(0.13083154726188828f));
        p = fused(p, z, all(0.9999999932300045f));
        V q = all(0.00025447475982706463f);
        q = fused(q, z, all(0.02449137143253757f));
        q = fused(q, z, all(0.46416481688618394f));
        q = fused(q, z, all(1.0f));
        const V y = x * p / q;
        return smaller(larger(y, all(-1.0f)), all(1.0f));
    }

    template <Activation activation>
    static V activate(V x) {
        if constexpr (activation == Activation::tanh) return tanh(x);
        if constexpr (activation == Activation::relu) return larger(x, all(0));
        return x;
    }
    /// The derivative, from the value.
    template <Activation activation>
    static V slope(V value) {
        if constexpr (activation == Activation::tanh) return fused(-value, value, all(1));
        if constexpr (activation == Activation::relu) return select(value > all(0), all(1), all(0));
        return all(1);
    }

    /// rows x samples scalar products of rows of a matrix with samples, in registers.
    template <int rows, int samples, class Store>
    static void product_tile(const V* matrix, const V* in, int columns, Store store) {
        V sum[rows][samples] = {};
        for (int k = 0; k < columns; ++k)
            for (int s = 0; s < samples; ++s) {
                const V x = in[s * columns + k];
                for (int r = 0; r < rows; ++r) sum[r][s] = fused(matrix[r * columns + k], x, sum[r][s]);
            }
        for (int s = 0; s < samples; ++s)
            for (int r = 0; r < rows; ++r) store(r, s, sum[r][s]);
    }

    /// out [samples][rows] = a(matrix in).
    template <Activation activation>
    static void layer(const V* matrix, const V* in, V* out, int samples, int rows, int columns) {
        const int whole = samples - samples % 4;
        for (int s = 0; s < whole; s += 4) layer_rows<activation, 4>(matrix, in, out, s, rows, columns);
        for (int s = whole; s < samples; ++s) layer_rows<activation, 1>(matrix, in, out, s, rows, columns);
    }
    template <Activation activation, int samples>
    static void layer_rows(const V* matrix, const V* in, V* out, int first, int rows, int columns) {
        const auto store = [&](int row) {
            return [=](int r, int s, V x) { out[(first + s) * rows + row + r] = activate<activation>(x); };
        };
        const int whole = rows - rows % 4;
        for (int r = 0; r < whole; r += 4)
            product_tile<4, samples>(matrix + r * columns, in + first * columns, columns, store(r));
        for (int r = whole; r < rows; ++r)
            product_tile<1, samples>(matrix + r * columns, in + first * columns, columns, store(r));
    }

    /// matrix [rows][columns] += sum over samples of delta [samples][rows] in [samples][columns].
    static void update(V* matrix, const V* delta, const V* in, int samples, int rows, int columns) {
        const int whole = samples - samples % 4;
        for (int s = 0; s < whole; s += 4) update_rows<4>(matrix, delta + s * rows, in + s * columns, rows, columns);
        for (int s = whole; s < samples; ++s) update_rows<1>(matrix, delta + s * rows, in + s * columns, rows, columns);
    }
    template <int samples>
    static void update_rows(V* matrix, const V* delta, const V* in, int rows, int columns) {
        const int whole = rows - rows % 4;
        for (int r = 0; r < whole; r += 4) update_tile<4, samples>(matrix + r * columns, delta + r, in, rows, columns);
        for (int r = whole; r < rows; ++r) update_tile<1, samples>(matrix + r * columns, delta + r, in, rows, columns);
    }
    template <int tile, int samples>
    static void update_tile(V* matrix, const V* delta, const V* in, int rows, int columns) {
        V d[samples][tile];
        for (int s = 0; s < samples; ++s)
            for (int r = 0; r < tile; ++r) d[s][r] = delta[s * rows + r];
        for (int k = 0; k < columns; ++k) {
            V x[samples];
            for (int s = 0; s < samples; ++s) x[s] = in[s * columns + k];
            for (int r = 0; r < tile; ++r) {
                V w = matrix[r * columns + k];
                for (int s = 0; s < samples; ++s) w = fused(d[s][r], x[s], w);
                matrix[r * columns + k] = w;
            }
        }
    }

    /// back [samples][columns] = (delta [samples][rows] matrix) a'(value [samples][columns]).
    template <Activation activation>
    static void backward(const V* matrix, const V* delta, const V* value, V* back, int samples, int rows, int columns) {
        const int whole = samples - samples % 4;
        for (int s = 0; s < whole; s += 4)
            backward_columns<activation, 4>(matrix, delta + s * rows, value + s * columns, back + s * columns, rows,
                                            columns);
        for (int s = whole; s < samples; ++s)
            backward_columns<activation, 1>(matrix, delta + s * rows, value + s * columns, back + s * columns, rows,
                                            columns);
    }
    template <Activation activation, int samples>
    static void backward_columns(const V* matrix, const V* delta, const V* value, V* back, int rows, int columns) {
        const int whole = columns - columns % 4;
        for (int k = 0; k < whole; k += 4)
            backward_tile<activation, 4, samples>(matrix + k, delta, value + k, back + k, rows, columns);
        for (int k = whole; k < columns; ++k)
            backward_tile<activation, 1, samples>(matrix + k, delta, value + k, back + k, rows, columns);
    }
    template <Activation activation, int tile, int samples>
    static void backward_tile(const V* matrix, const V* delta, const V* value, V* back, int rows, int columns) {
        V sum[samples][tile] = {};
        for (int r = 0; r < rows; ++r)
            for (int s = 0; s < samples; ++s) {
                const V d = delta[s * rows + r];
                for (int k = 0; k < tile; ++k) sum[s][k] = fused(d, matrix[r * columns + k], sum[s][k]);
            }
        for (int s = 0; s < samples; ++s)
            for (int k = 0; k < tile; ++k)
                back[s * columns + k] = sum[s][k] * slope<activation>(value[s * columns + k]);
    }

    /// The sizes are constants where they are the usual ones, so that loops are unrolled; 0: read them.
    template <Activation activation, int fixed_hidden, int fixed_features, int fixed_batch>
    static void train(const TrainingArrays& a) {
        const int inputs = a.shape.inputs;
        const int hidden = fixed_hidden ? fixed_hidden : a.shape.hidden;
        const int features = fixed_features ? fixed_features : a.shape.features;
        const int batch = fixed_batch ? fixed_batch : a.batch;
        V* const first = reinterpret_cast<V*>(a.first);
        V* const middle = reinterpret_cast<V*>(a.middle);
        V* const stepped = a.steps ? reinterpret_cast<V*>(a.steps) : middle;
        V* const last = reinterpret_cast<V*>(a.last);
        V* const rates = reinterpret_cast<V*>(a.rates);
        V* const value = reinterpret_cast<V*>(a.workspace);  // a(W h), then its delta
        V* const delta = value + batch * features;
        V* const own_hidden = delta + batch * features;
        V* const back = own_hidden + batch * hidden;
        const float share = 0.5f / static_cast<float>(batch);
        double sums[width] = {};
        V partial = {};
        const int batches = a.samples / batch;
        for (int b = 0; b < batches; ++b) {
            const V* in = reinterpret_cast<const V*>(a.inputs) + static_cast<std::ptrdiff_t>(b) * batch * inputs;
            const V* h = reinterpret_cast<const V*>(a.hidden) + static_cast<std::ptrdiff_t>(b) * batch * hidden;
            const V* target = reinterpret_cast<const V*>(a.targets) + static_cast<std::ptrdiff_t>(b) * batch;
            if (a.train_all) {
                layer<activation>(first, in, own_hidden, batch, hidden, inputs);
                h = own_hidden;
            }
            layer<activation>(middle, h, value, batch, features, hidden);
            V error[fixed_batch ? fixed_batch : 1];
            V squares = {};
            V* const errors = fixed_batch ? error : back + batch * hidden;
            for (int s = 0; s < batch; ++s) {
                V y = {};
                for (int i = 0; i < features; ++i) y = fused(last[i], value[s * features + i], y);
                errors[s] = target[s] - y;
                squares = fused(errors[s], errors[s], squares);
            }
            partial += squares;
            const M goes_on = squares * share <= all(a.loss_limit);  // false for NaN, too
            const V rate = select(goes_on, *rates, V{});
            *rates = rate;
            for (int s = 0; s < batch; ++s) {
                const V step = select(goes_on, errors[s], V{}) * rate;
                for (int i = 0; i < features; ++i)
                    delta[s * features + i] = step * last[i] * slope<activation>(value[s * features + i]);
                errors[s] = step;
            }
            if (a.train_all) {
                backward<activation>(middle, delta, h, back, batch, features, hidden);
                for (int i = 0; i < features; ++i) {
                    V z = last[i];
                    for (int s = 0; s < batch; ++s) z = fused(errors[s], select(goes_on, value[s * features + i], V{}), z);
                    last[i] = z;
                }
            }
            update(stepped, delta, h, batch, features, hidden);
            if (a.train_all) update(first, back, in, batch, hidden, inputs);
            if (b % 64 != 63 && b + 1 != batches) continue;
            for (int l = 0; l < width; ++l) sums[l] += static_cast<double>(partial[l]);
            partial = V{};
        }
        for (int l = 0; l < width; ++l) a.squares[l] = sums[l];
    }

    template <Activation activation>
    static void train_shape(const TrainingArrays& a) {
        const bool usual = a.shape.hidden == 32 && a.shape.features == 16;
        if (usual && a.batch == 4) return train<activation, 32, 16, 4>(a);
        if (usual) return train<activation, 32, 16, 0>(a);
        train<activation, 0, 0, 0>(a);
    }

    static void train_any(const TrainingArrays& a) {
        switch (a.shape.activation) {
            case Activation::tanh:
                return train_shape<Activation::tanh>(a);
            case Activation::relu:
                return train_shape<Activation::relu>(a);
            case Activation::linear:
                return train_shape<Activation::linear>(a);
        }
    }

    static void layer_any(const float* matrix, const float* in, float* out, int samples, int rows, int columns,
                          Activation activation) {
        const auto* m = reinterpret_cast<const V*>(matrix);
        const auto* x = reinterpret_cast<const V*>(in);
        auto* y = reinterpret_cast<V*>(out);
        switch (activation) {
            case Activation::tanh:
                return layer<Activation::tanh>(m, x, y, samples, rows, columns);
            case Activation::relu:
                return layer<Activation::relu>(m, x, y, samples, rows, columns);
            case Activation::linear:
                return layer<Activation::linear>(m, x, y, samples, rows, columns);
        }
    }

    static V root(V x) {
        V y;
        for (int l = 0; l < width; ++l) y[l] = __builtin_sqrtf(x[l]);
        return y;
    }

    /// Turns the plane (p, q) of the symmetric matrix a, of which the part on and above the diagonal is kept, such that
    /// a_pq vanishes (C. G. J. Jacobi 1846; G. H. Golub, C. F. Van Loan, Matrix Computations, 8.5). Lanes in which it
    /// is below the limit stay as they are, to the last bit. Whether any did not.
    template <int fixed>
    static bool rotate(V* a, int rows, int p, int q, V limit) {
        const int n = fixed ? fixed : rows;
        const V off = a[p * n + q];
        const M turns = off * off > limit;
        bool any = false;
        for (int l = 0; l < width; ++l) any |= turns[l] != 0;
        if (!any) return false;
        const V difference = a[q * n + q] - a[p * n + p];
        const V denominator = larger(difference, -difference) + root(fused(difference, difference, 4 * off * off));
        const V t = select(turns, select(difference < V{}, -2 * off, 2 * off) / select(turns, denominator, all(1)), V{});
        const V c = 1 / root(fused(t, t, all(1))), s = t * c;
        a[p * n + p] = fused(-t, off, a[p * n + p]);
        a[q * n + q] = fused(t, off, a[q * n + q]);
        a[p * n + q] = select(turns, V{}, off);
        const auto turn = [&](V& x, V& y) {
            const V old = x;
            x = fused(c, old, -(s * y));
            y = fused(s, old, c * y);
        };
        for (int k = 0; k < p; ++k) turn(a[k * n + p], a[k * n + q]);
        for (int k = p + 1; k < q; ++k) turn(a[p * n + k], a[k * n + q]);
        for (int k = q + 1; k < n; ++k) turn(a[p * n + k], a[q * n + k]);
        return true;
    }

    template <int fixed>
    static void diagonalise(V* a, int rows) {
        const int n = fixed ? fixed : rows;
        V trace = {};
        for (int i = 0; i < n; ++i) trace += a[i * n + i];
        const V smallest = trace * (3e-8f / static_cast<float>(n)), limit = smallest * smallest;
        constexpr int most_sweeps = 12;  // six or seven do
        bool turned = true;
        for (int sweep = 0; turned && sweep < most_sweeps; ++sweep) {
            turned = false;
            for (int p = 0; p + 1 < n; ++p)
                for (int q = p + 1; q < n; ++q) turned |= rotate<fixed>(a, n, p, q, limit);
        }
    }

    static void levels_any(const float* matrix, float* levels, float* workspace, int rows, int columns) {
        const V* const w = reinterpret_cast<const V*>(matrix);
        V* const a = reinterpret_cast<V*>(workspace);
        layer<Activation::linear>(w, w, a, rows, rows, columns);
        rows == 16 ? diagonalise<16>(a, rows) : diagonalise<0>(a, rows);
        for (int i = 0; i < rows; ++i) reinterpret_cast<V*>(levels)[i] = a[i * rows + i];
    }

    static void tanh_any(const float* in, float* out, std::size_t count) {
        for (std::size_t i = 0; i < count / width; ++i)
            reinterpret_cast<V*>(out)[i] = tanh(reinterpret_cast<const V*>(in)[i]);
    }
};

template <int width>
constexpr Kernels kernels_of(const char* name) {
    using K = Kernel<width>;
    return {name, width, K::train_any, K::layer_any, K::tanh_any, K::levels_any};
}

}  // namespace
}  // namespace langevin::networks
