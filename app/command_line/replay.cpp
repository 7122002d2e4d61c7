// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/terminal.h"
#include "engine/run/replay.h"
#include "engine/storage/session_file.h"

namespace langevin::command_line {
namespace {

ReplayOutcome replay(const Lab& lab, const storage::Session& session, int threads, const std::stop_token& stop) {
    ProgressBar bar;
    const auto outcome = langevin::replay(
        lab,
        {.recipe = session.recipe, .journal = session.journal, .hash = session.hash, .waypoints = session.waypoints},
        threads, stop, [&](std::uint64_t step) {
            const auto steps = static_cast<double>(std::max<std::uint64_t>(1, session.recipe.steps));
            bar.show(static_cast<double>(step) / steps, "replaying");
        });
    bar.clear();
    return outcome;
}

std::string sentence(const Lab& lab, const storage::Session& session, const ReplayOutcome& outcome) {
    if (outcome.identical) return "identical after " + std::to_string(outcome.steps) + " " + lab.step_unit + "s";
    const auto text = "different: equal until step " + std::to_string(outcome.same_until) + ", not at step " +
                      std::to_string(outcome.different_at);
    if (session.version == storage::program_version()) return text;
    return text + " (written by version " + session.version + ", this is " + storage::program_version() + ")";
}

nlohmann::ordered_json json_of(const ReplayOutcome& outcome) {
    return {{"identical", outcome.identical},
            {"steps", outcome.steps},
            {"same_until", outcome.same_until},
            {"different_at", outcome.different_at}};
}

}  // namespace

int replay(const Registry& registry, const std::string& session_path, int threads, bool json,
           const std::stop_token& stop) {
    const auto session = storage::read_session(session_path);
    const auto& lab = registry.find(session.recipe.lab);
    const auto first = replay(lab, session, threads, stop);
    if (stop.stop_requested()) return interrupted;
    auto report = json_of(first);
    if (session.second.empty()) {
        std::cout << (json ? report.dump() : sentence(lab, session, first)) << "\n";
        return first.identical ? success : disagreement;
    }
    const auto& beside = session.second.front();
    const auto second = replay(lab, beside, threads, stop);
    if (stop.stop_requested()) return interrupted;
    report["second"] = json_of(second);
    if (json)
        std::cout << report.dump() << "\n";
    else
        std::cout << "A: " << sentence(lab, session, first) << "\nB: " << sentence(lab, beside, second) << "\n";
    return first.identical && second.identical ? success : disagreement;
}

}  // namespace langevin::command_line
