// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "widgets/controls/formula/tree.h"

namespace langevin::controls::formula {

/// Reads the subset of TeX that the pages of physics use (symbols.cpp lists the symbols,
/// grammar_commands.cpp the commands with arguments). Takes any text: what cannot be read becomes a
/// node that shows itself in red, and a sentence among the problems.
Parsed parse(const QString& tex);

}  // namespace langevin::controls::formula
