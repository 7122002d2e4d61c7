// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of ensembles of small networks on one thread. items_per_second: updates of one run, or matrices.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>

#include "engine/networks/ensembles/training_population.h"

namespace {

using namespace langevin;
using namespace langevin::networks;

/// [3, 32, 16, 1], ReLU, batches of 16, all matrices, as the peers train it.
TrainingSetup as_peers(bool shuffled) {
    return {.shape = {.activation = Activation::relu},
            .batch = 16,
            .batches = 250,
            .train_all = true,
            .shuffled = shuffled};
}

TrainingPopulation population(const TrainingSetup& setup, int runs) {
    std::vector<TrainingPopulation::Member> members;
    for (int r = 0; r < runs; ++r)
        members.push_back({setup, {.learning_rate = 0.1, .random = Random(100 + static_cast<std::uint64_t>(r))}});
    return {members, 16};
}

void train(benchmark::State& state, const TrainingSetup& setup, int runs) {
    auto all = population(setup, runs);
    std::uint64_t epoch = 0;
    for (auto _ : state) all.train(epoch++, 1);
    state.SetItemsProcessed(state.iterations() * runs * setup.batches);
}

/// 100 runs, each with its own order of the data; beside the speed the median of ln(loss) after 20 epochs.
void ensemble_shuffled(benchmark::State& state) {
    train(state, as_peers(true), 100);
    auto fresh = population(as_peers(true), 100);
    for (std::uint64_t epoch = 0; epoch < 20; ++epoch) fresh.train(epoch, 1);
    std::vector<double> losses;
    for (std::size_t r = 0; r < fresh.size(); ++r) losses.push_back(std::log(fresh.block(r).epoch_loss(fresh.lane(r))));
    std::nth_element(losses.begin(), losses.begin() + 50, losses.end());
    state.counters["log_loss"] = losses[50];
}
BENCHMARK(ensemble_shuffled);

void ensemble_in_order(benchmark::State& state) {
    train(state, as_peers(false), 96);
}
BENCHMARK(ensemble_in_order);

/// The network lab's default: tanh, batches of 4, the middle matrix alone.
void ensemble_published(benchmark::State& state) {
    train(state, {}, 96);
}
BENCHMARK(ensemble_published);

/// Singular values of 100 matrices of 64 x 16 (here 16 x 64) in single precision.
void small_singular_values(benchmark::State& state) {
    constexpr int matrices = 100, rows = 16, columns = 64;
    const auto& kernels = best_kernels();
    const auto width = static_cast<std::size_t>(kernels.width);
    const int blocks = (matrices + kernels.width - 1) / kernels.width;
    parallel::AlignedVector<float> matrix(static_cast<std::size_t>(blocks) * rows * columns * width),
        levels(rows * width), workspace(rows * rows * width);
    Random(7).normals<float>(Stream::of(0, 0), 0, 0, 1, matrix);
    for (auto _ : state)
        for (std::size_t b = 0; b < static_cast<std::size_t>(blocks); ++b) {
            kernels.levels(&matrix[b * rows * columns * width], levels.data(), workspace.data(), rows, columns);
            for (float& x : levels) x = std::sqrt(x);
            benchmark::DoNotOptimize(levels.data());
        }
    state.SetItemsProcessed(state.iterations() * matrices);
}
BENCHMARK(small_singular_values);

}  // namespace

BENCHMARK_MAIN();
