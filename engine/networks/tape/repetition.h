// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "engine/networks/tape/shape.h"

/// Loops over numbers of which some are used again and again, or added up, in one or more directions.
namespace langevin::tape {

/// Whether `small` has the extents of `full`, or 1.
inline bool repeats(const Shape& small, const Shape& full) {
    const auto fits = [](int a, int b) { return a == b || a == 1; };
    if (!full.in_lanes()) return small == full;
    return small.in_lanes() && fits(small.channels, full.channels) && fits(small.rows, full.rows) &&
           fits(small.columns, full.columns);
}

/// Calls row(place in full, place in small, whether columns are repeated) for each row of `full`; places count numbers.
template <class Row>
void for_each_row(const Shape& full, const Shape& small, Row row) {
    const auto columns = static_cast<std::size_t>(small.columns);
    for (int c = 0; c < full.channels; ++c)
        for (int r = 0; r < full.rows; ++r) {
            const auto big =
                static_cast<std::size_t>(c) * static_cast<std::size_t>(full.rows) + static_cast<std::size_t>(r);
            const auto little =
                static_cast<std::size_t>(small.channels == 1 ? 0 : c) * static_cast<std::size_t>(small.rows) +
                static_cast<std::size_t>(small.rows == 1 ? 0 : r);
            row(big * static_cast<std::size_t>(full.columns) * lanes, little * columns * lanes);
        }
}

/// out = f(a, b) with a of shape `full`, b of shape `small`.
template <class T, class F>
void combine(const Shape& full, const Shape& small, std::span<const T> a, std::span<const T> b, std::span<T> out, F f) {
    if (full == small) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = f(a[i], b[i]);
        return;
    }
    const auto columns = static_cast<std::size_t>(full.columns);
    for_each_row(full, small, [&](std::size_t big, std::size_t little) {
        const T *p = &a[big], *q = &b[little];
        T* o = &out[big];
        if (full.columns == small.columns) {
            for (std::size_t i = 0; i < columns * lanes; ++i) o[i] = f(p[i], q[i]);
        } else {
            for (std::size_t c = 0; c < columns; ++c)
                for (std::size_t l = 0; l < lanes; ++l) o[c * lanes + l] = f(p[c * lanes + l], q[l]);
        }
    });
}

/// sums += a, or a b where b is not empty, over the directions in which `small` has extent 1.
template <class T>
void accumulate(const Shape& full, const Shape& small, std::span<const T> a, std::span<const T> b, std::span<T> sums) {
    const auto columns = static_cast<std::size_t>(full.columns);
    const auto add = [&](auto value) {
        for_each_row(full, small, [&](std::size_t big, std::size_t little) {
            T* s = &sums[little];
            if (full.columns == small.columns) {
                for (std::size_t i = 0; i < columns * lanes; ++i) s[i] += value(big + i);
            } else {
                T row[lanes] = {};
                for (std::size_t c = 0; c < columns; ++c)
                    for (std::size_t l = 0; l < lanes; ++l) row[l] += value(big + c * lanes + l);
                for (std::size_t l = 0; l < lanes; ++l) s[l] += row[l];
            }
        });
    };
    if (b.empty()) {
        add([&](std::size_t i) { return a[i]; });
    } else {
        add([&](std::size_t i) { return a[i] * b[i]; });
    }
}

}  // namespace langevin::tape
