// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/controls/formula/drawing.h"
#include "widgets/controls/formula/font.h"
#include "widgets/controls/formula/tree.h"

namespace langevin::controls::formula {

/// Places a formula by the rules of TeX (Knuth, The TeXbook, appendix G, somewhat simplified). `em`
/// is the size of the type in the units of the painter; `display` is for formulas on a line of
/// their own.
Drawing lay_out(const Node& root, const FormulaFont& font, double em, bool display);

}  // namespace langevin::controls::formula
