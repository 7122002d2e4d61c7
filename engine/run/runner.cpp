// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runner.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "engine/run/execution.h"
#include "engine/run/moments.h"
#include "engine/run/rate_meter.h"

namespace langevin {

using Clock = std::chrono::steady_clock;

struct Runner::Start {
    const Lab* lab;
    ParameterSet parameters;
    RunOptions options;
    std::uint64_t run;
    std::stop_token stop, left;
};

/// What was asked for since the worker last looked.
struct Runner::Commands {
    std::optional<Start> start;
    std::map<std::string, Value> edits;
    std::vector<std::string> edit_order;
    std::optional<bool> pause;
    int single_steps = 0;
    std::optional<Pace> pace;
    std::optional<Attention> attention;
    std::optional<std::uint64_t> rewind;
    bool stop = false;
    bool checkpoint = false;
    bool any = false;
};

/// The thread's side. Lives on the runner's thread alone; touches the runner's members only under its mutex.
class Runner::Worker {
  public:
    explicit Worker(Runner& runner) : runner_(runner) {}

    void run(const std::stop_token& quit) {
        quit_ = quit;
        while (!quit.stop_requested()) {
            if (!wait_for_work(quit)) return;
            try {
                obey();
                if (may_step() && due()) run_slice(quit);
            } catch (const std::exception& failure) {  // a lab may break wherever it is called
                fail(failure.what());
            }
        }
    }

  private:
    bool may_step() const {
        return execution_ && (phase_ == Phase::running || (phase_ == Phase::paused && single_steps_ > 0));
    }

    /// A command may wake us before it is time for the next step.
    bool due() const { return phase_ == Phase::paused || !pace_ || Clock::now() >= next_step_; }

    /// Sleeps until there is something to do: a command, or the time of the next step. False when quitting.
    bool wait_for_work(const std::stop_token& quit) {
        std::unique_lock lock(runner_.mutex_);
        const auto commanded = [this] { return runner_.commands_->any; };
        if (!may_step()) {
            if (!runner_.changed_.wait(lock, quit, commanded)) return false;
        } else if (pace_ && phase_ == Phase::running && Clock::now() < next_step_) {
            runner_.changed_.wait_until(lock, quit, next_step_, commanded);
        }
        taken_ = std::exchange(*runner_.commands_, Commands{});
        return !quit.stop_requested();
    }

    void obey() {
        bool republish = false;
        if (taken_.attention) {
            attention_ = std::move(*taken_.attention);
            attention_.stop = left_;
            republish = true;
        }
        if (taken_.pace) {
            const bool paced = pace_.has_value();
            pace_ = *taken_.pace;
            const auto now = Clock::now();
            next_step_ = paced && pace_ ? std::min(next_step_, now + period()) : now;
        }
        if (taken_.start) begin(std::move(*taken_.start));
        if (taken_.pause && (phase_ == Phase::running || phase_ == Phase::paused)) {
            phase_ = *taken_.pause ? Phase::paused : Phase::running;
            meter_.pause();
            next_step_ = Clock::now();
            republish = true;
        }
        single_steps_ += taken_.single_steps;
        if (phase_ != Phase::paused) single_steps_ = 0;
        if (execution_ && taken_.rewind) republish |= go_back(*taken_.rewind);
        for (const auto& key : taken_.edit_order) republish |= edit(key, taken_.edits.at(key));
        if (taken_.stop && execution_ && phase_ != Phase::failed) {
            phase_ = Phase::finished;
            republish = true;
        }
        if (taken_.checkpoint && execution_) deliver_checkpoint();
        if (republish && execution_) publish(true);
    }

    void begin(Start start) {
        execution_.reset();
        message_.clear();
        run_ = start.run;
        stop_ = start.stop;
        left_ = attention_.stop = start.left;
        options_ = start.options;
        phase_ = options_.paused ? Phase::paused : Phase::running;
        single_steps_ = 0;
        meter_ = {};
        moments_.clear(Clock::now());
        next_step_ = Clock::now();
        try {
            execution_.emplace(*start.lab, std::move(start.parameters), options_.seed);
            if (options_.resume) execution_->restore(*options_.resume);
            keep_moment();
        } catch (const std::exception& failure) {
            fail(failure.what());
            return;
        }
        note_journal();
        publish(true);
    }

