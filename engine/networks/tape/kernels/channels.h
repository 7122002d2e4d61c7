// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// See body.h.

#include "engine/networks/tape/kernels/functions.h"

namespace langevin::tape {
namespace {

/// Arithmetic with numbers of each channel and lane, sums over sites.
template <class T, int width>
struct Channels : Functions<T, width> {
    using A = Arithmetic<T, width>;
    using V = typename A::V;
    using A::all;
    using A::all_lanes;
    using A::fused;
    using A::load;
    using A::store;
    using Functions<T, width>::apply;
    using Functions<T, width>::root;

    /// Sums over sites that go on from one part of a channel to the next; two of each, so that additions do not wait.
    struct Sums {
        T of_y[2][all_lanes], of_product[2][all_lanes];

        void add(const T* y, const T* x, std::size_t sites) {
            for (int part = 0; part < all_lanes; part += width) {
                V a[2] = {load(of_y[0] + part), load(of_y[1] + part)};
                V b[2] = {load(of_product[0] + part), load(of_product[1] + part)};
                std::size_t s = 0;
                for (; s + 2 <= sites; s += 2)
                    for (std::size_t k = 0; k < 2; ++k) {
                        const V v = load(y + (s + k) * all_lanes + part);
                        a[k] = a[k] + v;
                        b[k] = fused(v, load(x + (s + k) * all_lanes + part), b[k]);
                    }
                if (s < sites) {
                    const V v = load(y + s * all_lanes + part);
                    a[0] = a[0] + v;
                    b[0] = fused(v, load(x + s * all_lanes + part), b[0]);
                }
                for (int k = 0; k < 2; ++k) {
                    store(of_y[k] + part, a[k]);
                    store(of_product[k] + part, b[k]);
                }
            }
        }
        void write(T* y, T* product) const {
            for (int l = 0; l < all_lanes; ++l) {
                y[l] = of_y[0][l] + of_y[1][l];
                product[l] = of_product[0][l] + of_product[1][l];
            }
        }
    };

    /// In parts that stay in the nearest cache.
    static constexpr std::size_t sites_at_a_time = 32;

    static void modulate(Function f, int order, const T* x, const T* factor, const T* scale, const T* shift, T* y,
                         T* sums, int channels, std::size_t sites) {
        alignas(64) T argument[sites_at_a_time * all_lanes];
        for (int c = 0; c < channels; ++c) {
            alignas(64) Sums total = {};
            for (std::size_t first = 0; first < sites; first += sites_at_a_time) {
                const std::size_t count = sites - first < sites_at_a_time ? sites - first : sites_at_a_time;
                for (int part = 0; part < all_lanes; part += width) {
                    const V a = load(scale + c * all_lanes + part);
                    const V b = shift ? load(shift + c * all_lanes + part) : all(0);
                    for (std::size_t s = 0; s < count; ++s)
                        store(argument + s * all_lanes + part, fused(a, load(x + s * all_lanes + part), b));
                }
                apply(f, order, argument, factor, y, count * all_lanes);
                if (sums) total.add(y, x, count);
                x += count * all_lanes;
                y += count * all_lanes;
                if (factor) factor += count * all_lanes;
            }
            if (sums) total.write(sums + c * all_lanes, sums + (channels + c) * all_lanes);
        }
    }

    static void channel_sums(const T* y, const T* x, T* sums, int channels, std::size_t sites) {
        for (int c = 0; c < channels; ++c) {
            alignas(64) Sums total = {};
            total.add(y, x, sites);
            total.write(sums + c * all_lanes, sums + (channels + c) * all_lanes);
            y += sites * all_lanes;
            x += sites * all_lanes;
        }
    }

    static void blend(const T* u, const T* a, const T* x, const T* b, const T* c, T* y, int channels,
                      std::size_t sites) {
        for (int channel = 0; channel < channels; ++channel)
            for (int part = 0; part < all_lanes; part += width) {
                const std::size_t place = static_cast<std::size_t>(channel) * all_lanes + part,
                                  start = static_cast<std::size_t>(channel) * sites * all_lanes + part;
                const V p = a ? load(a + place) : all(1), q = b ? load(b + place) : all(1),
                        r = c ? load(c + place) : all(0);
                for (std::size_t e = start; e < start + sites * all_lanes; e += all_lanes)
                    store(y + e, x ? fused(p, load(u + e), fused(q, load(x + e), r)) : fused(p, load(u + e), r));
            }
    }

    static void moments(const T* x, std::size_t count, T* mean, T* inverse_deviation) {
        for (int part = 0; part < all_lanes; part += width) {
            const auto total = [&](auto term) {
                V sum[4] = {};
                std::size_t e = 0;
                for (; e + 4 <= count; e += 4)
                    for (std::size_t k = 0; k < 4; ++k) sum[k] = term(load(x + (e + k) * all_lanes + part), sum[k]);
                for (; e < count; ++e) sum[0] = term(load(x + e * all_lanes + part), sum[0]);
                return ((sum[0] + sum[1]) + (sum[2] + sum[3])) / all(static_cast<T>(count));
            };
            const V m = total([](V v, V sum) { return v + sum; });
            const V variance = total([m](V v, V sum) { return fused(v - m, v - m, sum); });
            store(mean + part, m);
            store(inverse_deviation + part, all(1) / root(variance + all(T(1e-5))));
        }
    }
};

}  // namespace
}  // namespace langevin::tape
