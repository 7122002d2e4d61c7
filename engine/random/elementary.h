// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

/// Logarithm, sine and cosine for random numbers of 32-bit resolution, in plain double arithmetic: no branches, no
/// libm, hence vectorised by the compiler and the same bits on every machine (the engine is built without contraction
/// of a*b+c). Errors below 1e-11 (tested), far finer than the resolution; not for general use.
namespace langevin::elementary {

/// Natural logarithm of a normal positive number. x = 2^k m with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh(s),
/// s = (m-1)/(m+1), as a series in s^2.
inline double log(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcdULL;
    // k as a double without an integer conversion, which AVX2 lacks for 64 bits: build 2^52 + (k + 2048) and subtract.
    const std::uint64_t shifted = bits - sqrt_half;
    const std::uint64_t exponent = (shifted + (std::uint64_t{2048} << 52)) >> 52;
    const double k = std::bit_cast<double>(exponent | 0x4330000000000000ULL) - (4503599627370496.0 + 2048.0);
    const double m = std::bit_cast<double>((shifted & 0x000fffffffffffffULL) + sqrt_half);
    const double s = (m - 1.0) / (m + 1.0);
    const double z = s * s;
    double series = 2.0 / 13;
    series = series * z + 2.0 / 11;
    series = series * z + 2.0 / 9;
    series = series * z + 2.0 / 7;
    series = series * z + 2.0 / 5;
    series = series * z + 2.0 / 3;
    series = series * z + 2.0;
    return k * 0.69314718055994530942 + s * series;
}

struct SineCosine {
    double sine, cosine;
};

/// sin(2 pi t) and cos(2 pi t) for t in [0, 1): folded to an angle u in [-pi/4, pi/4] around the nearest quarter turn,
/// then Taylor polynomials of degree 11 and 12.
inline SineCosine sine_cosine_turn(double t) {
    constexpr double round = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
    const double shifted = t * 4.0 + round;
    const auto quarter = std::bit_cast<std::uint64_t>(shifted);
    const double u = (t * 4.0 - (shifted - round)) * 1.5707963267948966192;
    const double z = u * u;
    double s = -2.5052108385441718775e-08;
    s = s * z + 2.7557319223985890653e-06;
    s = s * z - 1.9841269841269841270e-04;
    s = s * z + 8.3333333333333333333e-03;
    s = s * z - 1.6666666666666666667e-01;
    s = s * z * u + u;
    double c = 2.0876756987868098979e-09;
    c = c * z - 2.7557319223985890653e-07;
    c = c * z + 2.4801587301587301587e-05;
    c = c * z - 1.3888888888888888889e-03;
    c = c * z + 4.1666666666666666667e-02;
    c = c * z - 0.5;
    c = c * z + 1.0;
    // Quarter turns swap and change signs; done on the bits so that no branch is left.
    const std::uint64_t swap = 0 - (quarter & 1);
    const auto sb = std::bit_cast<std::uint64_t>(s), cb = std::bit_cast<std::uint64_t>(c);
    const std::uint64_t sine_sign = (quarter & 2) << 62, cosine_sign = ((quarter + 1) & 2) << 62;
    return {std::bit_cast<double>(((sb & ~swap) | (cb & swap)) ^ sine_sign),
            std::bit_cast<double>(((cb & ~swap) | (sb & swap)) ^ cosine_sign)};
}

}  // namespace langevin::elementary
