// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/snapshot.h"
#include "engine/run/sweep_schedule.h"

namespace langevin {

/// How a sweep stands. Value type.
struct SweepStatus {
    Phase phase = Phase::idle;
    std::size_t done = 0, total = 0;  ///< runs of this share
    std::size_t failed = 0;           ///< runs without a result, among those done
    double seconds_left = 0;          ///< at the speed so far; 0 while unknown
    std::string message;              ///< why the sweep failed; may be empty
};

struct SweepOptions {
    int threads = 1;      ///< runs at a time; 0: none here, work is taken by others
    bool paused = false;  ///< wait for pause(false)
    /// Do only this share of the runs, the same whoever asks; the others are done elsewhere.
    int share = 0, shares = 1;
    /// Called with results as they come, one call at a time, before they can be seen: writes them down. A Failure ends
    /// the sweep, with its sentence as message; those results are done again when it goes on.
    std::function<void(const SweepResults&)> keep = {};
};

/// Carries out a sweep on threads of its own, each run on one thread. Every member function may be called from any
/// thread and returns at once. The lab must outlive it.
class Sweep {
  public:
    /// `known`: what earlier runs of the same sweep came to.
    Sweep(SweepGrid grid, const std::vector<SweepRecord>& known, SweepOptions options);
    ~Sweep();  ///< stops and joins; what is under way is lost
    Sweep(const Sweep&) = delete;
    Sweep& operator=(const Sweep&) = delete;

    void pause(bool paused);
    /// Asks all to stop; what is under way is lost. wait() tells when they have.
    void stop();
    /// Points within a rectangle in units of the axes come next.
    void prioritise(const SweepRectangle& region);
    /// More repeats, or more points: a plan that has all of the present one. Work goes on with it.
    void extend(SweepGrid grid);
    SweepStatus status() const;
    /// Results since the last call.
    SweepResults take();
    /// Blocks until the sweep has finished, failed or was stopped, or a tenth of a second has passed. True: it has.
    bool wait();

    /// For workers elsewhere, whose results go the same way: a job (empty: none is left), what it came to, or that
    /// nothing will come of it.
    SweepJob take_job();
    void deliver(const SweepJob& job, const SweepResults& results);
    void abandon(const SweepJob& job);

  private:
    void work(const std::stop_token& stop);
    bool may_go_on(const std::stop_token& stop);
    bool wait_for_work(const std::stop_token& stop);
    SweepJob take_job_locked();
    void plan_locked();
    bool mine(const SweepMember& member) const;
    bool ended_locked() const;

    mutable std::mutex mutex_;
    std::mutex keep_mutex_;
    std::condition_variable_any changed_;
    std::shared_ptr<const SweepGrid> grid_;  // guarded by mutex_, as all below
    SweepSchedule schedule_;
    SweepOptions options_;
    std::set<SweepMember> done_, under_way_;
    std::size_t total_ = 0, failed_ = 0, done_here_ = 0;
    SweepResults fresh_;
    bool paused_, stopped_ = false;
    std::string message_;
    std::chrono::steady_clock::time_point begin_;
    std::chrono::steady_clock::duration worked_{};
    std::vector<std::jthread> threads_;  // last: joined before anything else goes
};

}  // namespace langevin
