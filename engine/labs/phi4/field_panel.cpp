// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/phi4/field_panel.h"

#include <algorithm>

namespace langevin::phi4 {
namespace {

constexpr std::size_t most_values = std::size_t{1} << 18;

}  // namespace

template <class Real>
Field field_panel(const std::vector<lattice::ScalarBlock<Real>>& blocks, const Parameters& parameters,
                  const Attention& attention) {
    Field panel;
    const int extent = parameters.extent, chains = parameters.chains;
    panel.available = chains;
    panel.value = {.label = "Field φ", .unit = ""};
    const auto followed = attention.followed.find("field");
    if (followed != attention.followed.end() && followed->second >= 0 && !attention.complete) {
        panel.tiles.push_back(std::min(followed->second, chains - 1));
    } else {
        for (int c = 0; c < chains; ++c) panel.tiles.push_back(c);
        const std::size_t sites = static_cast<std::size_t>(extent) * static_cast<std::size_t>(extent);
        while (!attention.complete && panel.tiles.size() * sites > most_values * panel.stride * panel.stride)
            panel.stride *= 2;
    }
    panel.rows = panel.columns = (extent + panel.stride - 1) / panel.stride;
    for (const int chain : panel.tiles) {
        const auto block = std::find_if(blocks.begin(), blocks.end(),
                                        [chain](const auto& b) { return chain < b.first_chain + b.lanes; });
        const int lane = chain - block->first_chain;
        for (int r = 0; r < extent; r += panel.stride)
            for (int k = 0; k < extent; k += panel.stride)
                panel.values.push_back(static_cast<double>(
                    block->field[(static_cast<std::size_t>(r) * extent + k) * block->lanes + lane]));
    }
    if (panel.stride > 1) panel.note = "every " + std::to_string(panel.stride) + "th site in each direction";
    return panel;
}

template Field field_panel(const std::vector<lattice::ScalarBlock<float>>&, const Parameters&, const Attention&);
template Field field_panel(const std::vector<lattice::ScalarBlock<double>>&, const Parameters&, const Attention&);

}  // namespace langevin::phi4
