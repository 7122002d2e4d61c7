// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// See body.h.

#include "engine/networks/tape/kernels/arithmetic.h"

namespace langevin::tape {
namespace {

/// Functions of numbers and their derivatives.
template <class T, int width>
struct Functions : Arithmetic<T, width> {
    using A = Arithmetic<T, width>;
    using V = typename A::V;
    using M = typename A::M;
    using A::all;
    using A::fused;
    using A::larger;
    using A::load;
    using A::select;
    using A::smaller;
    using A::store;

    struct Exponential {
        V less_one;  ///< e^r - 1 for the remainder r
        V power;     ///< 2^k
        V whole() const { return fused(power, less_one, power); }
        V minus_one() const { return fused(power, less_one, power - all(1)); }
    };
    /// e^x = 2^k e^r with |r| <= ln 2 / 2, e^r by Taylor's series. For x from -87 to 88 (-708 to 709).
    static Exponential exponential(V x) {
        constexpr bool single = sizeof(T) == 4;
        constexpr T round = single ? T(12582912.0) : T(6755399441055744.0);  // 1.5 2^23, 1.5 2^52
        constexpr int digits = single ? 23 : 52, bias = single ? 127 : 1023;
        x = smaller(larger(x, all(single ? T(-87) : T(-708))), all(single ? T(88) : T(709)));
        const V shifted = fused(x, all(T(1.44269504088896340736)), all(round));
        const V k = shifted - all(round);
        const V high = all(single ? T(0.693359375) : T(0.693147180369123816490));
        const V low = all(single ? T(-2.12194440054690583e-4) : T(1.90821492927058770002e-10));
        const V r = fused(-k, low, fused(-k, high, x));
        constexpr int terms = single ? 7 : 13;
        V series = all(inverse_factorial(terms));
        for (int n = terms - 1; n > 0; --n) series = fused(series, r, all(inverse_factorial(n)));
        const M exponent = (M)shifted - (M)all(round) + bias;
        return {series * r, (V)(exponent << digits)};
    }
    static constexpr T inverse_factorial(int n) {
        double product = 1;
        for (int k = 2; k <= n; ++k) product *= k;
        return static_cast<T>(1 / product);
    }

    static V modulus(V x) { return larger(x, -x); }
    /// Odd to the last bit.
    static V tanh(V x) {
        const V e = exponential(-2 * modulus(x)).minus_one();
        const V y = -e / (e + all(2));
        return select(x < all(0), -y, y);
    }
    static V sigmoid(V x) {
        const V e = exponential(-modulus(x)).whole();
        return select(x < all(0), e, all(1)) / (all(1) + e);
    }
    template <int order>
    static V sigmoid_derivative(V x) {
        const V s = sigmoid(x), u = s * (all(1) - s);
        if constexpr (order == 0) return s;
        if constexpr (order == 1) return u;
        if constexpr (order == 2) return u * (all(1) - 2 * s);
        return u * (all(1) - 6 * u);
    }
    template <int order>
    static V tanh_derivative(V x) {
        const V t = tanh(x), w = exponential(-2 * modulus(x)).whole(), v = all(1) + w;
        const V u = 4 * w / (v * v);  // 1 - t^2 without a difference
        if constexpr (order == 0) return t;
        if constexpr (order == 1) return u;
        if constexpr (order == 2) return -2 * t * u;
        return u * (fused(6 * t, t, all(-2)));
    }
    template <int order>
    static V silu_derivative(V x) {
        if constexpr (order == 0) return x * sigmoid(x);
        if constexpr (order > 0)
            return fused(x, sigmoid_derivative<order>(x), order * sigmoid_derivative<order - 1>(x));
    }
    template <class F>
    static V each(V x, F f) {
        V y;
        for (int l = 0; l < width; ++l) y[l] = static_cast<T>(f(static_cast<double>(x[l])));
        return y;
    }
    static V root(V x) {
        V y;
        for (int l = 0; l < width; ++l)
            y[l] = sizeof(T) == 4 ? static_cast<T>(__builtin_sqrtf(static_cast<float>(x[l])))
                                  : static_cast<T>(__builtin_sqrt(static_cast<double>(x[l])));
        return y;
    }
    template <int order>
    static V reciprocal_derivative(V x) {
        const V r = all(1) / x;
        if constexpr (order == 0) return r;
        if constexpr (order == 1) return -r * r;
        if constexpr (order == 2) return 2 * r * r * r;
        return -6 * (r * r) * (r * r);
    }
    template <int order>
    static V root_derivative(V x) {
        const V y = root(x);
        if constexpr (order == 0) return y;
        if constexpr (order == 1) return all(T(0.5)) / y;
        if constexpr (order == 2) return all(T(-0.25)) / (x * y);
        return all(T(0.375)) / (x * x * y);
    }
    template <int order>
    static V inverse_root_derivative(V x) {
        const V y = all(1) / root(x);
        if constexpr (order == 0) return y;
        if constexpr (order == 1) return T(-0.5) * y / x;
        if constexpr (order == 2) return T(0.75) * y / (x * x);
        return T(-1.875) * y / (x * x * x);
    }

