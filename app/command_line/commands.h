// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/journal.h"
#include "engine/core/lab.h"

/// The commands of langevin-run. Each prints its result to standard output and returns an exit code; failures are
/// thrown and become one sentence on standard error in main.
namespace langevin::command_line {

enum ExitCode {
    success = 0,
    disagreement = 1,  ///< a check failed, or a replay came out differently
    bad_input = 2,     ///< usage, recipe, parameter, unreadable or unwritable file
    run_failed = 3,    ///< the physics blew up
    interrupted = 130,
};

int list(const Registry& registry, bool json);
int describe(const Lab& lab, bool json);

struct RunRequest {
    Recipe recipe;
    Journal journal = {};  ///< live edits on the way, ascending in steps
    int threads = 1;
    std::string out;               ///< folder for the results; empty: only print
    std::uint64_t save_every = 0;  ///< write a configuration every so many steps; 0: none
    bool json = false;             ///< JSON lines instead of a progress bar and a table
    bool quiet = false;
};
int run(const Lab& lab, const RunRequest& request, const std::stop_token& stop);

int replay(const Registry& registry, const std::string& session_path, int threads, bool json,
           const std::stop_token& stop);

struct VerifyRequest {
    bool all = false;    ///< also the checks that take minutes
    std::string filter;  ///< part of an id
    int threads = 1;
    bool json = false;
};
int verify(const Lab& lab, const VerifyRequest& request, const std::stop_token& stop);

struct BenchRequest {
    std::string lab;  ///< empty: all of them
    int threads = 1;
    double seconds = 0.5;  ///< of each measurement; seven a lab
    bool json = false;
};
/// Speed of each lab's first preset on one thread and on several.
int bench(const Registry& registry, const BenchRequest& request, const std::stop_token& stop);

/// Runs every step of a lesson, one that is shipped or a file, and says what should be mended.
int check_lesson(const Registry& registry, const std::string& name, int threads, bool json,
                 const std::stop_token& stop);

struct SweepRequest {
    std::string source;          ///< plan of a sweep, or a store to go on with
    std::string store;           ///< empty: beside the plan, with the ending .sweep
    std::optional<int> repeats;  ///< instead of the plan's
    int share = 0, shares = 1;   ///< run only this share of the work, counted from 0
    int threads = 1;
    bool json = false;
    bool quiet = false;
};
/// Also under mpirun, where the program was built with MPI: rank 0 keeps the store and hands out work.
int sweep(const Registry& registry, SweepRequest request, const std::stop_token& stop);
/// What a store holds: how far it is, and maps of these quantities (none: those that the sweep shows first).
int sweep_status(const Registry& registry, const std::string& store, const std::vector<std::string>& quantities,
                 bool json);
/// Writes a table of points and one of runs: CSV (two files) or HDF5, by the ending of `out`.
int sweep_export(const Registry& registry, const std::string& store, const std::string& out);
int sweep_merge(const std::vector<std::string>& stores, const std::string& out);

}  // namespace langevin::command_line
