// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "engine/core/archive.h"
#include "engine/core/journal.h"

namespace langevin {

/// Step and state hash on the way, so that a replay can say where it went another way.
struct Waypoint {
    std::uint64_t step = 0, hash = 0;

    bool operator==(const Waypoint&) const = default;
};

/// A moment of a run from which it can go on as if it had never stopped. Immutable; share it between threads.
struct Checkpoint {
    std::uint64_t step = 0;
    ParameterSet parameters;          ///< in force at this step
    Journal journal;                  ///< what was edited until here
    std::vector<Waypoint> waypoints;  ///< at steps 1, 2, 4, 8, ...
    Archive state;

    std::uint64_t hash() const { return state.hash(); }
};

using CheckpointPtr = std::shared_ptr<const Checkpoint>;

}  // namespace langevin
