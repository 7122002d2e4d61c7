// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/lesson.h"

#include <algorithm>
#include <cmath>

namespace langevin {
namespace {

void set(Recipe& recipe, const std::string& key, const Value& value) {
    const auto same = [&](const auto& parameter) { return parameter.first == key; };
    const auto found = std::find_if(recipe.parameters.begin(), recipe.parameters.end(), same);
    if (found != recipe.parameters.end()) {
        found->second = value;
    } else {
        recipe.parameters.emplace_back(key, value);
    }
}

std::optional<std::vector<std::string>> unless_all(const std::vector<std::string>& names) {
    if (names == std::vector<std::string>{"all"}) return std::nullopt;
    return names;
}

void check_panels(const Lab& lab, const ParameterSet& parameters, const std::vector<std::string>& panels) {
    std::vector<std::string> ids;
    for (const auto& spec : lab.panels) ids.push_back(spec.id);
    for (const auto& id : panels) {
        const auto found = std::find(ids.begin(), ids.end(), id);
        if (found == ids.end())
            throw Failure({"the lab " + lab.id + " has no panel \"" + id.substr(0, 40) + "\"", "",
                           did_you_mean(id, ids, "panels")});
        if (!parameters.relevant(lab.panels[static_cast<std::size_t>(found - ids.begin())].relevance))
            throw Failure({"the panel \"" + id + "\" has nothing to show with these parameters", "",
                           "Leave it out, or change the recipe"});
    }
}

void check_controls(const Lab& lab, const std::vector<std::string>& controls) {
    for (const auto& key : controls)
        if (auto problem = ParameterSet(lab.parameters).set(key, false);
            problem && !lab.parameters->find(key))  // a refused value says nothing about the key
            throw Failure(std::move(*problem));
}

}  // namespace

Scene scene(const Lesson& lesson, std::size_t step) {
    Scene result;
    for (std::size_t i = 0; i <= step; ++i) {
        const auto& each = lesson.steps.at(i);
        if (each.recipe && each.recipe->lab != result.recipe.lab) result = {};
        if (each.recipe) result.recipe = *each.recipe;
        for (const auto& [key, value] : each.edits) set(result.recipe, key, value);
        if (each.panels) result.panels = unless_all(*each.panels);
        if (each.controls) result.controls = unless_all(*each.controls);
    }
    return result;
}

void validate(const Registry& registry, const Lesson& lesson) {
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        const auto& step = lesson.steps[i];
        try {
            const auto on_screen = scene(lesson, i);
            const auto& lab = registry.find(on_screen.recipe.lab);
            const auto parameters = resolve(lab, on_screen.recipe);
            if (on_screen.panels) check_panels(lab, parameters, *on_screen.panels);
            if (on_screen.controls) check_controls(lab, *on_screen.controls);
        } catch (const Failure& failure) {
            auto problem = failure.problem();
            problem.where =
                "step " + std::to_string(i + 1) + ", \"" + step.title + "\" (line " + std::to_string(step.line) + ")";
            throw Failure(std::move(problem));
        }
    }
}

Measurement find_measurement(const Question& question, const Snapshot& snapshot) {
    if (const auto* found = snapshot.scalar(question.scalar)) {
        auto measured = *found;
        if (question.expected) measured.expected = question.expected;
        return measured;
    }
    std::vector<std::string> keys;
    for (const auto& scalar : snapshot.scalars) keys.push_back(scalar.key);
    throw Failure({"the run gives no quantity \"" + question.scalar.substr(0, 40) + "\"", "",
                   did_you_mean(question.scalar, keys, "quantities")});
}

Grade grade(const Question& question, std::optional<double> guess, const Measurement& measured) {
    if (!guess) return Grade::skipped;
    if (!std::isfinite(measured.value)) return Grade::undecided;
    const double beyond = std::abs(*guess - measured.value) - question.tolerance;
    const double width = std::isfinite(measured.error) ? 2 * measured.error : 0;
    if (std::abs(beyond) <= width && width > 0) return Grade::undecided;
    return beyond <= 0 ? Grade::right : Grade::wrong;
}

Grade grade(const Question& question, std::optional<std::size_t> chosen) {
    if (!chosen) return Grade::skipped;
    return question.options.at(*chosen).right ? Grade::right : Grade::wrong;
}

}  // namespace langevin