    template <Function f, int order>
    static V value(V x) {
        using enum Function;
        if constexpr (f == Function::tanh) return tanh_derivative<order>(x);
        if constexpr (f == silu) return silu_derivative<order>(x);
        if constexpr (f == Function::sigmoid) return sigmoid_derivative<order>(x);
        if constexpr (f == softplus) {
            if constexpr (order > 0) return sigmoid_derivative<order - 1>(x);
            return larger(x, all(0)) +
                   each(exponential(-modulus(x)).whole(), [](double e) { return __builtin_log1p(e); });
        }
        if constexpr (f == relu || f == leaky_relu) {
            const V below = all(f == relu ? T(0) : T(0.01));
            if constexpr (order == 0) return select(x > all(0), x, below * x);
            if constexpr (order == 1) return select(x > all(0), all(1), below);
            return all(0);
        }
        if constexpr (f == exp) return exponential(x).whole();
        if constexpr (f == log) {
            if constexpr (order > 0) return reciprocal_derivative<order - 1>(x);
            return each(x, [](double a) { return __builtin_log(a); });
        }
        if constexpr (f == sine || f == cosine) {
            constexpr int turns = order + (f == cosine);  // each derivative is a quarter turn
            const V y = each(x, [](double a) { return turns % 2 ? __builtin_cos(a) : __builtin_sin(a); });
            return turns % 4 >= 2 ? -y : y;
        }
        if constexpr (f == square) {
            if constexpr (order == 0) return x * x;
            if constexpr (order == 1) return 2 * x;
            return all(order == 2 ? T(2) : T(0));
        }
        if constexpr (f == Function::root) return root_derivative<order>(x);
        if constexpr (f == inverse_root) return inverse_root_derivative<order>(x);
        if constexpr (f == reciprocal) return reciprocal_derivative<order>(x);
        if constexpr (f == identity) return order == 0 ? x : all(order == 1 ? T(1) : T(0));
    }

    template <Function f, int order>
    static void apply_one(const T* x, const T* factor, T* y, std::size_t count) {
        if (factor)
            for (std::size_t i = 0; i < count; i += width)
                store(y + i, load(factor + i) * value<f, order>(load(x + i)));
        else
            for (std::size_t i = 0; i < count; i += width) store(y + i, value<f, order>(load(x + i)));
    }
    template <Function f>
    static void apply_order(int order, const T* x, const T* factor, T* y, std::size_t count) {
        if (order == 0) apply_one<f, 0>(x, factor, y, count);
        if (order == 1) apply_one<f, 1>(x, factor, y, count);
        if (order == 2) apply_one<f, 2>(x, factor, y, count);
        if (order == 3) apply_one<f, 3>(x, factor, y, count);
    }
    static void apply(Function f, int order, const T* x, const T* factor, T* y, std::size_t count) {
        switch (f) {
            case Function::tanh:
                return apply_order<Function::tanh>(order, x, factor, y, count);
            case Function::silu:
                return apply_order<Function::silu>(order, x, factor, y, count);
            case Function::sigmoid:
                return apply_order<Function::sigmoid>(order, x, factor, y, count);
            case Function::softplus:
                return apply_order<Function::softplus>(order, x, factor, y, count);
            case Function::relu:
                return apply_order<Function::relu>(order, x, factor, y, count);
            case Function::leaky_relu:
                return apply_order<Function::leaky_relu>(order, x, factor, y, count);
            case Function::exp:
                return apply_order<Function::exp>(order, x, factor, y, count);
            case Function::log:
                return apply_order<Function::log>(order, x, factor, y, count);
            case Function::sine:
                return apply_order<Function::sine>(order, x, factor, y, count);
            case Function::cosine:
                return apply_order<Function::cosine>(order, x, factor, y, count);
            case Function::square:
                return apply_order<Function::square>(order, x, factor, y, count);
            case Function::root:
                return apply_order<Function::root>(order, x, factor, y, count);
            case Function::inverse_root:
                return apply_order<Function::inverse_root>(order, x, factor, y, count);
            case Function::reciprocal:
                return apply_order<Function::reciprocal>(order, x, factor, y, count);
            case Function::identity:
                return apply_order<Function::identity>(order, x, factor, y, count);
        }
    }
};

}  // namespace
}  // namespace langevin::tape
