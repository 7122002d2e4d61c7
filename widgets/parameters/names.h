// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "engine/core/parameter.h"

/// How a parameter is called where only plain text can stand. A symbol whose index Unicode has no letters for ("σ_W")
/// gives way to the label.
namespace langevin::parameters {

/// "Hopping parameter κ"
QString full_name(const ParameterSpec& spec);
/// "κ", or the label where there is no such symbol.
QString short_name(const ParameterSpec& spec);

}  // namespace langevin::parameters
