// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/verify.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/terminal.h"
#include "engine/storage/recipe_file.h"

namespace langevin::command_line {
namespace {

const char* word(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "ok";
        case Verdict::failed:
            return "FAILED";
        case Verdict::broken:
            return "BROKEN";
        case Verdict::waiting:
        case Verdict::running:
            return "not run";
    }
    return "";
}

std::string expectation_text(const Check& check) {
    const char* sign = check.relation == Check::Relation::below   ? "< "
                       : check.relation == Check::Relation::above ? "> "
                                                                  : "";
    return sign + with_error(check.expected.value, check.expected.error);
}

void print(const std::vector<CheckResult>& results) {
    std::vector<std::vector<std::string>> rows = {{"", "check", "measured", "expected", "distance", "source"}};
    for (const auto& r : results) {
        char distance[32];
        std::snprintf(distance, sizeof distance, "%+.1f σ", r.distance);
        const bool known = r.verdict == Verdict::passed || r.verdict == Verdict::failed;
        rows.push_back({word(r.verdict), r.check->title,
                        known ? with_error(r.measured.value, r.measured.error) : r.problem, expectation_text(*r.check),
                        known ? distance : "", r.check->expected.source});
    }
    std::cout << aligned(rows);
}

void print_json(const std::vector<CheckResult>& results) {
    for (const auto& r : results)
        std::cout << nlohmann::ordered_json{{"check", r.check->id},
                                            {"title", r.check->title},
                                            {"verdict", word(r.verdict)},
                                            {"value", r.measured.value},
                                            {"error", r.measured.error},
                                            {"expected", r.check->expected.value},
                                            {"expected_error", r.check->expected.error},
                                            {"distance", r.distance},
                                            {"tolerance", r.check->tolerance},
                                            {"source", r.check->expected.source},
                                            {"seconds", r.seconds},
                                            {"recipe", storage::to_line(r.check->recipe)},
                                            {"problem", r.problem}}
                         .dump()
                  << "\n";
}

}  // namespace

int verify(const Lab& lab, const VerifyRequest& request, const std::stop_token& stop) {
    const auto checks = select_checks(lab, request.all ? Cost::minutes : Cost::seconds, request.filter);
    if (checks.empty())
        throw Failure({"no check of " + lab.id + " has \"" + request.filter + "\" in its name", "",
                       "See langevin-run describe " + lab.id});
    ProgressBar bar;
    const auto report = [&](std::span<const CheckResult> results, double done) {
        std::size_t finished = 0, running = 0;
        std::string title;
        for (const auto& r : results) {
            if (r.verdict == Verdict::running) {
                ++running;
                if (title.empty()) title = r.check->title;
            }
            finished += r.verdict != Verdict::running && r.verdict != Verdict::waiting;
        }
        bar.show(
            (static_cast<double>(finished) + static_cast<double>(running) * done) / static_cast<double>(results.size()),
            title);
    };
    const auto results = langevin::verify(lab, checks, {.threads = request.threads, .stop = stop, .progress = report});
    bar.clear();

    request.json ? print_json(results) : print(results);
    std::size_t passed = 0;
    for (const auto& r : results) passed += r.verdict == Verdict::passed;
    if (!request.json) std::cout << passed << " of " << results.size() << " checks agree\n";
    if (stop.stop_requested()) return interrupted;
    return passed == results.size() ? success : disagreement;
}

}  // namespace langevin::command_line
