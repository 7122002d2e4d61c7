// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/recipe.h"

namespace langevin::storage {

/// What the attribute "format" of a file by this version says: kind and number.
constexpr const char* ensemble_format = "langevin-lab ensemble";
constexpr int newest_ensemble_format = 1;

/// Field configurations from a file of EnsembleWriter (ensemble_writer.h), or from any HDF5 file with a dataset
/// "configurations". Value type.
struct Ensemble {
    int rows = 0, columns = 0;
    std::vector<float> values;  ///< [field][row][column]; all are finite
    std::vector<std::uint64_t>
        steps;                     ///< of each field: the update after which it was taken; empty if the file has none
    std::uint64_t available = 0;   ///< fields in the file
    std::string lab;               ///< that they come from; empty if the file does not say
    std::optional<Recipe> recipe;  ///< that made them, if the file says

    std::size_t dimension() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
    std::size_t size() const { return values.size() / dimension(); }
};

/// How many numbers are kept of an ensemble: 64 MB.
constexpr std::size_t most_ensemble_numbers = std::size_t{1} << 24;

/// "configurations" may be [field, row, column] or [configuration, chain, row, column], of any floating-point type (it
/// is rounded to single precision), contiguous, chunked or compressed with a filter that HDF5 knows; attributes may be
/// missing. Where there are more than `most` numbers, every second, third, ... configuration is kept. Throws Failure,
/// with the path in `where`, for a file that is missing, no HDF5 file, damaged, cut off or of a newer format, and for
/// configurations that are missing, empty, of other dimensions, too large one by one, no floating-point numbers or not
/// finite. Read in a process of its own: some damage breaks the HDF5 library itself.
Ensemble read_ensemble(const std::filesystem::path& path, std::size_t most = most_ensemble_numbers);
/// The same in this process, for the fuzzers.
Ensemble read_ensemble_here(const std::filesystem::path& path, std::size_t most = most_ensemble_numbers);

}  // namespace langevin::storage
