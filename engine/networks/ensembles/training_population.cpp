// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/training_population.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/error.h"
#include "engine/parallel/parallel.h"

namespace langevin::networks {

TrainingPopulation::TrainingPopulation(std::span<const Member> members, int test)
    : members_(members.begin(), members.end()), places_(members.size()), starts_(members.size()) {
    const auto width = static_cast<std::size_t>(best_kernels().width);
    std::vector<bool> placed(members_.size());
    for (std::size_t first = 0; first < members_.size(); ++first) {
        if (placed[first]) continue;
        std::vector<TrainingRun> runs;
        std::vector<std::size_t> who;
        for (std::size_t m = first; m < members_.size() && runs.size() < width; ++m) {
            if (placed[m] || !(members_[m].setup == members_[first].setup)) continue;
            placed[m] = true;
            places_[m] = {blocks_.size(), runs.size()};
            runs.push_back(members_[m].run);
            who.push_back(m);
        }
        blocks_.emplace_back(members_[first].setup, runs);
        const auto& setup = members_[first].setup;
        const auto points = test_points(test, setup.shape.inputs);
        const bool has_gradient = !setup.train_all && !setup.fresh_data;
        const auto gradients = has_gradient ? blocks_.back().gradients() : std::vector<std::vector<double>>{};
        for (std::size_t lane = 0; lane < who.size(); ++lane) {
            auto& start = starts_[who[lane]];
            start = run_start(teacher(who[lane]), student(who[lane]), points);
            start.gradient_norm = has_gradient ? frobenius_norm(gradients[lane]) : std::nan("");
        }
    }
}

void TrainingPopulation::train(std::uint64_t epoch, int threads) {
    parallel::for_each_index(blocks_.size(), threads, [&](std::size_t b) { blocks_[b].train(epoch); });
}

std::vector<std::vector<double>> TrainingPopulation::levels(std::size_t first, std::size_t count) const {
    std::map<std::size_t, std::vector<std::vector<double>>> of_block;
    std::vector<std::vector<double>> result;
    for (std::size_t run = first; run < first + count; ++run) {
        const auto [block, lane] = places_[run];
        const auto [found, is_new] = of_block.try_emplace(block);
        if (is_new) found->second = blocks_[block].levels();
        result.push_back(found->second[lane]);
    }
    return result;
}

void TrainingPopulation::set_learning_rate(std::size_t run, double learning_rate) {
    members_[run].run.learning_rate = learning_rate;
    blocks_[places_[run].block].set_learning_rate(places_[run].lane, learning_rate);
}

void TrainingPopulation::save(std::vector<float>& values, std::vector<double>& sums) const {
    for (const auto& block : blocks_) block.save(values, sums);
}

void TrainingPopulation::load(std::span<const float> values, std::span<const double> sums) {
    for (auto& block : blocks_) block.load(values, sums);
    if (!values.empty() || !sums.empty()) throw Failure({"the checkpoint belongs to other networks", "", ""});
}

}  // namespace langevin::networks
