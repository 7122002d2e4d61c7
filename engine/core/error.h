// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace langevin {

/// What went wrong, said to a person: what is wrong, where, and what to do about it.
/// A refused value is ordinary and is returned; only what ends a job is thrown, as a Failure.
struct Problem {
    std::string what;    ///< "kappa must lie between 0 and 1, not 7"; further lines may show the place, with a caret
    std::string where;   ///< file, line, key or parameter; may be empty
    std::string remedy;  ///< "Choose a smaller step size."; may be empty

    bool operator==(const Problem&) const = default;
};

/// The problem as text: "where: what. remedy", with a full stop where one is missing.
std::string sentence(const Problem& problem);

/// A remedy for a name that does not exist: `Did you mean "kappa"?` where one of the known names is near, else all of
/// them: "The parameters are kappa, lambda". `plural` says what they are: "parameters".
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known, std::string_view plural);
/// How many letters must be changed, added or taken away to make one name of the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Thrown where work cannot go on: an unreadable file, a full disk, dynamics that diverged.
class Failure : public std::runtime_error {
  public:
    explicit Failure(Problem problem);
    const Problem& problem() const { return problem_; }

  private:
    Problem problem_;
};

}  // namespace langevin
