// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/core/archive.h"

namespace langevin::storage {

/// An archive as HDF5: one-dimensional datasets in the group "state", texts as attributes of the root. Written beside
/// and renamed; throws Failure.
void write_archive(const std::filesystem::path& path, const Archive& archive,
                   const std::map<std::string, std::string>& attributes);
Archive read_archive(const std::filesystem::path& path);

}  // namespace langevin::storage
