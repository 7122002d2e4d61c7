// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"

namespace langevin::teacher_student {

/// A linear student that learns from a linear teacher: what is registered in engine/labs/labs.cpp.
Lab lab();

/// What this lab promises, with sources.
std::vector<Check> checks();

}  // namespace langevin::teacher_student
