// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/sweep.h"

namespace langevin::storage {

/// A line of names, then the rows; nothing where a number is unknown. Above, behind "#": `comment`, and a line
/// "name: meaning" for each column that has one.
void write_table_csv(const std::filesystem::path& path, const NumberTable& table, const std::string& comment);
/// HDF5: a group for each table with one dataset of doubles per column, whose attribute "meaning" says what it holds;
/// attribute "recipe" of the root. In Python:
/// pandas.DataFrame({k: v[:] for k, v in h5py.File(path)["points"].items()}).
void write_tables_hdf5(const std::filesystem::path& path,
                       const std::vector<std::pair<std::string, const NumberTable*>>& tables,
                       const std::string& recipe_json);

}  // namespace langevin::storage
