// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "engine/core/archive.h"
#include "engine/core/journal.h"

namespace langevin {

/// A moment of a run from which it can go on as if it had never stopped. Immutable; share it between threads.
struct Checkpoint {
    std::uint64_t step = 0;
    ParameterSet parameters;  ///< in force at this step
    Journal journal;          ///< what was edited until here
    Archive state;

    std::uint64_t hash() const { return state.hash(); }
};

using CheckpointPtr = std::shared_ptr<const Checkpoint>;

}  // namespace langevin
