// SPDX-License-Identifier: GPL-3.0-or-later
// Operations that know of channels and of the lattice.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <numbers>

#include "engine/networks/tape/operations.h"

namespace langevin::tape {
namespace {

std::size_t numbers_per_channel(const Shape& s) {
    return s.size() / static_cast<std::size_t>(s.channels);
}

/// cas(2 pi i j / n) / sqrt(n), symmetric.
template <class T>
const std::vector<T>& hartley_matrix(int n) {
    static std::mutex mutex;
    static std::map<int, std::vector<T>> matrices;
    const std::lock_guard lock(mutex);
    auto& matrix = matrices[n];
    if (!matrix.empty()) return matrix;
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(static_cast<std::int64_t>(i) * j % n) / n;
            matrix.push_back(static_cast<T>((std::cos(angle) + std::sin(angle)) / std::sqrt(n)));
        }
    return matrix;
}

}  // namespace

template <class T>
Variable<T> reshape(const Variable<T>& a, const Shape& shape) {
    demand(shape.in_lanes() == a.shape().in_lanes() && shape.size() == a.shape().size(), "reshape");
    if (shape == a.shape()) return a;
    return a.tape().view(shape, a, 0,
                         [before = a.shape()](std::size_t, const Variable<T>& g) { return reshape(g, before); });
}

template <class T>
Variable<T> slice(const Variable<T>& a, int first, int count) {
    const auto& s = a.shape();
    demand(first >= 0 && count > 0 && first + count <= s.channels, "slice");
    if (count == s.channels) return a;
    auto shape = s;
    shape.channels = count;
    return a.tape().view(shape, a, static_cast<std::size_t>(first) * numbers_per_channel(s),
                         [first, all = s.channels](std::size_t, const Variable<T>& g) { return place(g, first, all); });
}

template <class T>
Variable<T> place(const Variable<T>& a, int first, int channels) {
    const auto& s = a.shape();
    demand(first >= 0 && first + s.channels <= channels, "place");
    auto shape = s;
    shape.channels = channels;
    auto y = a.tape().result(
        shape, {a}, [first, count = s.channels](std::size_t, const Variable<T>& g) { return slice(g, first, count); });
    std::ranges::fill(y.fill(), T{0});
    const auto to = y.fill().subspan(static_cast<std::size_t>(first) * numbers_per_channel(s));
    std::ranges::copy(a.values(), to.begin());
    return y;
}

template <class T>
Variable<T> concatenate(const Variable<T>& a, const Variable<T>& b) {
    const auto &p = a.shape(), &q = b.shape();
    demand(p.inputs == q.inputs && p.rows == q.rows && p.columns == q.columns, "concatenate");
    auto shape = p;
    shape.channels += q.channels;
    const auto rule = [of_a = p.channels, of_b = q.channels](std::size_t input, const Variable<T>& g) {
        return input == 0 ? slice(g, 0, of_a) : slice(g, of_a, of_b);
    };
    auto y = a.tape().result(shape, {a, b}, rule);
    std::ranges::copy(b.values(), std::ranges::copy(a.values(), y.fill().begin()).out);
    return y;
}

template <class T>
Variable<T> pool(const Variable<T>& a) {
    const auto& s = a.shape();
    demand(s.in_lanes() && s.rows % 2 == 0 && s.columns % 2 == 0, "pool");
    auto y = a.tape().result(Shape::samples(s.channels, s.rows / 2, s.columns / 2), {a},
                             [](std::size_t, const Variable<T>& g) { return affine(enlarge(g), 0.25); });
    const std::size_t row = static_cast<std::size_t>(s.columns) * lanes;
    const T* in = a.values().data();
    T* out = y.fill().data();
    for (int r = 0; r < s.channels * s.rows / 2; ++r, in += 2 * row)
        for (std::size_t c = 0; c < row; c += 2 * lanes)
            for (std::size_t l = 0; l < lanes; ++l)
                *out++ = (in[c + l] + in[c + lanes + l] + (in[row + c + l] + in[row + c + lanes + l])) / 4;
    return y;
}

template <class T>
Variable<T> enlarge(const Variable<T>& a) {
    const auto& s = a.shape();
    demand(s.in_lanes(), "enlarge");
    auto y = a.tape().result(Shape::samples(s.channels, 2 * s.rows, 2 * s.columns), {a},
                             [](std::size_t, const Variable<T>& g) { return affine(pool(g), 4); });
    const std::size_t row = static_cast<std::size_t>(2 * s.columns) * lanes;
    const T* in = a.values().data();
    T* out = y.fill().data();
    for (int r = 0; r < s.channels * s.rows; ++r, out += 2 * row)
        for (std::size_t c = 0; c < row; c += 2 * lanes, in += lanes)
            for (T* to : {out + c, out + c + lanes, out + row + c, out + row + c + lanes}) std::copy_n(in, lanes, to);
    return y;
}

template <class T>
Variable<T> hartley(const Variable<T>& a) {
    const auto& s = a.shape();
    demand(s.in_lanes(), "hartley");
    auto y = a.tape().result(s, {a}, [](std::size_t, const Variable<T>& g) { return hartley(g); });
    const auto& along_rows = hartley_matrix<T>(s.columns);
    const auto& along_columns = hartley_matrix<T>(s.rows);
    parallel::AlignedVector<T> half(s.sites() * lanes);
    for (int c = 0; c < s.channels; ++c) {
        const auto place = static_cast<std::size_t>(c) * half.size();
        kernels<T>().transform(along_rows.data(), a.values().data() + place, half.data(), s.columns, s.rows, 1,
                               s.columns);
        kernels<T>().transform(along_columns.data(), half.data(), y.fill().data() + place, s.rows, s.columns, s.columns,
                               1);
    }
    return y;
}

#define LANGEVIN_FIELD_OPERATIONS(T)                                          \
    template Variable<T> reshape(const Variable<T>&, const Shape&);           \
    template Variable<T> slice(const Variable<T>&, int, int);                 \
    template Variable<T> place(const Variable<T>&, int, int);                 \
    template Variable<T> concatenate(const Variable<T>&, const Variable<T>&); \
    template Variable<T> pool(const Variable<T>&);                            \
    template Variable<T> enlarge(const Variable<T>&);                         \
    template Variable<T> hartley(const Variable<T>&);
LANGEVIN_FIELD_OPERATIONS(float)
LANGEVIN_FIELD_OPERATIONS(double)

}  // namespace langevin::tape
