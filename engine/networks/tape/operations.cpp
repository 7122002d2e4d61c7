// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/tape/operations.h"

#include <algorithm>

#include "engine/networks/tape/repetition.h"

namespace langevin::tape {
template <class T>
Variable<T> add(const Variable<T>& a, const Variable<T>& b) {
    demand(repeats(b.shape(), a.shape()), "add");
    auto y = a.tape().result(a.shape(), {a, b}, [shape = b.shape()](std::size_t input, const Variable<T>& g) {
        return input == 0 ? g : reduce(g, shape);
    });
    combine<T>(a.shape(), b.shape(), a.values(), b.values(), y.fill(), [](T p, T q) { return p + q; });
    return y;
}

template <class T>
Variable<T> subtract(const Variable<T>& a, const Variable<T>& b) {
    demand(repeats(b.shape(), a.shape()), "subtract");
    auto y = a.tape().result(a.shape(), {a, b}, [shape = b.shape()](std::size_t input, const Variable<T>& g) {
        return input == 0 ? g : affine(reduce(g, shape), -1);
    });
    combine<T>(a.shape(), b.shape(), a.values(), b.values(), y.fill(), [](T p, T q) { return p - q; });
    return y;
}

template <class T>
Variable<T> multiply(const Variable<T>& a, const Variable<T>& b) {
    demand(repeats(b.shape(), a.shape()), "multiply");
    auto y = a.tape().result(a.shape(), {a, b}, [a, b](std::size_t input, const Variable<T>& g) {
        return input == 0 ? multiply(g, b) : contract(g, a, b.shape());
    });
    combine<T>(a.shape(), b.shape(), a.values(), b.values(), y.fill(), [](T p, T q) { return p * q; });
    return y;
}

template <class T>
Variable<T> affine(const Variable<T>& a, double factor, double summand) {
    auto y =
        a.tape().result(a.shape(), {a}, [factor](std::size_t, const Variable<T>& g) { return affine(g, factor, 0); });
    const T p = static_cast<T>(factor), q = static_cast<T>(summand);
    std::transform(a.values().begin(), a.values().end(), y.fill().begin(), [=](T x) { return p * x + q; });
    return y;
}

template <class T>
Variable<T> reduce(const Variable<T>& a, const Shape& shape) {
    if (a.shape() == shape) return a;
    demand(repeats(shape, a.shape()), "reduce");
    auto y =
        a.tape().result(shape, {a}, [full = a.shape()](std::size_t, const Variable<T>& g) { return repeat(g, full); });
    std::ranges::fill(y.fill(), T{0});
    accumulate<T>(a.shape(), shape, a.values(), {}, y.fill());
    return y;
}

template <class T>
Variable<T> contract(const Variable<T>& a, const Variable<T>& b, const Shape& shape) {
    demand(a.shape() == b.shape() && repeats(shape, a.shape()), "contract");
    if (a.shape() == shape) return multiply(a, b);
    auto y = a.tape().result(
        shape, {a, b}, [a, b](std::size_t input, const Variable<T>& g) { return multiply(input == 0 ? b : a, g); });
    std::ranges::fill(y.fill(), T{0});
    accumulate<T>(a.shape(), shape, a.values(), b.values(), y.fill());
    return y;
}

template <class T>
Variable<T> repeat(const Variable<T>& a, const Shape& shape) {
    if (a.shape() == shape) return a;
    demand(repeats(a.shape(), shape), "repeat");
    auto y = a.tape().result(shape, {a},
                             [small = a.shape()](std::size_t, const Variable<T>& g) { return reduce(g, small); });
    combine<T>(shape, a.shape(), y.fill(), a.values(), y.fill(), [](T, T q) { return q; });
    return y;
}

template <class T>
Variable<T> into_lanes(const Variable<T>& parameter) {
    const auto& p = parameter.shape();
    demand(p.inputs == 1, "into_lanes");
    auto y = parameter.tape().result(Shape::samples(p.channels, p.rows, p.columns), {parameter},
                                     [](std::size_t, const Variable<T>& g) { return sum_lanes(g); });
    T* out = y.fill().data();
    for (const T value : parameter.values()) out = std::fill_n(out, lanes, value);
    return y;
}

template <class T>
Variable<T> sum_lanes(const Variable<T>& a) {
    const auto& s = a.shape();
    demand(s.in_lanes(), "sum_lanes");
    auto y = a.tape().result(Shape::parameter(s.channels, 1, s.rows, s.columns), {a},
                             [](std::size_t, const Variable<T>& g) { return into_lanes(g); });
    const T* in = a.values().data();
    for (T& sum : y.fill()) {
        sum = 0;
        for (std::size_t l = 0; l < lanes; ++l) sum += *in++;
    }
    return y;
}

template <class T>
Variable<T> apply(const Variable<T>& x, Function f, int order) {
    demand(x.shape().in_lanes() && order <= 3, "apply");
    auto y = x.tape().result(x.shape(), {x}, [x, f, order](std::size_t, const Variable<T>& g) {
        return multiply_apply(g, x, f, order + 1);
    });
    kernels<T>().apply(f, order, x.values().data(), nullptr, y.fill().data(), x.shape().size());
    return y;
}

template <class T>
Variable<T> multiply_apply(const Variable<T>& a, const Variable<T>& x, Function f, int order) {
    demand(a.shape() == x.shape() && x.shape().in_lanes() && order <= 3, "multiply_apply");
    auto y = x.tape().result(x.shape(), {a, x}, [a, x, f, order](std::size_t input, const Variable<T>& g) {
        return input == 0 ? multiply_apply(g, x, f, order) : multiply_apply(multiply(g, a), x, f, order + 1);
    });
    kernels<T>().apply(f, order, x.values().data(), a.values().data(), y.fill().data(), x.shape().size());
    return y;
}

template <class T>
Variable<T> matrix_product(const Variable<T>& a, const Variable<T>& b, bool transpose_a, bool transpose_b) {
    const auto &p = a.shape(), &q = b.shape();
    const int m = transpose_a ? p.columns : p.rows, k = transpose_a ? p.rows : p.columns;
    const int n = transpose_b ? q.rows : q.columns;
    demand(p.in_lanes() && q.in_lanes() && p.channels == q.channels && k == (transpose_b ? q.columns : q.rows),
           "matrix_product");
    // With y = A B, A = op(a): dA = g B^T and dB = A^T g, transposed again where a and b were.
    const auto rule = [a, b, transpose_a, transpose_b](std::size_t input, const Variable<T>& g) {
        if (input == 0)
            return transpose_a ? matrix_product(b, g, transpose_b, true) : matrix_product(g, b, false, !transpose_b);
        return transpose_b ? matrix_product(g, a, true, transpose_a) : matrix_product(a, g, !transpose_a, false);
    };
    auto y = a.tape().result(Shape::samples(p.channels, m, n), {a, b}, rule);
    for (int c = 0; c < p.channels; ++c) {
        const auto place = static_cast<std::size_t>(c) * lanes;
        kernels<T>().product(a.values().data() + place * p.sites(), transpose_a ? 1 : p.columns,
                             transpose_a ? p.columns : 1, b.values().data() + place * q.sites(),
                             transpose_b ? 1 : q.columns, transpose_b ? q.columns : 1,
                             y.fill().data() + place * y.shape().sites(), m, k, n);
    }
    return y;
}

#define LANGEVIN_OPERATIONS(T)                                                                  \
    template Variable<T> add(const Variable<T>&, const Variable<T>&);                           \
    template Variable<T> subtract(const Variable<T>&, const Variable<T>&);                      \
    template Variable<T> multiply(const Variable<T>&, const Variable<T>&);                      \
    template Variable<T> affine(const Variable<T>&, double, double);                            \
    template Variable<T> reduce(const Variable<T>&, const Shape&);                              \
    template Variable<T> contract(const Variable<T>&, const Variable<T>&, const Shape&);        \
    template Variable<T> repeat(const Variable<T>&, const Shape&);                              \
    template Variable<T> into_lanes(const Variable<T>&);                                        \
    template Variable<T> sum_lanes(const Variable<T>&);                                         \
    template Variable<T> apply(const Variable<T>&, Function, int);                              \
    template Variable<T> multiply_apply(const Variable<T>&, const Variable<T>&, Function, int); \
    template Variable<T> matrix_product(const Variable<T>&, const Variable<T>&, bool, bool);
LANGEVIN_OPERATIONS(float)
LANGEVIN_OPERATIONS(double)

}  // namespace langevin::tape
