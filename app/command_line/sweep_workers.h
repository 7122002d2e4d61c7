// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>

#include "engine/core/lab.h"
#include "engine/core/sweep.h"

namespace langevin {
class Sweep;
}

namespace langevin::command_line {

/// Whether this process is one of several that mpirun has started.
bool under_mpirun();

/// The other processes of one mpirun. Rank 0 keeps the store and hands out jobs one at a time, to its own threads and
/// to whoever asks; every other rank runs one at a time. A rank that fails is reported, and its job done by others.
/// Where the program was built without MPI, or was not started by mpirun, there are none.
class Workers {
  public:
    /// Null without others.
    static std::unique_ptr<Workers> join();
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    int rank() const;

    /// Rank 0: tells all what is swept.
    void begin(const SweepPlan& plan);
    /// Rank 0: answers those who ask, for about a tenth of a second. True: the sweep has ended.
    bool hand_out(Sweep& sweep);
    /// Rank 0: sends all home and waits for what they still bring. Does nothing the second time.
    void dismiss();

    /// Other ranks: work until sent home. Returns the exit code.
    int serve(const Registry& registry, const std::stop_token& stop);

  private:
    Workers();
    struct State;
    std::unique_ptr<State> state_;
};

/// Sends the others home at the end of a scope.
class Dismissal {
  public:
    explicit Dismissal(Workers* workers) : workers_(workers) {}
    ~Dismissal() {
        if (workers_) workers_->dismiss();
    }
    Dismissal(const Dismissal&) = delete;
    Dismissal& operator=(const Dismissal&) = delete;

  private:
    Workers* workers_;
};

}  // namespace langevin::command_line