    bool edit(const std::string& key, const Value& value) {
        if (!execution_ || phase_ == Phase::failed) return false;
        try {
            const auto problem = execution_->edit(key, value);
            message_ = problem ? sentence(*problem) : "";
        } catch (const std::exception& failure) {
            fail(failure.what());
            return false;
        }
        note_journal();
        return true;
    }

    bool go_back(std::uint64_t step) {
        const auto moment = moments_.find(step);
        if (!moment) return false;
        execution_->restore(*moment);
        moments_.truncate(step);
        note_last_moment();
        message_.clear();
        phase_ = Phase::paused;
        meter_ = {};
        renew_stop();
        note_journal();
        return true;
    }

    /// A run that was stopped goes on after a rewind, and can be stopped again.
    void renew_stop() {
        const std::lock_guard lock(runner_.mutex_);
        const bool wanted = runner_.commands_->stop || quit_.stop_requested();
        if (wanted || run_ != runner_.runs_ || !stop_.stop_requested()) return;
        runner_.stop_run_ = std::stop_source();
        stop_ = runner_.stop_run_.get_token();
    }

    void run_slice(const std::stop_token& quit) {
        const auto end = Clock::now() + options_.frame_budget;
        const bool paced = pace_.has_value() || phase_ == Phase::paused;
        do {
            if (!make_step()) return;
            if (single_steps_ > 0) --single_steps_;
            if (options_.pause_at > 0 && execution_->steps() == options_.pause_at) phase_ = Phase::paused;
            if (options_.length > 0 && execution_->steps() >= options_.length) phase_ = Phase::finished;
            if (execution_->finished()) phase_ = Phase::finished;
            if (pace_) next_step_ = std::max(Clock::now(), next_step_ + period());
            if (moments_.due(Clock::now())) keep_moment();
        } while (phase_ == Phase::running && Clock::now() < end && !quit.stop_requested() && !commanded() &&
                 (!paced || Clock::now() >= next_step_));
        // Before a long wait the last state must be seen, even if nobody has taken the one before.
        publish(phase_ != Phase::running || (pace_ && next_step_ > end));
    }

    /// False when the step was abandoned or failed.
    bool make_step() {
        try {
            const auto begin = Clock::now();
            if (!execution_->step(stop_, options_.threads)) {
                phase_ = Phase::finished;
                return false;
            }
            meter_.count(begin, Clock::now());
            return true;
        } catch (const std::exception& failure) {
            fail(failure.what());
            return false;
        }
    }

    void fail(const std::string& what) {
        phase_ = Phase::failed;
        message_ = what;
        publish(true);
    }

    bool commanded() const {
        const std::lock_guard lock(runner_.mutex_);
        return runner_.commands_->any;
    }

    Clock::duration period() const {
        constexpr double longest = 3600;
        const double seconds = *pace_ > 0 ? std::min(1.0 / *pace_, longest) : longest;
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    }

    void keep_moment() {
        const auto begun = Clock::now();
        auto checkpoint = std::make_shared<const Checkpoint>(execution_->checkpoint());
        moments_.add(std::move(checkpoint), begun, Clock::now());
        note_last_moment();
    }

    void note_last_moment() {
        const std::lock_guard lock(runner_.mutex_);
        if (run_ == runner_.runs_) runner_.last_moment_ = moments_.all().back();
    }

    void deliver_checkpoint() {
        auto checkpoint = std::make_shared<const Checkpoint>(execution_->checkpoint());
        const std::lock_guard lock(runner_.mutex_);
        if (run_ == runner_.runs_) runner_.checkpoint_ = std::move(checkpoint);
    }

    void note_journal() {
        const std::lock_guard lock(runner_.mutex_);
        if (run_ == runner_.runs_) runner_.journal_ = execution_->journal();
    }

