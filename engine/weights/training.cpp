// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/training.h"

namespace langevin::weights {

void Course::advance(double rate) {
    ++updates;
    learning_time += rate;
    since_start += rate;
}

void Course::save(Archive& archive) const {
    archive.put("counters", std::vector<std::uint64_t>{updates, setting});
    archive.put("times", std::vector<double>{since_start, learning_time});
}

void Course::load(const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("counters", 2);
    const auto& times = archive.get<double>("times", 2);
    updates = counters[0];
    setting = counters[1];
    since_start = times[0];
    learning_time = times[1];
}

}  // namespace langevin::weights
