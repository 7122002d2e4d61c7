// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/parameter.h"

namespace langevin {

/// What to run: enough to make every number again. Parameters that are not named keep their initial values.
struct Recipe {
    std::string lab;
    std::vector<std::pair<std::string, Value>> parameters = {};
    std::uint64_t seed = 1;
    std::uint64_t steps = 0;   ///< how long; 0: until stopped
    std::string title = {};    ///< of a preset; may be empty
    std::string summary = {};  ///< of a preset, one line; may be empty

    bool operator==(const Recipe&) const = default;
};

}  // namespace langevin
