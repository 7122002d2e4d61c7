// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"

#include <utility>

namespace langevin {
namespace {

std::string with_full_stop(std::string text) {
    if (!text.empty() && text.find_last_of(".!?") != text.size() - 1) text += '.';
    return text;
}

}  // namespace

std::string sentence(const Problem& problem) {
    std::string text = problem.where.empty() ? "" : problem.where + ": ";
    text += with_full_stop(problem.what);
    if (!problem.remedy.empty()) text += " " + with_full_stop(problem.remedy);
    return text;
}

Failure::Failure(Problem problem) : std::runtime_error(sentence(problem)), problem_(std::move(problem)) {}

}  // namespace langevin
