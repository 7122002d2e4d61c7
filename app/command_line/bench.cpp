// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/terminal.h"
#include "engine/networks/tape/kernels.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"

namespace langevin::command_line {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(std::min(line.size(), line.find(": ") + 2));
    return "unknown processor";
}

/// Steps a second for at least so long.
double speed(Execution& execution, int threads, double seconds, const std::stop_token& stop) {
    const auto begin = Clock::now();
    const auto before = execution.steps();
    while (seconds_since(begin) < seconds && !stop.stop_requested() && !execution.finished())
        execution.step(stop, threads);
    return static_cast<double>(execution.steps() - before) / seconds_since(begin);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

struct Row {
    const Lab* lab;
    std::string title, recipe;
    double alone = 0, together = 0;
};

/// In turn on one thread and on all, so that a machine that gets slower does so for both.
Row measure(const Lab& lab, const BenchRequest& request, const std::stop_token& stop) {
    constexpr int rounds = 3;
    auto recipe = lab.presets.empty() ? Recipe{.lab = lab.id} : lab.presets.front();
    Row row{&lab, recipe.title, storage::to_line(recipe)};
    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    speed(execution, request.threads, request.seconds, stop);  // thermalise, fill caches
    std::vector<double> alone, together;
    for (int round = 0; round < rounds; ++round) {
        alone.push_back(speed(execution, 1, request.seconds, stop));
        together.push_back(speed(execution, request.threads, request.seconds, stop));
    }
    row.alone = median(alone);
    row.together = median(together);
    return row;
}

void print(const std::vector<Row>& rows, const BenchRequest& request) {
    std::cout << "Langevin Lab " << storage::program_version() << " on " << processor() << " ("
              << tape::kernels<float>().name << ")\n";
    std::vector<std::vector<std::string>> cells = {
        {"lab", "preset", "one thread", "up to " + std::to_string(request.threads), "speed-up", ""}};
    for (const auto& row : rows) {
        char factor[32];
        std::snprintf(factor, sizeof factor, "%.2f", row.together / row.alone);
        cells.push_back({row.lab->id, row.title, with_prefix(row.alone), with_prefix(row.together), factor,
                         row.lab->step_unit + "s per second"});
    }
    std::cout << aligned(cells);
}

}  // namespace

int bench(const Registry& registry, const BenchRequest& request, const std::stop_token& stop) {
    std::vector<Row> rows;
    ProgressBar bar;
    for (std::size_t i = 0; i < registry.labs().size(); ++i) {
        const auto& lab = registry.labs()[i];
        if (!request.lab.empty() && lab.id != request.lab) continue;
        bar.show(static_cast<double>(i) / static_cast<double>(registry.labs().size()), lab.title);
        rows.push_back(measure(lab, request, stop));
        if (stop.stop_requested()) return interrupted;
        if (!request.json) continue;
        const auto& row = rows.back();
        std::cout << nlohmann::ordered_json{{"lab", lab.id},
                                            {"preset", row.title},
                                            {"recipe", row.recipe},
                                            {"step", lab.step_unit},
                                            {"steps_per_second_one_thread", row.alone},
                                            {"threads", request.threads},
                                            {"steps_per_second", row.together},
                                            {"processor", processor()},
                                            {"instructions", tape::kernels<float>().name},
                                            {"version", storage::program_version()}}
                  << "\n"
                  << std::flush;
    }
    bar.clear();
    if (!request.json) print(rows, request);
    return success;
}

}  // namespace langevin::command_line
