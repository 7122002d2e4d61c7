// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
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
/// Mean of independent runs. Its error comes from their scatter when there are at least four; for fewer from the runs'
/// own errors (one for each value, or none at all), which may be NaN. `values` must not be empty.
Pooled pooled_mean(std::span<const double> values, std::span<const double> errors = {});
/// Median; its error is half the distance of the order statistics that enclose it with some 68 % (one standard
/// deviation of the binomial distribution with n trials of probability 1/2, sqrt(n)/2, to both sides); NaN for fewer
/// than four.
Pooled pooled_median(std::span<const double> values);
/// Of ascending values, between order statistics linearly: part 0 is the lowest, 1/2 the median, 1 the highest.
double quantile(std::span<const double> ascending, double part);

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

/// A scalar that tells whether a run has come to equilibrium: above `most` it has not, and no error speaks of it.
struct EquilibriumTest {
    std::string key;     ///< of the scalar
    std::string symbol;  ///< "R̂"
    double most = 0;
    std::string failed;  ///< what it means to be above: "the chains have not forgotten their start"
};

struct PhaseDiagram {
    std::vector<std::string> medians = {};  ///< keys of scalars that are pooled by their median; the others by the mean
    std::vector<DerivedQuantity> derived = {};
    std::vector<std::string> logarithmic = {};  ///< keys of what spans orders of magnitude
    std::vector<std::string> shown = {};        ///< keys to show first; empty: the lab's headline
    /// Boundaries from theory in the plane of these two parameters, the others as in the set; null: none known.
    std::vector<Curve> (*boundaries)(const std::string& x_key, const std::string& y_key, const ParameterSet&) = nullptr;
    std::vector<PublishedMap> (*published)(const std::string& x_key, const std::string& y_key,
                                           const ParameterSet&) = nullptr;
    std::optional<EquilibriumTest> equilibrium = {};  ///< points with runs that fail it are marked
};

}  // namespace langevin
