// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace langevin {
namespace {

/// Of several lines the first is the sentence; the others show the place.
std::string with_full_stop(std::string text) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0 && std::string_view(".!?").find(text[end - 1]) == std::string_view::npos) text.insert(end, ".");
    return text;
}

}  // namespace

std::string sentence(const Problem& problem) {
    std::string text = problem.where.empty() ? "" : problem.where + ": ";
    text += with_full_stop(problem.what);
    const bool lines = problem.what.find('\n') != std::string::npos;
    if (!problem.remedy.empty()) text += (lines ? "\n" : " ") + with_full_stop(problem.remedy);
    return text;
}

Failure::Failure(Problem problem) : std::runtime_error(sentence(problem)), problem_(std::move(problem)) {}

}  // namespace langevin
