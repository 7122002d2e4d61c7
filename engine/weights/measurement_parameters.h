// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/core/parameter.h"

namespace langevin::weights {

/// In which the labs of weight dynamics differ.
struct MeasurementDefaults {
    std::string scan;  ///< the choice of the parameter "scan" that scans
    double dwell;
    Range thermalisation;
    double thermalised;      ///< initial value of the thermalisation
    std::string settles_by;  ///< a sentence: how long is enough
    std::int64_t interval;
};

/// Declares how and when the levels of all seeds are measured: P's members dwell, thermalisation (learning times, sums of
/// alpha over updates) and interval (updates).
template <class P>
void add_measurement_parameters(Binding<P>& b, const MeasurementDefaults& defaults) {
    const std::string group = "Measurement";
    b.add(&P::dwell, {.key = "dwell",
                      .symbol = "",
                      .label = "Stay at each setting",
                      .unit = "αt",
                      .help = "How long a scan measures at each setting, in updates times learning rate.",
                      .group = group,
                      .initial = defaults.dwell,
                      .domain = Range{1, 10000, 0.1, true},
                      .apply = Apply::live,
                      .relevance = Relevance{"scan", {defaults.scan}}});
    b.add(&P::thermalisation,
          {.key = "thermalisation",
           .symbol = "",
           .label = "Thermalisation",
           .unit = "αt",
           .help = "After a start or an edit, in updates times learning rate, not measured. " + defaults.settles_by,
           .group = group,
           .initial = defaults.thermalised,
           .domain = defaults.thermalisation,
           .apply = Apply::live});
    b.add(&P::interval, {.key = "interval",
                         .symbol = "",
                         .label = "Spectra every",
                         .unit = "updates",
                         .help = "How often the levels of all seeds are measured.",
                         .group = group,
                         .initial = defaults.interval,
                         .domain = Range{1, 10000, 1, true},
                         .apply = Apply::live});
}

}  // namespace langevin::weights
