// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/sweep.h"
#include "engine/storage/json_reader.h"

/// Internal to storage: a plan as part of a larger JSON text.
namespace langevin::storage {

Json plan_json(const SweepPlan& plan);
/// Throws Failure.
SweepPlan plan_from_json(const Json& json, const std::string& where);
/// None for what is no whole number, or a larger one than an int can be.
std::optional<int> whole_number(const Json& json);

}  // namespace langevin::storage
