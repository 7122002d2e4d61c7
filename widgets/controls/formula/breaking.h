// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "widgets/controls/formula/tree.h"

namespace langevin::controls::formula {

struct Part {
    Node formula;
    double space_behind = 0;  ///< in em, where it stands beside the next
};

/// A formula as parts that may stand on lines of their own, in the order of reading. It is cut behind commas; a part
/// that is wider than `most` before its relations, but for the first, which stays with its left side; and what is still
/// wider before its signs. Never within brackets. `width` measures a part. Side by side the parts look as the whole
/// does. One part where nothing can be cut.
std::vector<Part> broken(const Node& formula, double most, const std::function<double(const Node&)>& width);

}  // namespace langevin::controls::formula
