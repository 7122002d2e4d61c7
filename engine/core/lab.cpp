// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/lab.h"

#include <algorithm>

namespace langevin {

std::optional<Problem> validate(const Lab& lab, const ParameterSet& parameters) {
    return lab.validate ? lab.validate(parameters) : std::nullopt;
}

ParameterSet resolve(const Lab& lab, const Recipe& recipe) {
    ParameterSet parameters(lab.parameters);
    for (const auto& [key, value] : recipe.parameters)
        if (auto problem = parameters.set(key, value)) throw Failure(std::move(*problem));
    if (auto problem = validate(lab, parameters)) throw Failure(std::move(*problem));
    return parameters;
}

const Lab& Registry::find(const std::string& id) const {
    const auto found = std::find_if(labs_.begin(), labs_.end(), [&](const Lab& lab) { return lab.id == id; });
    if (found != labs_.end()) return *found;
    std::string names;
    for (const auto& lab : labs_) names += (names.empty() ? "" : ", ") + lab.id;
    throw Failure({"there is no lab \"" + id.substr(0, 40) + "\"", "", "The labs are " + names});
}

}  // namespace langevin