    /// Builds a snapshot only when the last one was taken, unless it must not be missed.
    void publish(bool always) {
        if (!always) {
            const std::lock_guard lock(runner_.mutex_);
            if (runner_.snapshot_) return;
        }
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->run = run_;
        if (execution_) {
            try {
                execution_->observe(*snapshot, attention_);
            } catch (const std::exception& failure) {
                *snapshot = {};
                snapshot->run = run_;
                snapshot->step = execution_->steps();
                if (phase_ != Phase::failed) message_ = failure.what();
                phase_ = Phase::failed;
            }
            if (snapshot->progress.text.empty())
                snapshot->progress = {static_cast<double>(execution_->steps()), static_cast<double>(options_.length),
                                      ""};
        }
        snapshot->phase = phase_;
        if (!message_.empty()) snapshot->message = message_;
        snapshot->rates = meter_.rates();
        snapshot->moments = moments_.steps();
        const std::lock_guard lock(runner_.mutex_);
        if (run_ == runner_.runs_) runner_.snapshot_ = std::move(snapshot);
    }

    Runner& runner_;
    std::stop_token quit_;
    Commands taken_;
    std::optional<Execution> execution_;
    RunOptions options_;
    std::uint64_t run_ = 0;
    std::stop_token stop_, left_;
    Phase phase_ = Phase::idle;
    std::string message_;
    Attention attention_;
    Pace pace_;
    Clock::time_point next_step_ = {};
    int single_steps_ = 0;
    Moments moments_;
    RateMeter meter_;
};

Runner::Runner() : commands_(std::make_unique<Commands>()) {
    thread_ = std::jthread([this](const std::stop_token& quit) { Worker(*this).run(quit); });
}

Runner::~Runner() {
    thread_.request_stop();  // first, so that nothing begins that the second does not reach
    {
        const std::lock_guard lock(mutex_);
        stop_run_.request_stop();
        leave_run_.request_stop();
    }
    thread_.join();
}

void Runner::command(const std::function<void(Commands&)>& change) {
    {
        const std::lock_guard lock(mutex_);
        change(*commands_);
        commands_->any = true;
    }
    changed_.notify_all();
}

std::uint64_t Runner::start(const Lab& lab, ParameterSet parameters, RunOptions options) {
    std::uint64_t run = 0;
    command([&](Commands& commands) {
        for (auto* source : {&stop_run_, &leave_run_}) {
            source->request_stop();
            *source = std::stop_source();
        }
        run = ++runs_;
        snapshot_ = nullptr;
        checkpoint_ = nullptr;
        last_moment_ = nullptr;
        journal_.clear();
        // What was asked of the old run does not concern the new one; attention and pace stay.
        auto fresh = Commands{};
        fresh.attention = std::move(commands.attention);
        fresh.pace = commands.pace;
        fresh.start =
            Start{&lab, std::move(parameters), std::move(options), run, stop_run_.get_token(), leave_run_.get_token()};
        commands = std::move(fresh);
    });
    return run;
}

void Runner::edit(std::string key, Value value) {
    command([&](Commands& commands) {
        if (!commands.edits.contains(key)) commands.edit_order.push_back(key);
        commands.edits[key] = std::move(value);
    });
}

void Runner::pause(bool paused) {
    command([=](Commands& commands) { commands.pause = paused; });
}

void Runner::step_once() {
    command([](Commands& commands) { ++commands.single_steps; });
}

void Runner::set_pace(Pace pace) {
    command([=](Commands& commands) { commands.pace = pace; });
}

void Runner::set_attention(Attention attention) {
    command([&](Commands& commands) { commands.attention = std::move(attention); });
}

void Runner::stop() {
    command([this](Commands& commands) {
        stop_run_.request_stop();
        commands.stop = true;
    });
}

void Runner::rewind(std::uint64_t step) {
    command([=](Commands& commands) { commands.rewind = step; });
}

SnapshotPtr Runner::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(snapshot_, nullptr);
}

void Runner::request_checkpoint() {
    command([](Commands& commands) { commands.checkpoint = true; });
}

CheckpointPtr Runner::take_checkpoint() {
    const std::lock_guard lock(mutex_);
    return std::exchange(checkpoint_, nullptr);
}

CheckpointPtr Runner::last_moment() const {
    const std::lock_guard lock(mutex_);
    return last_moment_;
}

Journal Runner::journal() const {
    const std::lock_guard lock(mutex_);
    return journal_;
}

}  // namespace langevin
