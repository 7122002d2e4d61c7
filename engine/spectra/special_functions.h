// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The special functions that the laws need, from the GNU Scientific Library, for arguments of any size: what
/// underflows is zero, what has no value is NaN, nothing ends the program. GSL's own error handler does, and it is one
/// for the whole process; it is switched off at the first call here and stays off (exchanging it around each call would
/// race between threads). GSL is called from nowhere in the engine in a way that relies on it.
namespace langevin::spectra {

/// Ai(x).
double airy(double x);
/// Si(x) = int_0^x sin(t)/t dt.
double sine_integral(double x);
/// Ci(x) = gamma + ln x + int_0^x (cos(t) - 1)/t dt, x > 0.
double cosine_integral(double x);
/// psi(x), the logarithmic derivative of the gamma function.
double digamma(double x);
/// Regularised lower incomplete gamma function P(a, x), a > 0, x >= 0.
double incomplete_gamma(double a, double x);
/// exp(-|x|) I0(x).
double scaled_bessel_i0(double x);
/// Complete elliptic integral of the second kind E(k), modulus 0 <= k <= 1.
double elliptic_e(double k);

}  // namespace langevin::spectra
