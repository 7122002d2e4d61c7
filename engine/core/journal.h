// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/parameter.h"

namespace langevin {

/// A live edit, as it acted: before step number `step` (from 0) was made.
struct JournalEntry {
    std::uint64_t step = 0;
    std::string key;
    Value value;

    bool operator==(const JournalEntry&) const = default;
};

/// All live edits of a run in order. Lab, first parameters, seed and journal determine every number.
using Journal = std::vector<JournalEntry>;

}  // namespace langevin
