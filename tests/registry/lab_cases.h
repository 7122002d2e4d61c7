// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "engine/core/lab.h"

/// Parameter sets on which every lab is tried, derived from its declarations alone.
namespace langevin::tests {

struct Case {
    QString name;
    ParameterSet parameters;
};

/// Default, presets, every parameter at each of its ends (other parameters small), and random valid sets. Combinations
/// that the lab refuses are left out.
std::vector<Case> cases(const Lab& lab, int random_sets);

/// Every choice of every Choice parameter, at small size: a list of quick, different simulations.
std::vector<Case> small_cases(const Lab& lab);
/// The same at sizes that are worth several threads.
std::vector<Case> medium_cases(const Lab& lab);

/// The largest settings the lab accepts: all integers as high as they go, shrunk until valid, for every option that can
/// be changed while a run goes on; where there is none such, for every option.
std::vector<Case> largest_cases(const Lab& lab);

/// State hash after some steps.
std::uint64_t hash_after(const Lab& lab, const ParameterSet& parameters, std::uint64_t seed, std::uint64_t steps,
                         int threads);

}  // namespace langevin::tests
