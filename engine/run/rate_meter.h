// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "engine/core/snapshot.h"

namespace langevin {

/// Steps per second over about the last second, and the time spent running. Not thread safe.
class RateMeter {
  public:
    using Clock = std::chrono::steady_clock;

    void count(Clock::time_point begin, Clock::time_point end) {
        if (!running_) window_begin_ = begin;
        running_ = true;
        last_ = end;
        ++in_window_;
        const double seconds = std::chrono::duration<double>(end - window_begin_).count();
        if (seconds < 0.5) return;
        rate_ = static_cast<double>(in_window_) / seconds;
        elapsed_ += seconds;
        window_begin_ = end;
        in_window_ = 0;
    }
    /// Time until the next step does not count.
    void pause() {
        if (running_) elapsed_ += std::chrono::duration<double>(last_ - window_begin_).count();
        running_ = false;
        in_window_ = 0;
    }
    Rates rates() const {
        const double open = running_ ? std::chrono::duration<double>(last_ - window_begin_).count() : 0;
        const double early = open > 0 ? static_cast<double>(in_window_) / open : 0;
        return {rate_ > 0 ? rate_ : early, elapsed_ + open};
    }

  private:
    Clock::time_point window_begin_ = {}, last_ = {};
    bool running_ = false;
    std::uint64_t in_window_ = 0;
    double rate_ = 0, elapsed_ = 0;
};

}  // namespace langevin
