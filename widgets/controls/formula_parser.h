// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "widgets/controls/formula_tree.h"

namespace langevin::controls::formula {

/// Reads the subset of TeX that the pages of physics use (listed in formula_symbols.cpp and
/// formula_parser.cpp). Takes any text: what cannot be read becomes a node that shows itself in
/// red, and a sentence among the problems.
Parsed parse(const QString& tex);

}  // namespace langevin::controls::formula
