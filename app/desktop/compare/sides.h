// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/lab.h"

/// What the two sides of a comparison are, in a window or without one.
namespace langevin::desktop {

inline const QString first_mark = QStringLiteral("A"), second_mark = QStringLiteral("B");

/// Throws Failure where a recipe is not of this lab.
void require_same_lab(const Lab& lab, const Recipe& recipe);
/// Keys of the parameters in which two runs of a lab differ.
std::vector<std::string> differences(const ParameterSet& a, const ParameterSet& b);
/// A side in a legend: "B: κ = 0.27, seed 4", three values at most. keys: what may differ; seed: if it does.
QString side_name(const QString& mark, const ParameterSet& values, const std::vector<std::string>& keys,
                  std::optional<std::uint64_t> seed = {});

}  // namespace langevin::desktop
