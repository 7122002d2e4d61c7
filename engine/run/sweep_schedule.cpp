// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sweep_schedule.h"

#include <algorithm>
#include <cmath>

namespace langevin {
namespace {

/// Runs of one job that the lab accepts, with their places in the job.
struct Accepted {
    std::vector<std::size_t> place;
    std::vector<ParameterSet> parameters;
    std::vector<Random> random;
};

/// Without what has no value yet.
SweepRecord record_of(const SweepMember& member, const std::vector<Measurement>& scalars) {
    SweepRecord record{.member = member};
    for (const auto& scalar : scalars)
        if (std::isfinite(scalar.value)) record.scalars.push_back({scalar.key, scalar.value, scalar.error});
    if (record.scalars.empty()) record.failure = "The run gave no result: it was too short for its thermalisation.";
    return record;
}

/// Steps until the end; false when told to stop.
template <class System>
bool run_to_end(System& system, std::uint64_t steps, const std::stop_token& stop, const std::function<bool()>& go_on) {
    for (std::uint64_t step = 0; step < steps; ++step) {
        if (!go_on()) return false;
        if (!system.step({.step = step, .stop = stop, .threads = 1})) return false;
        if constexpr (std::is_same_v<System, Simulation>)
            if (system.finished()) return true;
    }
    return true;
}

class Job {
  public:
    Job(const SweepGrid& grid, const SweepJob& job, const std::stop_token& stop, const std::function<bool()>& go_on)
        : grid_(grid), job_(job), stop_(stop), go_on_(go_on), results_{std::vector<SweepRecord>(job.size()), {}} {}

    std::optional<SweepResults> run() {
        const auto accepted = accept();
        if (!accepted.place.empty() && !run(accepted)) return std::nullopt;
        return std::move(results_);
    }

  private:
    Accepted accept() {
        Accepted accepted;
        for (std::size_t m = 0; m < job_.size(); ++m) {
            results_.records[m].member = job_[m];
            auto parameters = grid_.parameters(job_[m].point);
            if (const auto* problem = std::get_if<Problem>(&parameters)) {
                results_.records[m].failure = sentence(*problem);
                continue;
            }
            accepted.place.push_back(m);
            accepted.parameters.push_back(std::get<ParameterSet>(std::move(parameters)));
            accepted.random.emplace_back(grid_.seed(job_[m]));
        }
        return accepted;
    }

    bool run(const Accepted& accepted) {
        if (grid_.lab().create_ensemble && run_ensemble(accepted)) return true;
        for (std::size_t a = 0; a < accepted.place.size(); ++a)
            if (!run_alone(accepted.place[a], accepted.parameters[a], accepted.random[a])) return false;
        return true;
    }

    /// False when stopped, or when the ensemble as a whole blew up: then its members are run one by one.
    bool run_ensemble(const Accepted& accepted) {
        try {
            const auto ensemble = grid_.lab().create_ensemble(accepted.parameters, accepted.random);
            if (!run_to_end(*ensemble, grid_.plan().recipe.steps, stop_, go_on_)) return false;
            for (std::size_t a = 0; a < accepted.place.size(); ++a)
                take(accepted.place[a], [&] { return ensemble->scalars(a); });
            return true;
        } catch (const Failure&) {
            return false;
        }
    }

    bool run_alone(std::size_t place, const ParameterSet& parameters, Random random) {
        bool ended = true;
        take(place, [&]() -> std::vector<Measurement> {
            const auto simulation = grid_.lab().create(parameters, random);
            ended = run_to_end(*simulation, grid_.plan().recipe.steps, stop_, go_on_);
            if (!ended) return {};
            Snapshot snapshot;
            snapshot.step = grid_.plan().recipe.steps;
            simulation->observe(snapshot, {.panels = std::set<std::string>{}, .complete = true});
            return std::move(snapshot.scalars);
        });
        return ended;
    }

    template <class Measure>
    void take(std::size_t place, Measure measure) {
        try {
            const auto scalars = measure();
            for (const auto& scalar : scalars) add_name(scalar);
            results_.records[place] = record_of(job_[place], scalars);
        } catch (const Failure& failure) {
            results_.records[place].failure = sentence(failure.problem());
        }
    }

    void add_name(const Measurement& scalar) {
        const ScalarName name{scalar.key, scalar.symbol, scalar.label, scalar.unit};
        if (std::find(results_.names.begin(), results_.names.end(), name) == results_.names.end())
            results_.names.push_back(name);
    }

    const SweepGrid& grid_;
    const SweepJob& job_;
    const std::stop_token& stop_;
    const std::function<bool()>& go_on_;
    SweepResults results_;
};

}  // namespace

SweepSchedule::SweepSchedule(const SweepGrid& grid, const std::set<SweepMember>& done) : grid_(&grid) {
    const auto& points = grid.points();
    for (int repeat = grid.plan().repeats; repeat-- > 0;)
        for (auto point = points.rbegin(); point != points.rend(); ++point)
            if (const SweepMember member{*point, repeat}; !done.contains(member)) waiting_.push_back(member);
}

SweepJob SweepSchedule::take(std::size_t most) {
    const auto count = std::min(most, waiting_.size());
    SweepJob job(waiting_.rbegin(), waiting_.rbegin() + static_cast<std::ptrdiff_t>(count));
    waiting_.resize(waiting_.size() - count);
    return job;
}

void SweepSchedule::give_back(const SweepJob& job) {
    waiting_.insert(waiting_.end(), job.rbegin(), job.rend());
}

void SweepSchedule::prioritise(const SweepRectangle& region) {
    const auto outside = [&](const SweepMember& member) {
        const double x = grid_->x(member.point), y = grid_->y(member.point);
        return x < region.left || x > region.right || y < region.bottom || y > region.top;
    };
    std::stable_partition(waiting_.begin(), waiting_.end(), outside);
}

std::size_t job_size(const SweepGrid& grid) {
    if (!grid.lab().ensemble_size) return 1;
    return static_cast<std::size_t>(std::max(1, grid.lab().ensemble_size(grid.parameters())));
}

std::optional<SweepResults> run_job(const SweepGrid& grid, const SweepJob& job, const std::stop_token& stop,
                                    const std::function<bool()>& go_on) {
    return Job(grid, job, stop, go_on).run();
}

}  // namespace langevin
