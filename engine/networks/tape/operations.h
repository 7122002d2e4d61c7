// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/networks/tape/kernels.h"
#include "engine/networks/tape/variable.h"

/// Every operation, and nothing else, computes. T is float or double. Shapes that do not fit are a std::logic_error: a
/// mistake in the network, not of a user.
namespace langevin::tape {

/// The second one may have extents 1 where the first has more: it is used again and again. Both in lanes, or both
/// parameters of one shape.
template <class T>
Variable<T> add(const Variable<T>& a, const Variable<T>& b);
template <class T>
Variable<T> subtract(const Variable<T>& a, const Variable<T>& b);
template <class T>
Variable<T> multiply(const Variable<T>& a, const Variable<T>& b);
/// factor a + summand.
template <class T>
Variable<T> affine(const Variable<T>& a, double factor, double summand = 0);

/// Sums over the directions in which `shape` has extent 1; of a, or of a b without forming it. The inverse: repeats.
template <class T>
Variable<T> reduce(const Variable<T>& a, const Shape& shape);
template <class T>
Variable<T> contract(const Variable<T>& a, const Variable<T>& b, const Shape& shape);
template <class T>
Variable<T> repeat(const Variable<T>& a, const Shape& shape);

/// A parameter [channels] (or [channels][1][rows][columns]) in every lane; and, the other way, the sum over lanes.
template <class T>
Variable<T> into_lanes(const Variable<T>& parameter);
template <class T>
Variable<T> sum_lanes(const Variable<T>& a);

/// f, or its derivative of this order (0 to 3), of every number; the same times a.
template <class T>
Variable<T> apply(const Variable<T>& x, Function f, int order = 0);
template <class T>
Variable<T> multiply_apply(const Variable<T>& a, const Variable<T>& x, Function f, int order = 0);

/// The same numbers in another order of the extents: as they lie, without a copy.
template <class T>
Variable<T> reshape(const Variable<T>& a, const Shape& shape);
/// Channels first ... first + count - 1, without a copy; and, the other way, zeros around them.
template <class T>
Variable<T> slice(const Variable<T>& a, int first, int count);
template <class T>
Variable<T> place(const Variable<T>& a, int first, int channels);
/// Channels of a, then those of b.
template <class T>
Variable<T> concatenate(const Variable<T>& a, const Variable<T>& b);

/// Means of squares of 2 x 2 sites; and every site four times.
template <class T>
Variable<T> pool(const Variable<T>& a);
template <class T>
Variable<T> enlarge(const Variable<T>& a);

/// y_o(r) = sum_{i, d} w_oi(d) x_i(r + d), d counted from the middle of the kernel, periodic in both directions: a
/// cross-correlation, as other libraries' convolutions. Kernels have odd extents; 1 x 1 is a linear layer at each site.
/// `summand`, [outputs] or of the result's shape, is added where there is one.
template <class T>
Variable<T> convolve(const Variable<T>& x, const Variable<T>& kernel, const Variable<T>& summand = {});
/// [inputs][outputs] with every direction reversed: the kernel of the transposed map.
template <class T>
Variable<T> transposed_kernel(const Variable<T>& kernel);
/// sum over lanes and sites of g_o(r) x_i(r + d): the derivative of convolve by its kernel, of the extents of `shape`.
template <class T>
Variable<T> correlate(const Variable<T>& x, const Variable<T>& g, const Shape& shape);

/// The same for kernels of 3 x 3 that all rotations and reflections of the square leave as they are: three numbers each
/// (middle, edge, corner), [outputs][inputs][1][3]. A third of the multiplications of convolve.
template <class T>
Variable<T> symmetric_convolve(const Variable<T>& x, const Variable<T>& numbers, const Variable<T>& summand = {});
/// [inputs][outputs]: the numbers of the transposed map.
template <class T>
Variable<T> exchanged(const Variable<T>& numbers);
template <class T>
Variable<T> symmetric_correlate(const Variable<T>& x, const Variable<T>& g);

/// f, or its derivative of this order (0 to 3), of scale x + shift; the same times a. scale and shift [channels]; shift
/// may be left out.
template <class T>
Variable<T> modulate(const Variable<T>& x, const Variable<T>& scale, const Variable<T>& shift, Function f,
                     int order = 0);
template <class T>
Variable<T> multiply_modulate(const Variable<T>& a, const Variable<T>& x, const Variable<T>& scale,
                              const Variable<T>& shift, Function f, int order = 0);
/// [2 channels]: sums over sites of u, and then of u x.
template <class T>
Variable<T> channel_sums(const Variable<T>& u, const Variable<T>& x);
/// a u + b x + c with numbers [channels] a, b, c. Left out: a = 1, b = 1, no x, c = 0.
template <class T>
Variable<T> blend(const Variable<T>& u, const Variable<T>& a, const Variable<T>& x = {}, const Variable<T>& b = {},
                  const Variable<T>& c = {});
/// [2 groups]: means, and then 1 / sqrt(variance + 1e-5), of the channels of each group over all sites.
template <class T>
Variable<T> moments(const Variable<T>& x, int groups);
/// f(weight (x - mean) / sqrt(variance + 1e-5) + bias) with the moments of each group, weight and bias [channels]: Y.
/// Wu, K. He, arXiv:1803.08494.
template <class T>
Variable<T> normalise(const Variable<T>& x, const Variable<T>& weight, const Variable<T>& bias, int groups,
                      Function f = Function::identity);

/// Discrete Hartley transform along rows and columns, orthonormal (cas x = cos x + sin x): its own inverse and its own
/// transpose. Multiplied between two of them by a function that is even in each momentum, it is a Fourier multiplier.
template <class T>
Variable<T> hartley(const Variable<T>& a);

/// Matrix products within each channel and lane, [rows][columns] each; a and b may be transposed first.
template <class T>
Variable<T> matrix_product(const Variable<T>& a, const Variable<T>& b, bool transpose_a = false,
                           bool transpose_b = false);

}  // namespace langevin::tape
