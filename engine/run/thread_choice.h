// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace langevin {

/// How many threads make a step fastest: in a small system it takes longer to wake a thread than to do its share. Half
/// as many and twice as many are tried for a few milliseconds each and kept if that is faster; where neither is, again
/// after a second, since a parameter may have been edited or another program may want the cores. No result depends on
/// it. Value type.
class ThreadChoice {
  public:
    using Duration = std::chrono::steady_clock::duration;

    /// For the next step, from 1 to `most`; another `most` than before starts anew, with that many.
    int threads(int most);
    /// How long a step took with that many.
    void count(Duration step);

  private:
    enum class Stage { reference, fewer, more, rest };
    void next(double mean);
    void try_fewer();
    void try_more();

    int most_ = 0, best_ = 0, tried_ = 0;
    Stage stage_ = Stage::reference;
    double reference_ = 0;  ///< seconds of a step with best_ threads
    Duration spent_ = {};
    int steps_ = 0;
};

}  // namespace langevin
