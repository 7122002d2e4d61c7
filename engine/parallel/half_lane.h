// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstring>

/// For kernels of the engine alone: such vectors must not cross into code compiled for another processor.
namespace langevin::parallel {

/// Half of eight lanes in one vector register (whole ones are lowered badly where there is no AVX-512).
using HalfLane = double __attribute__((vector_size(32)));
constexpr std::size_t half_lane = 4;

inline HalfLane load(const double* address) {
    HalfLane v;
    std::memcpy(&v, address, sizeof v);
    return v;
}
inline void store(double* address, HalfLane v) {
    std::memcpy(address, &v, sizeof v);
}

}  // namespace langevin::parallel
