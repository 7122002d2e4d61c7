// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "engine/core/measurement.h"
#include "engine/labs/network_phases/parameters.h"

namespace langevin::network_phases {

/// One run at one moment.
struct RunRecord {
    networks::RunObservables now;
    double training_loss = 0;  ///< of the last epoch; NaN before the first
    double gradient_norm = 0;  ///< of the mean gradient of the last epoch; NaN before the first
    double gradient_at_start = 0;
    bool frozen = false;
    bool decided = false;     ///< whether `convergent` was worked out
    bool convergent = false;  ///< signal beats noise
};
/// Of `count` runs from the first on; `decide`: also what takes longest, `convergent`.
std::vector<RunRecord> records_of(const networks::TrainingPopulation& population, std::size_t first, std::size_t count,
                                  bool decide, int threads = 1);

/// The table: means and medians over runs with one standard error.
std::vector<Measurement> measurements(std::span<const RunRecord> runs, const Parameters& parameters,
                                      std::uint64_t epochs);

}  // namespace langevin::network_phases
