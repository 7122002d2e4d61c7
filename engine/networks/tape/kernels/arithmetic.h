// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// See body.h.

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <type_traits>

#include "engine/networks/tape/kernels.h"
#include "engine/networks/tape/shape.h"

namespace langevin::tape {
namespace {

template <class T, int width>
struct Lanes {
    using Integer = std::conditional_t<sizeof(T) == 4, int, long long>;
    typedef T Vector __attribute__((vector_size(width * sizeof(T)), may_alias));
    typedef Integer Mask __attribute__((vector_size(width * sizeof(T)), may_alias));
};

/// Arithmetic on `width` of the sixteen lanes; the rest is done in further parts.
template <class T, int width>
struct Arithmetic {
    using V = typename Lanes<T, width>::Vector;
    using M = typename Lanes<T, width>::Mask;
    using Integer = typename Lanes<T, width>::Integer;
    static constexpr int all_lanes = static_cast<int>(lanes);
    static constexpr int parts = all_lanes / width;
    static constexpr bool many_registers = width * sizeof(T) == 64;

    static V all(T x) { return x - V{}; }  // x + 0 would not be x where x is -0
    static V load(const T* p) { return *reinterpret_cast<const V*>(p); }
    static void store(T* p, V v) { *reinterpret_cast<V*>(p) = v; }
    /// In a register: compilers that read it again wherever it is used run into the limit of loads.
    static V kept(V v) {
#if defined(__AVX512F__)
        asm("" : "+v"(v));
#elif defined(__SSE2__)
        asm("" : "+x"(v));
#endif
        return v;
    }
    static V select(M mask, V yes, V no) {
        return (V)(((M)yes & mask) | ((M)no & ~mask));
    }
    /// The first one when it is no number.
    static V smaller(V a, V b) {
        return select(b < a, b, a);
    }
    static V larger(V a, V b) {
        return select(b > a, b, a);
    }

    /// a b + c, rounded once where the processor can.
    static V fused(V a, V b, V c) {
#if defined(__AVX512F__)
        if constexpr (width * sizeof(T) == 64) {
            if constexpr (sizeof(T) == 4) return (V)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
            if constexpr (sizeof(T) == 8) return (V)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
        }
#endif
#if defined(__FMA__)
        if constexpr (width * sizeof(T) == 32) {
            if constexpr (sizeof(T) == 4) return (V)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
            if constexpr (sizeof(T) == 8) return (V)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
        }
#endif
        return a * b + c;
    }
};

}  // namespace
}  // namespace langevin::tape
