// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "engine/core/panel.h"

namespace langevin::storage {

/// The numbers of a panel as CSV: comment lines with '#' (title, recipe as one JSON line, notes, sources), one header
/// line, then rows with 17 significant digits. Curves and histograms are long tables with a column that names the
/// curve.
std::string to_csv(const Panel& panel, const std::string& title, const std::string& recipe_json);
void write_csv(const std::filesystem::path& path, const Panel& panel, const std::string& title,
               const std::string& recipe_json);

/// A field as VTK image data (.vti) for ParaView: one point array per tile, the recipe as field data.
std::string to_vti(const Field& field, const std::string& recipe_json);
void write_vti(const std::filesystem::path& path, const Field& field, const std::string& recipe_json);

}  // namespace langevin::storage
