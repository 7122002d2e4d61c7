// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/network_phases/history.h"

#include <algorithm>
#include <cmath>

namespace langevin::network_phases {

void History::note(std::uint64_t epochs, std::span<const RunRecord> runs) {
    epochs_.push_back(static_cast<double>(epochs));
    for (const auto& run : runs) {
        const auto& o = run.now;
        values_.insert(values_.end(), {run.training_loss, run.gradient_norm, o.test_loss, o.quadratic, o.linear,
                                       o.constant, o.alignment, o.time_correlation});
        level_values_.insert(level_values_.end(), o.levels.begin(), o.levels.end());
    }
    next_ = epochs + 1 + epochs / 25;
}

std::vector<double> History::all(std::size_t moment, Column column) const {
    std::vector<double> result;
    for (std::size_t run = 0; run < runs_; ++run)
        if (const double v = value(moment, run, column); std::isfinite(v)) result.push_back(v);
    return result;
}

void History::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "next", next_);
    archive.put(prefix + "epochs", epochs_);
    archive.put(prefix + "values", values_);
    archive.put(prefix + "levels", level_values_);
}

void History::load(const Archive& archive, const std::string& prefix) {
    next_ = archive.get_value<std::uint64_t>(prefix + "next");
    epochs_ = archive.get<double>(prefix + "epochs");
    values_ = archive.get<double>(prefix + "values", epochs_.size() * runs_ * columns);
    level_values_ = archive.get<double>(prefix + "levels", epochs_.size() * runs_ * levels_);
}

}  // namespace langevin::network_phases
