// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/core/lab.h"
#include "engine/core/sweep.h"

namespace langevin::storage {

/// A plan of a sweep as JSON:
///   { "sweep": 1, "lab": "phi4", "title": "...", "summary": "...", "parameters": {"extent": 16}, "seed": 1,
///     "steps": 2000, "x": {"parameter": "kappa", "from": 0.2, "to": 0.32, "points": 13, "scale": "linear"},
///     "y": {...}, "repeats": 2, "show": ["magnetisation"],
///     "refinements": [{"from": [0, 0], "to": [64, 64], "level": 1}] }
/// "sweep" is the version of the format; it, "lab", "steps", "x" and "y" are required. Unknown keys are refused.
std::string to_json(const SweepPlan& plan);
/// Throws Failure that says what is wrong and where; `where` names the source of the text.
SweepPlan parse_plan(std::string_view json, const std::string& where);
SweepPlan read_plan(const std::filesystem::path& path);
void write_plan(const std::filesystem::path& path, const SweepPlan& plan);

/// Whether a file's text looks like a plan of a sweep rather than a recipe of one run.
bool is_plan(std::string_view json);

/// The plan with every parameter off the axes spelled out, so that it means the same in every version.
SweepPlan full_plan(const Lab& lab, SweepPlan plan);

}  // namespace langevin::storage
