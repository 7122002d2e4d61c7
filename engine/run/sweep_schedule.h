// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <vector>

#include "engine/run/sweep_grid.h"

namespace langevin {

/// Runs that are done together: one simulation, or one ensemble of them.
using SweepJob = std::vector<SweepMember>;

/// Which runs of a sweep come next: every point once, coarse to fine, then the further repeats; what was asked for
/// first before all else. Not for several threads at a time.
class SweepSchedule {
  public:
    SweepSchedule(const SweepGrid& grid, const std::set<SweepMember>& done);

    /// Up to `most` runs, or none when all are given out.
    SweepJob take(std::size_t most);
    /// What was taken and not done comes next.
    void give_back(const SweepJob& job);
    /// Points within a rectangle in units of the axes come next, with all their repeats.
    void prioritise(const SweepRectangle& region);
    std::size_t waiting() const { return waiting_.size(); }

  private:
    const SweepGrid* grid_;
    std::vector<SweepMember> waiting_;  // the next one last
};

struct SweepResults {
    std::vector<SweepRecord> records;
    std::vector<ScalarName> names;  ///< of the scalars in them
};

/// Runs a job to its end, on the calling thread. `go_on` is asked between steps; when it says no, nothing is returned.
/// A run that blows up, or that the lab refuses, gives a record that says so; the others go on.
std::optional<SweepResults> run_job(const SweepGrid& grid, const SweepJob& job, const std::stop_token& stop,
                                    const std::function<bool()>& go_on);

/// How many runs of this sweep make a job of best speed.
std::size_t job_size(const SweepGrid& grid);

}  // namespace langevin
