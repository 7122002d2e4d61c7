// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "engine/core/lesson.h"

namespace langevin {

/// What the run of one step of a lesson gave. Value type.
struct LessonResult {
    std::optional<Measurement> measured = {};  ///< what answers the question, if a number does
    std::string problem = {};                  ///< why the lesson should be mended; empty when all is well
    double seconds = 0;
};

/// Runs a step as the window does, from the start of its recipe with the edits in force, and holds the result against
/// the lesson: the number is there, lies within the tolerance of the expected value, and is known to half of the
/// tolerance at least, so that guesses are not graded by chance. A step without a run makes a few steps. Stops early
/// when told to.
LessonResult check_step(const Registry& registry, const Lesson& lesson, std::size_t step, int threads,
                        const std::stop_token& stop);

}  // namespace langevin
