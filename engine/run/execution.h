// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "engine/core/checkpoint.h"
#include "engine/core/journal.h"
#include "engine/core/lab.h"
#include "engine/run/thread_choice.h"

namespace langevin {

/// What is wrong with the edits of a journal that begins with these parameters: the first edit that would be refused.
std::optional<Problem> find_problem(const Lab& lab, ParameterSet parameters, const Journal& journal);

/// One run of one lab: simulation, parameters, seed, journal and step counter, without a thread, and with a clock only
/// to choose how many threads a step is given. Everything that runs a lab (the runner behind the window, the command
/// line, checks, replay, sweeps) does it through this class. The lab must outlive it. One thread at a time.
class Execution {
  public:
    /// Throws Failure when the parameters do not fit together or the simulation cannot be made.
    Execution(const Lab& lab, ParameterSet parameters, std::uint64_t seed);

    const Lab& lab() const { return *lab_; }
    const ParameterSet& parameters() const { return parameters_; }
    const ParameterSet& first_parameters() const { return first_parameters_; }
    std::uint64_t seed() const { return random_.seed(); }
    std::uint64_t steps() const { return steps_; }
    const Journal& journal() const { return journal_; }
    bool finished() const { return simulation_->finished(); }

    /// One step on as many threads, up to `most`, as make it fastest; false when abandoned because of a stop. Throws
    /// Failure when the physics blows up.
    bool step(const std::stop_token& stop, int most);
    /// Changes a live parameter before the next step, and writes the journal. Refuses, and leaves all as it was, what
    /// is invalid or needs a restart.
    std::optional<Problem> edit(const std::string& key, const Value& value);

    /// Fills step, parameters, panels, scalars and message.
    void observe(Snapshot& snapshot, const Attention& attention) const;

    Checkpoint checkpoint() const;
    /// Back (or forward) to that moment, journal included. Throws Failure for a checkpoint that does not fit.
    void restore(const Checkpoint& checkpoint);

  private:
    const Lab* lab_;
    ParameterSet first_parameters_, parameters_;
    Random random_;
    std::unique_ptr<Simulation> simulation_;
    std::uint64_t steps_ = 0;
    Journal journal_;
    std::vector<Waypoint> waypoints_;
    ThreadChoice threads_;
};

}  // namespace langevin
