// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/toy_model/toy_model.h"

namespace langevin::toy_model {

std::vector<Check> checks() {
    return {};
}

}  // namespace langevin::toy_model
