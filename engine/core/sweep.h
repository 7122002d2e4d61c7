// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/recipe.h"

/// A sweep: one lab over a plane of two of its parameters, each point run several times. Value types.
namespace langevin {

/// One direction of the plane. Points lie at equal distances, or in equal ratios where it is logarithmic; those of an
/// integer parameter at the nearest values that it can take.
struct SweepAxis {
    std::string key;
    double low = 0, high = 1;
    int points = 2;
    bool logarithmic = false;

    bool operator==(const SweepAxis&) const = default;
};

/// A place in the plane, counted along both axes in `sweep_units` per interval of the first grid, so that a refined
/// grid has whole numbers too and a point keeps its name, and its random numbers, whatever is refined around it.
struct SweepPoint {
    int i = 0, j = 0;

    auto operator<=>(const SweepPoint&) const = default;
};
constexpr int sweep_refinements = 6;  ///< how often an interval can be halved
constexpr int sweep_units = 1 << sweep_refinements;

/// A rectangle in which points lie closer: `level` 1 halves the distances of the first grid, 2 quarters them.
struct SweepRefinement {
    SweepPoint from, to;  ///< corners in units, both included
    int level = 1;

    bool operator==(const SweepRefinement&) const = default;
};

struct SweepPlan {
    /// Lab, parameters off the axes, seed of the whole sweep, steps of every run, title and summary.
    Recipe recipe;
    SweepAxis x, y;
    int repeats = 1;                      ///< independent runs at every point
    std::vector<std::string> shown = {};  ///< keys of the scalars to map first; empty: the lab's
    std::vector<SweepRefinement> refinements = {};

    bool operator==(const SweepPlan&) const = default;
};

/// One run of a sweep.
struct SweepMember {
    SweepPoint point;
    int repeat = 0;

    auto operator<=>(const SweepMember&) const = default;
};

/// What one run came to: its scalars, or the sentence that says why there are none.
struct SweepRecord {
    struct Scalar {
        std::string key;
        double value = 0;
        double error = 0;  ///< NaN where the run gives none

        bool operator==(const Scalar&) const = default;
    };

    SweepMember member;
    std::vector<Scalar> scalars = {};
    std::string failure = {};
};

/// How a scalar is called, for those who read a sweep without the lab.
struct ScalarName {
    std::string key, symbol, label, unit;

    bool operator==(const ScalarName&) const = default;
};

/// Columns of numbers under names; NaN where there is none. All columns are equally long.
struct NumberTable {
    std::vector<std::string> names;
    std::vector<std::vector<double>> columns;
    /// What a column holds, "Hopping parameter κ" or "Phase (0 jammed, 1 ferromagnet)"; empty, or one for each column,
    /// empty where the name says it.
    std::vector<std::string> meanings = {};
};

}  // namespace langevin
