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

}  // namespace langevin::command_line
