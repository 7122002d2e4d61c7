// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/checkpoint.h"
#include "engine/core/lab.h"

namespace langevin {

/// Steps per second; none: as fast as the machine can.
using Pace = std::optional<double>;

struct RunOptions {
    std::uint64_t seed = 1;
    std::uint64_t length = 0;    ///< steps after which the run is finished; 0: until stopped
    std::uint64_t pause_at = 0;  ///< pause, once, after so many steps; 0: never
    int threads = 1;
    bool paused = false;                         ///< wait for pause(false) or step_once() before the first step
    CheckpointPtr resume = nullptr;              ///< go on from here instead of from the start
    std::chrono::milliseconds frame_budget{25};  ///< steps between two snapshots take about this long
};

/// Runs one lab at a time on a thread of its own. Every member function may be called from any thread and returns at
/// once; none waits for a step. Snapshots are pulled with take(); if nobody takes them, none are made.
class Runner {
  public:
    Runner();
    ~Runner();  ///< stops and joins
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Ends the present run, if any, and starts another. The lab must outlive the runner. Returns the number of the
    /// run, which its snapshots carry. A run that cannot start publishes a snapshot with Phase::failed.
    std::uint64_t start(const Lab& lab, ParameterSet parameters, RunOptions options);
    /// Changes a live parameter before the next step; of several edits of one key only the last acts.
    void edit(std::string key, Value value);
    void pause(bool paused);
    /// One step while paused.
    void step_once();
    void set_pace(Pace pace);
    /// What the next snapshots shall contain.
    void set_attention(Attention attention);
    /// Ends the run; its last state can still be looked at and saved.
    void stop();
    /// Back to a moment listed in Snapshot::moments. Pauses.
    void rewind(std::uint64_t step);

    /// The newest snapshot, or null if there is none since the last call.
    SnapshotPtr take();
    /// Asks for a checkpoint of the present moment; take_checkpoint() has it soon after.
    void request_checkpoint();
    CheckpointPtr take_checkpoint();
    /// At once, in the midst of a step, too: the last moment of Snapshot::moments. Null where there is none yet.
    CheckpointPtr last_moment() const;
    /// Edits of the present run so far.
    Journal journal() const;

  private:
    struct Start;
    struct Commands;
    class Worker;

    void command(const std::function<void(Commands&)>& change);

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::unique_ptr<Commands> commands_;  // guarded by mutex_
    SnapshotPtr snapshot_;                // guarded by mutex_
    CheckpointPtr checkpoint_;            // guarded by mutex_
    CheckpointPtr last_moment_;           // guarded by mutex_
    Journal journal_;                     // guarded by mutex_
    std::stop_source stop_run_;           // guarded by mutex_; a fresh one for every run
    std::stop_source leave_run_;          // guarded by mutex_; a stopped run is still shown, one that is left is not
    std::uint64_t runs_ = 0;              // guarded by mutex_
    std::jthread thread_;                 // last: joined before anything else goes
};

}  // namespace langevin
