// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/run/sweep_data.h"

namespace langevin::command_line {

/// The map of a quantity as text: a row per value of y, from above downwards, a column per value of x. A map of phases
/// is one of letters; where the lab knows a published one it stands beside it, with the number of points on which they
/// agree, and points that differ are in lower case. Sweeps of more than 24 columns are thinned out.
std::string map_text(const SweepData& data, const std::string& key);

/// "1 h 12 min", "3.2 s".
std::string duration(double seconds);

}  // namespace langevin::command_line
