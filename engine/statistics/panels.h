// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/core/measurement.h"
#include "engine/core/panel.h"
#include "engine/statistics/autocorrelation.h"
#include "engine/statistics/histogram.h"
#include "engine/statistics/time_series.h"

/// From accumulated statistics to what is shown of them: every lab's histograms, histories and rows of a table are made
/// here.
namespace langevin::statistics {

/// A row of a table: value, error, autocorrelation time and effective samples of the estimate, with a caution while the
/// run is too short for the error to be trusted.
Measurement row(std::string key, std::string symbol, std::string label, const Estimate& estimate, std::string help);

/// A function of x, a probability density for instance.
using Density = std::function<double(double)>;

/// The function at equally spaced points from the first to the last edge; empty without edges.
Curve density_curve(std::string name, const std::vector<double>& edges, Role role, std::string source,
                    const Density& density);

/// The histogram without its empty margins.
Histogram histogram_panel(const RunningHistogram& data, Axis x);

/// Adds an exact density to the histogram, and how well it fits: chi^2 per bin, each bin's expectation by Simpson's
/// rule.
void compare(Histogram& histogram, std::string name, std::string source, const Density& density);

/// One observable against time, a curve per chain ("chain 1", ...).
Curves history_panel(const TimeSeries& series, std::size_t observable, Axis x, Axis y, const std::string& chain);

/// Names the observables of a series whose autocorrelation is shown.
struct NamedObservable {
    std::size_t observable;
    std::string name;
};

/// rho(t) with errors, the windows as markers, and the integrated times in the note.
Curves autocorrelation_panel(const TimeSeries& series, const std::vector<NamedObservable>& observables,
                             const std::string& unit);

}  // namespace langevin::statistics
