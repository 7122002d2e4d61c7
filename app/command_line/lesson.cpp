// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/terminal.h"
#include "engine/labs/labs.h"
#include "engine/run/lesson_check.h"
#include "engine/storage/lesson_file.h"

namespace langevin::command_line {
namespace {

/// A lesson that is shipped, by its name, or a file.
Lesson find_lesson(const std::string& name) {
    auto shipped = labs::lessons();
    std::vector<std::string> ids;
    for (auto& lesson : shipped) {
        if (lesson.id == name) return std::move(lesson);
        ids.push_back(lesson.id);
    }
    const bool file = storage::is_lesson_name(name) || std::filesystem::exists(name);
    if (file) return storage::read_lesson(name);
    throw Failure({"there is no lesson \"" + name.substr(0, 80) + "\"", "", did_you_mean(name, ids, "lessons")});
}

/// A lesson itself does not know where it was read from.
void validate_named(const Registry& registry, const Lesson& lesson, const std::string& name) {
    try {
        validate(registry, lesson);
    } catch (const Failure& failure) {
        auto problem = failure.problem();
        problem.where = name + ", " + problem.where;
        throw Failure(std::move(problem));
    }
}

std::string seconds_text(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f s", seconds);
    return text;
}

nlohmann::ordered_json to_json(const Lesson& lesson, std::size_t step, const LessonResult& result) {
    nlohmann::ordered_json json = {{"step", step + 1}, {"title", lesson.steps[step].title}};
    if (result.measured) {
        json["scalar"] = result.measured->key;
        json["value"] = result.measured->value;
        json["error"] = result.measured->error;
        if (result.measured->expected) json["expected"] = result.measured->expected->value;
        json["tolerance"] = lesson.steps[step].question->tolerance;
    }
    json["seconds"] = result.seconds;
    json["problem"] = result.problem;
    return json;
}

std::vector<std::string> row_of(const Lesson& lesson, std::size_t step, const LessonResult& result) {
    const auto& measured = result.measured;
    const bool expected = measured && measured->expected;
    return {result.problem.empty() ? "ok" : "MEND",
            std::to_string(step + 1) + ". " + lesson.steps[step].title,
            measured ? with_error(measured->value, measured->error) : "",
            expected ? with_error(measured->expected->value, measured->expected->error) : "",
            seconds_text(result.seconds),
            result.problem};
}

}  // namespace

int check_lesson(const Registry& registry, const std::string& name, int threads, bool json,
                 const std::stop_token& stop) {
    const auto lesson = find_lesson(name);
    validate_named(registry, lesson, name);
    std::vector<std::vector<std::string>> rows = {{"", "step", "measured", "expected", "time", ""}};
    std::size_t good = 0;
    ProgressBar bar;
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        bar.show(static_cast<double>(i) / static_cast<double>(lesson.steps.size()), lesson.steps[i].title);
        const auto result = check_step(registry, lesson, i, threads, stop);
        if (stop.stop_requested()) return interrupted;
        good += result.problem.empty();
        if (json) std::cout << to_json(lesson, i, result).dump() << "\n";
        rows.push_back(row_of(lesson, i, result));
    }
    bar.clear();
    if (!json)
        std::cout << lesson.title << "\n"
                  << aligned(rows) << good << " of " << lesson.steps.size() << " steps are good\n";
    return good == lesson.steps.size() ? success : disagreement;
}

}  // namespace langevin::command_line
