// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace langevin::labs {

/// A text file compiled in by embed_pages.cmake.
struct EmbeddedFile {
    std::string_view name, text;
};

std::span<const EmbeddedFile> embedded_pages();    ///< name: id of the lab
std::span<const EmbeddedFile> embedded_presets();  ///< name: "<id>/<file>", sorted

}  // namespace langevin::labs
