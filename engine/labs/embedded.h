// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace langevin::labs {

/// A text file compiled in by embed_pages.cmake.
struct EmbeddedFile {
    std::string_view name, text;
};

std::span<const EmbeddedFile> embedded_pages();    ///< name: id of the lab
std::span<const EmbeddedFile> embedded_presets();  ///< name: "<id>/<file>", sorted

std::span<const EmbeddedFile> embedded_lessons();  ///< name: of the file without endings, sorted by file
std::span<const EmbeddedFile> embedded_sweeps();   ///< the same

/// A file compiled in as it is.
struct EmbeddedModel {
    std::string_view name;             ///< "phi4_critical.h5"
    std::span<const std::byte> bytes;  ///< for storage::read_weights(); for the program's lifetime
};

std::span<const EmbeddedModel> embedded_models();  ///< resources/models/*.h5, sorted by name; may be empty

}  // namespace langevin::labs
