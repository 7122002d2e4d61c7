// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

#include "engine/core/checkpoint.h"

namespace langevin {

/// Checkpoints of a run's past in bounded memory, dense enough to go back to any part of it: when full, every second
/// one is dropped and the spacing doubles. Not thread safe.
class Moments {
  public:
    using Clock = std::chrono::steady_clock;

    /// Whether it is time for another checkpoint. Taking them costs at most about 2 % of the time.
    bool due(Clock::time_point now) const { return now >= next_; }
    void add(CheckpointPtr checkpoint, Clock::time_point begun, Clock::time_point done);
    void clear(Clock::time_point now);
    /// Forgets what comes after that step.
    void truncate(std::uint64_t step);

    std::vector<std::uint64_t> steps() const;
    CheckpointPtr find(std::uint64_t step) const;
    const std::vector<CheckpointPtr>& all() const { return checkpoints_; }

  private:
    void thin();

    std::vector<CheckpointPtr> checkpoints_;  // ascending
    Clock::duration spacing_ = std::chrono::seconds(1);
    Clock::time_point next_ = {};
};

}  // namespace langevin
