// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/parameter.h"

/// What a lab says of its sweeps over a plane of two parameters. Value types; every part may be left out: any lab can
/// be swept without a line written for it.
namespace langevin {

/// One scalar of one point of the plane, over its repeats.
struct Pooled {
    double value = 0;  ///< mean or median
    double error = 0;  ///< one standard error; NaN while unknown
    int repeats = 0;
};
using PooledScalars = std::map<std::string, Pooled>;  ///< by key

/// A quantity made from the pooled scalars of a point: a phase, say.
struct DerivedQuantity {
    std::string key;    ///< distinct from the keys of the scalars
    std::string label;  ///< "Phase"
    std::string unit;
    std::string help;                          ///< its definition, and who gave it
    std::vector<std::string> categories = {};  ///< names of the values 0, 1, 2 ...; empty: a quantity
    /// NaN where it has no value; a scalar that is missing counts as not known.
    double (*value)(const PooledScalars& scalars, const ParameterSet& point) = nullptr;
};

/// A published map, to stand beside the measured one.
struct PublishedMap {
    std::string scalar;  ///< key of the scalar or derived quantity that it shows
    std::string title;
    std::string source;  ///< authors, year, arXiv number, figure
    Heatmap map;
};

struct PhaseDiagram {
    std::vector<std::string> medians = {};  ///< keys of scalars that are pooled by their median; the others by the mean
    std::vector<DerivedQuantity> derived = {};
    std::vector<std::string> shown = {};  ///< keys to show first; empty: the lab's headline
    /// Boundaries from theory in the plane of these two parameters, the others as in the set; null: none known.
    std::vector<Curve> (*boundaries)(const std::string& x_key, const std::string& y_key, const ParameterSet&) = nullptr;
    std::vector<PublishedMap> (*published)(const std::string& x_key, const std::string& y_key,
                                           const ParameterSet&) = nullptr;
};

}  // namespace langevin
