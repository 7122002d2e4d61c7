// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/terminal.h"
#include "engine/run/replay.h"
#include "engine/storage/session_file.h"

namespace langevin::command_line {

int replay(const Registry& registry, const std::string& session_path, int threads, bool json,
           const std::stop_token& stop) {
    const auto session = storage::read_session(session_path);
    const auto& lab = registry.find(session.recipe.lab);
    const ReplayRequest request{
        .recipe = session.recipe, .journal = session.journal, .hash = session.hash, .waypoints = session.waypoints};

    ProgressBar bar;
    const auto outcome = langevin::replay(lab, request, threads, stop, [&](std::uint64_t step) {
        bar.show(static_cast<double>(step) / static_cast<double>(std::max<std::uint64_t>(1, session.recipe.steps)),
                 "replaying");
    });
    bar.clear();
    if (stop.stop_requested()) return interrupted;

    if (json) {
        std::cout << nlohmann::ordered_json{{"identical", outcome.identical},
                                            {"steps", outcome.steps},
                                            {"same_until", outcome.same_until},
                                            {"different_at", outcome.different_at}}
                         .dump()
                  << "\n";
    } else if (outcome.identical) {
        std::cout << "identical after " << outcome.steps << " " << lab.step_unit << "s\n";
    } else {
        std::cout << "different: equal until step " << outcome.same_until << ", not at step " << outcome.different_at;
        if (session.version != storage::program_version())
            std::cout << " (written by version " << session.version << ", this is " << storage::program_version()
                      << ")";
        std::cout << "\n";
    }
    return outcome.identical ? success : disagreement;
}

}  // namespace langevin::command_line
