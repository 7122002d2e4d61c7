// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <vector>

#include "engine/core/archive.h"
#include "engine/core/lab.h"
#include "engine/parallel/parallel.h"
#include "engine/weights/lanes.h"

/// What all labs of stochastic weight dynamics do with their blocks of eight seeds.
namespace langevin::weights {

/// Where a run is: sums of the learning rate over the updates, and the place of a scan. Value type.
struct Course {
    std::uint64_t updates = 0;
    std::uint64_t setting = 0;  ///< of a scan
    double since_start = 0;     ///< learning time of the run
    double learning_time = 0;   ///< of the present ensemble: since the start, an edit, or the scan's last setting

    void advance(double rate);
    void save(Archive& archive) const;
    void load(const Archive& archive);
};

/// update(block) for all blocks. `draws`: random numbers drawn by all of them together, a measure of the work (some 4
/// ns each). If a stop is requested meanwhile and the work is long: restores the blocks, returns false.
template <class Block, class Update>
bool update_all(std::vector<Block>& blocks, double draws, const StepContext& context, const Update& update) {
    constexpr double worth_a_thread = 5e4;  // below, an update is over before a second thread has woken up
    constexpr double worth_a_backup = 2e6;  // above, it may last longer than 5 ms and have to be abandoned
    const bool slow = draws > worth_a_backup;
    std::vector<std::vector<double>> backup;
    if (slow)
        for (const auto& block : blocks) backup.push_back(block.values());
    std::atomic<bool> complete = true;
    parallel::for_each_index(blocks.size(), draws < worth_a_thread ? 1 : context.threads, [&](std::size_t i) {
        if (slow && context.stop.stop_requested())
            complete = false;
        else
            update(blocks[i]);
    });
    if (!complete)
        for (std::size_t i = 0; i < blocks.size(); ++i) blocks[i].set_values(backup[i]);
    return complete;
}

/// The numbers values(block) of all blocks in their order, each block's lane after lane.
template <class Block, class Values>
std::vector<double> of_all_blocks(const std::vector<Block>& blocks, int threads, const Values& values) {
    std::vector<std::vector<double>> parts(blocks.size());
    parallel::for_each_index(blocks.size(), threads, [&](std::size_t i) { parts[i] = values(blocks[i]); });
    std::vector<double> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

/// The numbers values(block, lane) of all seeds, one seed after the other.
template <class Block, class Values>
std::vector<double> of_all_seeds(const std::vector<Block>& blocks, int threads, const Values& values) {
    return of_all_blocks(blocks, threads, [&](const Block& block) {
        std::vector<double> all;
        for (int lane = 0; lane < lanes; ++lane) {
            const std::vector<double> x = values(block, lane);
            all.insert(all.end(), x.begin(), x.end());
        }
        return all;
    });
}

template <class Block>
bool all_finite(const std::vector<Block>& blocks) {
    return std::all_of(blocks.begin(), blocks.end(), [](const Block& block) { return block.finite(); });
}

template <class Block>
void save_blocks(Archive& archive, const std::vector<Block>& blocks) {
    std::vector<double> state;
    for (const auto& block : blocks) {
        const auto values = block.values();
        state.insert(state.end(), values.begin(), values.end());
    }
    archive.put("state", state);
}

/// Throws Failure unless the numbers fit.
template <class Block>
void load_blocks(const Archive& archive, std::vector<Block>& blocks) {
    const auto& state = archive.get<double>("state");
    Archive::demand(!blocks.empty() && state.size() % blocks.size() == 0, "state");
    const auto size = static_cast<std::ptrdiff_t>(state.size() / blocks.size());
    auto begin = state.begin();
    for (auto& block : blocks) {
        Archive::demand(block.set_values({begin, begin + size}), "state");
        begin += size;
    }
}

/// Settings that were measured stay in the plots; the oldest go.
template <class Visit>
void keep(std::vector<Visit>& visits, Visit visit) {
    constexpr std::size_t most = 64;
    visits.push_back(std::move(visit));
    if (visits.size() > most) visits.erase(visits.begin());
}

/// Whether an analysis of `analysed` samples is made anew: when the data have grown by a twelfth.
inline bool due(std::uint64_t samples, std::uint64_t analysed, bool always) {
    return samples > 0 && (always || samples >= analysed + analysed / 12 + 1);
}

}  // namespace langevin::weights
