// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "widgets/field/field_scale.h"

class QWidget;

namespace langevin::field {

/// Asks for the two ends of a colour scale; none if the person thinks better of it.
std::optional<Interval> ask_for_interval(QWidget* parent, const Interval& now);

}  // namespace langevin::field
