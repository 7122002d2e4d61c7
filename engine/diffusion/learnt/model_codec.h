// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/named_arrays.h"
#include "engine/diffusion/learnt/score_model.h"

namespace langevin::diffusion {

/// A model as arrays with PyTorch's names and extents, and a text attribute "model" that says all the rest, one
/// "key = value" a line:
///
///   architecture = sites | equivariant | unet              preconditioning = none | scalar | modes
///   inputs, outputs, width, depth, propagated = number     odd, square = yes | no
///   activation = tanh | silu | sigmoid | softplus | relu | leaky_relu
///   scale = standard deviation of the data in their own units
///   spectrum = a_0 a_1 a_2 a_3                             of ModeSpectrum; with scale 1 for the data
///   zero_mode, zero_mode_exponent, spectrum_extent = number
///   curvature = c_0 c_1                                    of ModeSpectrum, 0 0 where it is not known
///
/// Kernels of 3 x 3 that the square's symmetries leave as they are have three numbers: [out, in, 1, 3], middle, edge,
/// corner. Numbers are written with as many digits as it takes to read the same bits.
NamedArrays encode(const ScoreModel& model);

/// The way back, whole or not at all. Throws Failure, with the key or the name of the array in `where`, for anything
/// missing, unknown, of other extents, or impossible.
ScoreModel decode(const NamedArrays& arrays);

}  // namespace langevin::diffusion
