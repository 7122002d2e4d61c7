// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/core/panel.h"
#include "engine/statistics/time_series.h"
#include "engine/weights/level_record.h"

/// Plots that all labs of stochastic weight dynamics show.
namespace langevin::weights {

struct NamedGroup {
    std::size_t group;
    std::string name;
};

/// Spacings between neighbours of each named group in units of their mean, with errors, beside the Wigner surmise for
/// beta = 1, which is exact for pairs; and beside the generalised one, exact for pairs in anisotropic noise. `ratio`:
/// standard deviation of a pair's diagonal difference to that of twice the off-diagonal element (GeneralisedSurmise).
Curves spacing_panel(const LevelRecord& record, const std::vector<NamedGroup>& groups, double ratio = 1);

/// Density of the levels: a Gaussian for each single one, the density of two repelling levels for each pair, all of one
/// norm. `centre` and `width`: of each group.
struct ExpectedLevel {
    double centre, width;
    bool pair;
};
double expected_density(const std::vector<ExpectedLevel>& groups, double x);

/// A theory line through the origin behind all points, and an x axis that begins there and ends beyond them, at `least`
/// at least.
void add_line_from_origin(Curves& plot, std::string name, double slope, double least, std::string source);

/// Columns [first, first + count) of a history against its column 0, as one family.
void add_family(Curves& plot, const statistics::TimeSeries& history, std::size_t first, std::size_t count,
                const std::string& member, const std::string& family);

}  // namespace langevin::weights
