// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/networks/ensembles/observables.h"
#include "engine/networks/ensembles/training_block.h"

namespace langevin::networks {

/// Any number of runs, of any setups: those with the same setup share blocks. Every run's numbers are its own, whoever
/// its neighbours are.
class TrainingPopulation {
  public:
    struct Member {
        TrainingSetup setup;
        TrainingRun run;
    };
    /// `test`: points of the test set.
    TrainingPopulation(std::span<const Member> members, int test);

    std::size_t size() const { return members_.size(); }
    /// One epoch of all runs; blocks are spread over the threads.
    void train(std::uint64_t epoch, int threads);
    void set_learning_rate(std::size_t run, double learning_rate);

    const TrainingBlock& block(std::size_t run) const { return blocks_[places_[run].block]; }
    std::size_t lane(std::size_t run) const { return places_[run].lane; }
    Network student(std::size_t run) const { return block(run).student(lane(run)); }
    Network teacher(std::size_t run) const { return block(run).teacher(lane(run)); }
    /// TrainingBlock::levels() of `count` runs from the first on.
    std::vector<std::vector<double>> levels(std::size_t first, std::size_t count) const;
    const RunStart& start(std::size_t run) const { return starts_[run]; }
    const Member& member(std::size_t run) const { return members_[run]; }

    void save(std::vector<float>& values, std::vector<double>& sums) const;
    /// Throws Failure for numbers that belong to other networks.
    void load(std::span<const float> values, std::span<const double> sums);

  private:
    struct Place {
        std::size_t block, lane;
    };

    std::vector<Member> members_;
    std::vector<TrainingBlock> blocks_;
    std::vector<Place> places_;
    std::vector<RunStart> starts_;
};

}  // namespace langevin::networks
