// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/execution.h"
#include "engine/storage/session_file.h"
#include "tests/support/toy_lab.h"

namespace langevin::test {

/// A run of the toy with two edits, and what is saved of it.
struct Saved {
    Saved() : execution(lab, toy_set(lab, {{"size", std::int64_t{16}}}), 18446744073709551557u) {
        advance(20);
        execution.edit("memory", 0.25);
        advance(20);
        execution.edit("memory", -0.75);
        advance(9);
        execution.edit("delay", std::int64_t{0});  // changes nothing, so it is not in the journal
        execution.edit("memory", 0.125);           // after the last step
        checkpoint = execution.checkpoint();
        session = storage::make_session(lab, execution.first_parameters(), execution.seed(), checkpoint);
    }
    void advance(int steps) {
        for (int i = 0; i < steps; ++i) execution.step({}, 1);
    }

    Lab lab = toy_lab();
    Execution execution;
    Checkpoint checkpoint{0, ParameterSet(lab.parameters), {}, {}, {}};
    storage::Session session;
};

}  // namespace langevin::test
