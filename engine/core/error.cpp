// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"

#include <algorithm>
#include <numeric>
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

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, substituted});
        }
    }
    return row.back();
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known, std::string_view plural) {
    const std::string* nearest = nullptr;
    std::size_t least = std::min<std::size_t>(4, name.size() / 2 + 1);  // further away is no misspelling
    for (const auto& each : known) {
        const auto distance = edit_distance(name, each);
        if (distance >= least) continue;
        least = distance;
        nearest = &each;
    }
    if (nearest) return "Did you mean \"" + *nearest + "\"?";
    std::string all = "The " + std::string(plural) + " are";
    for (const auto& each : known) all += (&each == &known.front() ? " " : ", ") + each;
    return all;
}

Failure::Failure(Problem problem) : std::runtime_error(sentence(problem)), problem_(std::move(problem)) {}

}  // namespace langevin
