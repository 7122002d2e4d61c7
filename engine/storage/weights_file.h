// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "engine/core/named_arrays.h"

namespace langevin::storage {

/// Weights of models as HDF5, for h5py and everything else:
///   /weights/<name>  float32, contiguous, C order, with PyTorch's extents: [out, in, rows, columns] of a convolution,
///                    [out, in] of a linear layer, [out] of a bias
///   attributes of the root, texts: format ("langevin-lab model 1"), version (of the program that wrote it), and those
///   of the arrays
/// resources/models/README.md shows how to read and write them in Python.
///
/// Written beside and renamed, with checksums on all but the numbers. Replaces attributes named "format" and "version".
/// Throws Failure.
void write_weights(const std::filesystem::path& path, const NamedArrays& weights);

/// All attributes but "format"; other floating-point types are rounded to single precision. Throws Failure, with the
/// path in `where`, for what is missing, no HDF5 file, no model, damaged, cut off or of a newer format. Read in a
/// process of its own: some damage breaks the HDF5 library itself.
NamedArrays read_weights(const std::filesystem::path& path);
/// The same from the bytes of such a file, in this process: for models that are compiled in; `name` is said in
/// sentences.
NamedArrays read_weights(std::span<const std::byte> file, const std::string& name);

}  // namespace langevin::storage
