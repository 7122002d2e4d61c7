// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// Checksums made right again after other bytes were changed: a fuzzer that cannot guess them would be refused before
/// it reaches the code behind them. Whatever is not recognised stays as it is.
namespace langevin::fuzz {

/// Of the lines of a sweep's store.
std::string with_mended_lines(std::string bytes);

/// Of the metadata of an HDF5 file as this program writes it: superblock, object headers, the heap and the tree of a
/// group with many members. Not of the numbers.
std::string with_mended_metadata(std::string bytes);

}  // namespace langevin::fuzz
