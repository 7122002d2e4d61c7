// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/replay.h"

#include "engine/run/execution.h"

namespace langevin {
namespace {

void follow(Execution& execution, Journal::const_iterator& next, Journal::const_iterator end) {
    for (; next != end && next->step == execution.steps(); ++next)
        if (auto problem = execution.edit(next->key, next->value)) {
            problem->where = "journal, step " + std::to_string(next->step);
            throw Failure(std::move(*problem));
        }
}

/// An edit that the run never reaches would be passed over, and the outcome called identical.
void require_followable(const ReplayRequest& request) {
    std::uint64_t reached = 0;
    for (const auto& entry : request.journal) {
        const auto where = "journal, step " + std::to_string(entry.step);
        if (entry.step < reached) throw Failure({"the steps of the journal must not decrease", where, ""});
        if (entry.step > request.recipe.steps) throw Failure({"the edit lies after the end of the run", where, ""});
        reached = entry.step;
    }
}

}  // namespace

ReplayOutcome replay(const Lab& lab, const ReplayRequest& request, int threads, const std::stop_token& stop,
                     const std::function<void(std::uint64_t)>& progress) {
    require_followable(request);
    Execution execution(lab, resolve(lab, request.recipe), request.recipe.seed);
    ReplayOutcome outcome;
    auto edit = request.journal.begin();
    auto waypoint = request.waypoints.begin();
    const auto compare = [&](std::uint64_t hash) {
        if (execution.checkpoint().hash() == hash) {
            outcome.same_until = execution.steps();
            return true;
        }
        outcome.different_at = execution.steps();
        return false;
    };
    while (true) {
        for (; waypoint != request.waypoints.end() && waypoint->step <= execution.steps(); ++waypoint)
            if (waypoint->step == execution.steps() && waypoint->step < request.recipe.steps &&
                !compare(waypoint->hash))
                return outcome;
        follow(execution, edit, request.journal.end());
        if (execution.steps() >= request.recipe.steps) break;
        if (!execution.step(stop, threads)) return outcome;
        if (progress && execution.steps() % 64 == 0) progress(execution.steps());
        if (stop.stop_requested()) return outcome;
    }
    outcome.steps = execution.steps();
    outcome.identical = compare(request.hash);
    return outcome;
}

}  // namespace langevin
