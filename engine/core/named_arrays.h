// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace langevin {

/// An array of single-precision numbers, row-major.
struct NamedArray {
    std::vector<int> extents;   ///< [outputs, inputs, rows, columns] of a convolution, say; at least one, each > 0
    std::vector<float> values;  ///< as many as the product of the extents

    bool operator==(const NamedArray&) const = default;
};

/// Arrays by name and what they are, in text: how the weights of a model travel between the program, files and other
/// programs. Value type; engine/storage/weights_file.h reads and writes it.
struct NamedArrays {
    std::map<std::string, std::string> attributes = {};
    std::map<std::string, NamedArray> arrays = {};

    bool operator==(const NamedArrays&) const = default;
};

}  // namespace langevin
