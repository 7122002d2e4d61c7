// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/core/recipe.h"

namespace langevin::storage {

/// A recipe as JSON:
///   { "recipe": 1, "lab": "phi4", "parameters": {"kappa": 0.27}, "seed": 1, "steps": 1000, "title": "...", "summary":
///   "..." }
/// "recipe" is the version of the format; only "recipe" and "lab" are required. Unknown keys are refused, so that a
/// misspelling cannot silently run something else.
std::string to_json(const Recipe& recipe);
/// Throws Failure that says what is wrong and where; `where` names the source of the text.
Recipe parse_recipe(std::string_view json, const std::string& where);

/// A recipe as one line to paste into a chat or a shell: "phi4 kappa=0.27 extent=32 seed=7 steps=1000".
std::string to_line(const Recipe& recipe);
/// Values become numbers, true/false or text as they look; what is in double quotes is text. Throws Failure.
Recipe parse_line(std::string_view line);
/// Parameters alone: "kappa=0.27 extent=32"; a single one needs no quotes: "formula=x^2 + 1". Throws Failure.
std::vector<std::pair<std::string, Value>> parse_settings(std::string_view text);

Recipe read_recipe(const std::filesystem::path& path);
void write_recipe(const std::filesystem::path& path, const Recipe& recipe);

}  // namespace langevin::storage
