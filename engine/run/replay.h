// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "engine/core/checkpoint.h"
#include "engine/core/lab.h"

namespace langevin {

struct ReplayRequest {
    Recipe recipe;  ///< steps: how far
    Journal journal;
    std::uint64_t hash = 0;                ///< of the state at the end
    std::vector<Waypoint> waypoints = {};  ///< ascending
};

struct ReplayOutcome {
    bool identical = false;
    std::uint64_t steps = 0;
    std::uint64_t same_until = 0;    ///< last waypoint (or the start) that agreed
    std::uint64_t different_at = 0;  ///< first one (or the end) that did not; 0 if none
};

/// Runs a recipe with its journal again and compares hashes of the state. Throws Failure for a journal that cannot be
/// followed. `progress` is called now and then with the step.
ReplayOutcome replay(const Lab& lab, const ReplayRequest& request, int threads, const std::stop_token& stop,
                     const std::function<void(std::uint64_t)>& progress = {});

}  // namespace langevin
