// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of the lattice kernels on one thread. items_per_second are site updates (one force evaluation of one site of
// one chain), except for the random numbers.
#include <benchmark/benchmark.h>

#include <cmath>

#include "engine/lattice/hybrid_monte_carlo.h"
#include "engine/lattice/metropolis.h"
#include "tests/benchmarks/naive_leapfrog.h"

namespace {

using namespace langevin;
using namespace langevin::lattice;

constexpr Couplings couplings{0.26, 0.022};
constexpr int steps = 10;
constexpr Trajectory trajectory{Integrator::leapfrog, steps, 0.1};

/// A block in (rough) equilibrium.
template <class Real>
ScalarBlock<Real> warm_block(int extent, int lanes) {
    ScalarBlock<Real> block({extent, extent}, 0, lanes);
    block.moments = moments_of(block);
    for (std::uint64_t step = 0; step < 30; ++step)
        hmc_update(block, couplings, trajectory, {Random(1), step, 0},
                   0.25 * static_cast<double>(block.geometry.sites()));
    return block;
}

void count_updates(benchmark::State& state, int extent, int lanes) {
    state.SetItemsProcessed(state.iterations() * steps * extent * extent * lanes);
}

template <class Real>
void leapfrog(benchmark::State& state) {
    const auto extent = static_cast<int>(state.range(0)), lanes = static_cast<int>(state.range(1));
    auto block = warm_block<Real>(extent, lanes);
    for (auto _ : state) integrate(block, couplings, trajectory);
    count_updates(state, extent, lanes);
}

template <class Real>
void full_hmc(benchmark::State& state) {
    const auto extent = static_cast<int>(state.range(0)), lanes = static_cast<int>(state.range(1));
    auto block = warm_block<Real>(extent, lanes);
    std::uint64_t step = 1000;
    double sum = 0, square = 0, count = 0;
    for (auto _ : state) {
        for (const auto& result : hmc_update(block, couplings, trajectory, {Random(1), step++, 0})) {
            const double weight = std::exp(-result.energy_change);
            sum += weight;
            square += weight * weight;
            ++count;
        }
    }
    count_updates(state, extent, lanes);
    state.counters["exp_minus_dH"] = sum / count;
    state.counters["error"] = std::sqrt((square / count - sum * sum / (count * count)) / count);
}

template <class Real>
void metropolis(benchmark::State& state) {
    const auto extent = static_cast<int>(state.range(0)), lanes = static_cast<int>(state.range(1));
    auto block = warm_block<Real>(extent, lanes);
    std::uint64_t step = 1000;
    for (auto _ : state) metropolis_sweep(block, couplings, 1.0, {Random(1), step++, 0});
    state.SetItemsProcessed(state.iterations() * extent * extent * lanes);
}

template <class Real>
void normals(benchmark::State& state) {
    std::vector<Real> out(static_cast<std::size_t>(state.range(0)));
    std::uint64_t step = 0;
    for (auto _ : state) {
        Random(1).normals<Real>(Stream::of(0, 0), step++, 0, 8, out);
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void naive(benchmark::State& state) {
    const auto extent = static_cast<int>(state.range(0));
    benchmarks::NaiveLeapfrog peer(extent, couplings.kappa, couplings.lambda);
    for (auto _ : state) peer.trajectory(steps, 0.1);
    count_updates(state, extent, 1);
    benchmark::DoNotOptimize(peer.field(0));
}

BENCHMARK(leapfrog<float>)->Args({32, 8})->Args({128, 8});
BENCHMARK(leapfrog<double>)->Args({32, 8})->Args({128, 4})->Args({128, 1})->Args({512, 1});
BENCHMARK(full_hmc<float>)->Args({32, 8})->Args({128, 8});
BENCHMARK(full_hmc<double>)->Args({32, 8})->Args({128, 4});
BENCHMARK(metropolis<double>)->Args({32, 4})->Args({128, 4});
BENCHMARK(normals<double>)->Arg(1 << 14);
BENCHMARK(normals<float>)->Arg(1 << 14);
BENCHMARK(naive)->Arg(32)->Arg(128);

}  // namespace

BENCHMARK_MAIN();
