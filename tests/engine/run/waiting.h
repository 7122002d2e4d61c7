// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <chrono>
#include <thread>

#include "engine/run/execution.h"
#include "engine/run/runner.h"
#include "tests/support/toy_lab.h"

/// Waiting for what a runner's thread will do.
namespace langevin::test {

inline const std::int64_t long_delay = 100000;

inline Value whole(std::int64_t number) {
    return number;
}
inline Value word(const char* text) {
    return std::string(text);
}

/// Takes snapshots until one fits, for ten seconds at most; the last one taken, or null.
template <class Fits>
SnapshotPtr wait_for(Runner& runner, const Fits& fits) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 10000) {
        if (auto snapshot = runner.take(); snapshot && fits(*snapshot)) return snapshot;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return nullptr;
}

inline SnapshotPtr wait_for_phase(Runner& runner, std::uint64_t run, Phase phase) {
    return wait_for(runner, [&](const Snapshot& s) { return s.run == run && s.phase == phase; });
}

inline SnapshotPtr wait_for_step(Runner& runner, std::uint64_t run, std::uint64_t step) {
    return wait_for(runner, [&](const Snapshot& s) { return s.run == run && s.step >= step; });
}

inline CheckpointPtr checkpoint_of(Runner& runner) {
    runner.take_checkpoint();  // one that was asked for earlier
    runner.request_checkpoint();
    for (int i = 0; i < 10000; ++i) {
        if (auto checkpoint = runner.take_checkpoint()) return checkpoint;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return nullptr;
}

/// Of the toy at its initial parameters.
inline std::uint64_t hash_after(const Lab& lab, std::uint64_t steps, std::uint64_t seed) {
    Execution execution(lab, ParameterSet(lab.parameters), seed);
    while (execution.steps() < steps) execution.step({}, 1);
    return execution.checkpoint().hash();
}

}  // namespace langevin::test
