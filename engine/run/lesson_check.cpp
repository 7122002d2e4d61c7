// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/lesson_check.h"

#include <chrono>
#include <cmath>

#include "engine/run/execution.h"

namespace langevin {
namespace {

constexpr std::uint64_t steps_without_a_question = 5;

std::string problem_of(const Question& question, const Measurement& measured) {
    const auto text = with_error(measured.value, measured.error);
    if (!std::isfinite(measured.value)) return "\"" + question.scalar + "\" is no finite number";
    if (!measured.expected) {
        const bool number = question.options.empty();
        return number ? "nothing is expected of \"" + question.scalar + "\", which is " + text : std::string();
    }
    const auto& expected = *measured.expected;
    if (std::abs(measured.value - expected.value) > question.tolerance)
        return "the run gives " + text + ", further than the tolerance from " +
               with_error(expected.value, expected.error);
    if (std::isfinite(measured.error) && 2 * measured.error > question.tolerance)
        return "the run knows its result, " + text + ", less well than half of the tolerance";
    return "";
}

}  // namespace

LessonResult check_step(const Registry& registry, const Lesson& lesson, std::size_t step, int threads,
                        const std::stop_token& stop) {
    LessonResult result;
    const auto begin = std::chrono::steady_clock::now();
    try {
        const auto recipe = scene(lesson, step).recipe;
        const auto& question = lesson.steps.at(step).question;
        const auto steps = question && question->steps > 0 ? question->steps : steps_without_a_question;
        const auto& lab = registry.find(recipe.lab);
        Execution execution(lab, resolve(lab, recipe), recipe.seed);
        while (execution.steps() < steps && !execution.finished())
            if (!execution.step(stop, threads) || stop.stop_requested()) return result;
        Snapshot snapshot;
        execution.observe(snapshot, {.panels = std::set<std::string>{}, .complete = true});
        if (question && !question->scalar.empty()) {
            result.measured = find_measurement(*question, snapshot);
            result.problem = problem_of(*question, *result.measured);
        }
    } catch (const std::exception& failure) {
        result.problem = failure.what();
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

}  // namespace langevin
