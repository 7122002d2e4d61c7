// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sweep.h"

#include <algorithm>

namespace langevin {
using Clock = std::chrono::steady_clock;

Sweep::Sweep(SweepGrid grid, const std::vector<SweepRecord>& known, SweepOptions options)
    : grid_(std::make_shared<const SweepGrid>(std::move(grid))),
      schedule_(*grid_, {}),
      options_(std::move(options)),
      paused_(options_.paused),
      begin_(Clock::now()) {
    for (const auto& record : known) {
        if (!grid_->contains(record.member.point) || record.member.repeat >= grid_->plan().repeats) continue;
        if (mine(record.member) && done_.insert(record.member).second) failed_ += !record.failure.empty();
    }
    plan_locked();
    for (int i = 0; i < options_.threads; ++i)
        threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

Sweep::~Sweep() {
    stop();
}

bool Sweep::mine(const SweepMember& member) const {
    return grid_->seed(member) % static_cast<std::uint64_t>(options_.shares) ==
           static_cast<std::uint64_t>(options_.share);
}

/// What is left to do for the present plan.
void Sweep::plan_locked() {
    auto taken = done_;
    taken.insert(under_way_.begin(), under_way_.end());
    total_ = grid_->members();
    if (options_.shares > 1) {
        total_ = 0;
        for (const auto& point : grid_->points())
            for (int repeat = 0; repeat < grid_->plan().repeats; ++repeat)
                mine({point, repeat}) ? static_cast<void>(++total_) : static_cast<void>(taken.insert({point, repeat}));
    }
    schedule_ = SweepSchedule(*grid_, taken);
}

void Sweep::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    for (auto& thread : threads_) thread.request_stop();
    changed_.notify_all();
}

void Sweep::pause(bool paused) {
    {
        const std::lock_guard lock(mutex_);
        if (paused == paused_) return;
        paused_ = paused;
        if (paused) worked_ += Clock::now() - begin_;
        begin_ = Clock::now();
    }
    changed_.notify_all();
}

void Sweep::prioritise(const SweepRectangle& region) {
    const std::lock_guard lock(mutex_);
    schedule_.prioritise(region);
}

void Sweep::extend(SweepGrid grid) {
    {
        const std::lock_guard lock(mutex_);
        grid_ = std::make_shared<const SweepGrid>(std::move(grid));
        plan_locked();
        message_.clear();
    }
    changed_.notify_all();
}

SweepStatus Sweep::status() const {
    const std::lock_guard lock(mutex_);
    SweepStatus status{.done = done_.size(), .total = total_, .failed = failed_, .message = message_};
    status.phase = !message_.empty()             ? Phase::failed
                   : status.done >= status.total ? Phase::finished
                   : stopped_                    ? Phase::idle
                   : paused_                     ? Phase::paused
                                                 : Phase::running;
    const auto worked = worked_ + (paused_ ? Clock::duration{} : Clock::now() - begin_);
    if (done_here_ > 0)
        status.seconds_left = std::chrono::duration<double>(worked).count() / static_cast<double>(done_here_) *
                              static_cast<double>(status.total - std::min(status.total, status.done));
    return status;
}

SweepResults Sweep::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(fresh_, {});
}

bool Sweep::ended_locked() const {
    // A failure is the end when the other threads have given up, too: then the sweep can be extended.
    return stopped_ || (!message_.empty() && under_way_.empty()) || done_.size() >= total_;
}

bool Sweep::wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(100), [this] { return ended_locked(); });
}

SweepJob Sweep::take_job_locked() {
    if (stopped_ || paused_ || !message_.empty()) return {};
    auto job = schedule_.take(job_size(*grid_));
    under_way_.insert(job.begin(), job.end());
    return job;
}

SweepJob Sweep::take_job() {
    const std::lock_guard lock(mutex_);
    return take_job_locked();
}

void Sweep::deliver(const SweepJob& job, const SweepResults& results) {
    std::string problem;
    if (options_.keep) {
        const std::lock_guard lock(keep_mutex_);
        try {
            options_.keep(results);
        } catch (const std::exception& failure) {
            problem = failure.what();
        }
    }
    {
        const std::lock_guard lock(mutex_);
        for (const auto& member : job) under_way_.erase(member);
        if (!problem.empty()) {
            schedule_.give_back(job);
            message_ = problem;
        } else {
            for (const auto& record : results.records) {
                if (!done_.insert(record.member).second) continue;
                ++done_here_;
                failed_ += !record.failure.empty();
                fresh_.records.push_back(record);
            }
            for (const auto& name : results.names)
                if (std::find(fresh_.names.begin(), fresh_.names.end(), name) == fresh_.names.end())
                    fresh_.names.push_back(name);
        }
    }
    changed_.notify_all();
}

void Sweep::abandon(const SweepJob& job) {
    {
        const std::lock_guard lock(mutex_);
        for (const auto& member : job) under_way_.erase(member);
        schedule_.give_back(job);
    }
    changed_.notify_all();
}

bool Sweep::may_go_on(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !paused_ || stopped_; });
    return !stop.stop_requested() && !stopped_ && message_.empty();
}

bool Sweep::wait_for_work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !paused_ && message_.empty() && schedule_.waiting() > 0; });
    return !stop.stop_requested();
}

void Sweep::work(const std::stop_token& stop) {
    while (wait_for_work(stop)) {
        SweepJob job;
        std::shared_ptr<const SweepGrid> grid;
        {
            const std::lock_guard lock(mutex_);
            job = take_job_locked();
            grid = grid_;
        }
        if (job.empty()) continue;
        try {
            const auto results = run_job(*grid, job, stop, [&] { return may_go_on(stop); });
            results ? deliver(job, *results) : abandon(job);
        } catch (const std::exception& failure) {  // out of memory, say: not the physics
            abandon(job);
            const std::lock_guard lock(mutex_);
            message_ = failure.what();
        }
    }
}

}  // namespace langevin
