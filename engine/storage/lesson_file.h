// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/core/lesson.h"

namespace langevin::storage {

/// A lesson is one Markdown file, NAME.lesson.md, that any editor shows and any teacher can change: `# Title`, a
/// summary, then a step under every `## Heading`, with formulas between dollar signs. Fenced blocks carry the data of
/// their step, each at most once:
///
///     ```recipe      a recipe as the command line takes it: phi4 kappa=0.27 extent=32 seed=7
///     ```edit        parameters that change, the rest goes on: kappa=0.28
///     ```panels      ids of the panels to show, in order; the others are hidden; `all`
///     ```controls    keys of the parameters to show; `none` or `all`
///     ```predict     a number to guess before the run that measures it
///     ```choose      options, `- [ ] wrong` and one `- [x] right`, to choose from before the run
///
/// The last two hold lines `key: value`; what does not begin with a key continues the line before, and an indented line
/// always does. Keys: question, steps (of the run), pace (steps a second, to
/// watch it), scalar (the measurement that answers), tolerance (of a guess),
/// expect (`1.5` or `1.5 +- 0.1`) with its source, unit, explanation. A number needs scalar, tolerance and steps. Every
/// run begins anew, so that all readers get the same number. Panels and controls stay until they are named again, or
/// another lab begins with all of them. Other fenced blocks are text.
///
/// Throws Failure that says what is wrong and on which line; `where` names the source of the text. Does not look at
/// labs: see validate().
Lesson parse_lesson(std::string_view text, const std::string& where);
Lesson read_lesson(const std::filesystem::path& path);

/// Whether a file of this name would be a lesson.
bool is_lesson_name(std::string_view name);

}  // namespace langevin::storage
