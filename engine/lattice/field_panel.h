// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"

namespace langevin::lattice {

/// The configuration that is followed, or all `available` ones, of extent x extent sites; sites are left out where
/// there are too many to show, unless attention asks for the complete fields. value(tile, site) is called for what is
/// shown, tile by tile and row after row.
template <class Value>
Field field_panel(const std::string& id, int extent, int available, const Attention& attention, Value value) {
    constexpr std::size_t most_values = std::size_t{1} << 18;
    Field panel;
    panel.available = std::max(1, available);
    panel.value = {.label = "Field φ", .unit = ""};
    const auto followed = attention.followed.find(id);
    if (followed != attention.followed.end() && followed->second >= 0 && !attention.complete) {
        panel.tiles.push_back(std::min(followed->second, panel.available - 1));
    } else {
        for (int tile = 0; tile < panel.available; ++tile) panel.tiles.push_back(tile);
        const auto sites = static_cast<std::size_t>(extent) * static_cast<std::size_t>(extent);
        while (!attention.complete && panel.tiles.size() * sites > most_values * panel.stride * panel.stride)
            panel.stride *= 2;
    }
    panel.rows = panel.columns = (extent + panel.stride - 1) / panel.stride;
    for (const int tile : panel.tiles)
        for (int r = 0; r < extent; r += panel.stride)
            for (int c = 0; c < extent; c += panel.stride)
                panel.values.push_back(static_cast<double>(value(tile, static_cast<std::size_t>(r) * extent + c)));
    if (panel.stride > 1) panel.note = "every " + std::to_string(panel.stride) + "th site in each direction";
    return panel;
}

}  // namespace langevin::lattice
