// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/snapshot.h"

#include <algorithm>

namespace langevin {

const Panel* Snapshot::panel(const std::string& id) const {
    const auto found =
        std::find_if(panels.begin(), panels.end(), [&](const NamedPanel& named) { return named.id == id; });
    return found == panels.end() ? nullptr : &found->panel;
}

const Measurement* Snapshot::scalar(const std::string& key) const {
    const auto found =
        std::find_if(scalars.begin(), scalars.end(), [&](const Measurement& scalar) { return scalar.key == key; });
    return found == scalars.end() ? nullptr : &*found;
}

std::string nothing_measured(const Snapshot& snapshot) {
    if (!snapshot.scalars.empty()) return {};
    return "nothing is measured yet after " + std::to_string(snapshot.step) +
           " steps: that begins after the thermalisation. Take more steps.";
}

}  // namespace langevin
