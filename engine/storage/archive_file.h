// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/core/archive.h"

namespace langevin::storage {

/// An archive as HDF5: one-dimensional datasets in the group "state", texts as attributes of the root. Written beside
/// and renamed, with checksums on all but the numbers; throws Failure.
void write_archive(const std::filesystem::path& path, const Archive& archive,
                   const std::map<std::string, std::string>& attributes);
/// Throws Failure for what is missing, damaged or something else. Read in a process of its own: some damage breaks the HDF5
/// library itself.
Archive read_archive(const std::filesystem::path& path);
/// The same in this process, for the fuzzers.
Archive read_archive_here(const std::filesystem::path& path);

}  // namespace langevin::storage
