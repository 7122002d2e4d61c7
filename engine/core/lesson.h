// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/lab.h"

/// A lesson is data, played beside a lab page: read, predict, run, compare. Value types; engine/storage/lesson_file.h
/// reads them from Markdown.
namespace langevin {

/// What a reader commits to before a run: a number, or one of several options.
struct Question {
    struct Option {
        std::string text;  ///< plain Unicode
        bool right = false;
    };
    std::string text;                          ///< Markdown with formulas
    std::vector<Option> options = {};          ///< none: a number is asked for; else exactly one is right
    std::string explanation = {};              ///< Markdown, shown with the result
    std::string scalar = {};                   ///< key of the measurement that answers; may be empty with options
    std::string unit = {};                     ///< of the number, in words
    std::uint64_t steps = 0;                   ///< of the run that answers, from its start; 0: none is needed
    double pace = 0;                           ///< steps a second, to watch it; 0: as fast as possible
    std::optional<Expectation> expected = {};  ///< what should come out; none: what the lab itself expects, if anything
    double tolerance = 0;                      ///< how far from the measured value a guess still counts as right
};

struct LessonStep {
    std::string title;
    std::string text;                                       ///< Markdown with formulas
    int line = 0;                                           ///< of the heading in the file
    std::optional<Recipe> recipe = {};                      ///< another lab starts with all panels and controls
    std::vector<std::pair<std::string, Value>> edits = {};  ///< parameters that change
    std::optional<std::vector<std::string>> panels =
        {};  ///< shown, in this order; none: as in the step before; {"all"}: as declared
    std::optional<std::vector<std::string>> controls = {};  ///< keys of parameters that are shown; likewise
    std::optional<Question> question = {};
};

struct Lesson {
    std::string id;  ///< of a shipped lesson: name of its file without endings; else empty
    std::string title;
    std::string summary;  ///< a sentence or two
    std::vector<LessonStep> steps;
    std::string source;  ///< the file as text, to be saved and edited
};

/// What is on screen at a step: everything that the steps up to it left in force.
struct Scene {
    Recipe recipe;                                     ///< edits included
    std::optional<std::vector<std::string>> panels;    ///< none: as the lab declares
    std::optional<std::vector<std::string>> controls;  ///< none: all

    bool operator==(const Scene&) const = default;
};
Scene scene(const Lesson& lesson, std::size_t step);

/// Throws Failure that names the step where labs, parameters, panels or controls do not exist or do not fit together.
/// The keys of measurements are known only to a running lab: find_measurement() says what is wrong with them.
void validate(const Registry& registry, const Lesson& lesson);

/// The measurement that answers the question, with the author's expectation in place of the lab's if there is one.
/// Throws Failure with the nearest key for one that the lab does not give.
Measurement find_measurement(const Question& question, const Snapshot& snapshot);

/// How a guess turned out. Undecided: the run is too short to tell, as the error of its result reaches across the edge
/// of the tolerance. A result without an error counts as it is.
enum class Grade { skipped, right, wrong, undecided };
/// Of a number. The edge counts as two standard errors wide.
Grade grade(const Question& question, std::optional<double> guess, const Measurement& measured);
/// Of an option.
Grade grade(const Question& question, std::optional<std::size_t> chosen);

}  // namespace langevin
