// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of the random-matrix kernels on one thread. items_per_second: pairs (each counted once), spectra, or updates of
// one seed.
#include <benchmark/benchmark.h>

#include <cmath>

#include "engine/coulomb_gas/charge_tree.h"
#include "engine/coulomb_gas/dynamics.h"
#include "engine/coulomb_gas/pair_sums.h"
#include "engine/spectra/eigenvalues.h"
#include "engine/spectra/samplers.h"
#include "engine/weights/gaussian_rbm.h"
#include "engine/weights/teacher_student.h"

namespace {

using namespace langevin;

std::vector<double> spectrum(int levels) {
    RandomSequence random(Random(1), Stream::of(0, 0), 0);
    return spectra::hermite_spectrum(2, levels, 1, random);
}

/// The largest relative error of the forces, against long double, stands beside the speed.
void coulomb_forces(benchmark::State& state) {
    const auto x = spectrum(static_cast<int>(state.range(0)));
    std::vector<double> force(x.size());
    for (auto _ : state) {
        coulomb_gas::pair_sums(x, 0, x.size(), force);
        benchmark::DoNotOptimize(force.data());
    }
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        long double sum = 0, scale = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            if (i == j) continue;
            sum += 1 / (static_cast<long double>(x[i]) - x[j]);
            scale += std::abs(1 / (static_cast<long double>(x[i]) - x[j]));
        }
        worst = std::max(worst, static_cast<double>(std::abs(force[i] - sum) / scale));
    }
    state.counters["error"] = worst;
    state.SetItemsProcessed(state.iterations() * state.range(0) * (state.range(0) - 1) / 2);
}
BENCHMARK(coulomb_forces)->Arg(100)->Arg(250)->Arg(500)->Arg(1000)->Arg(2000)->Arg(4000)->Arg(10000);

/// The same sums by the tree, its making included: where it overtakes.
void coulomb_forces_by_tree(benchmark::State& state) {
    const auto x = spectrum(static_cast<int>(state.range(0)));
    std::vector<double> force(x.size());
    for (auto _ : state) {
        const coulomb_gas::ChargeTree tree(x);
        tree.pair_sums(0, x.size(), force);
        benchmark::DoNotOptimize(force.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0) * (state.range(0) - 1) / 2);
}
BENCHMARK(coulomb_forces_by_tree)->Arg(250)->Arg(500)->Arg(1000)->Arg(2000)->Arg(4000)->Arg(10000);

void tamed_step(benchmark::State& state) {
    const coulomb_gas::Ensemble ensemble{.levels = static_cast<int>(state.range(0))};
    auto q = spectrum(ensemble.levels);
    std::vector<double> noise(q.size());
    std::uint64_t step = 0;
    for (auto _ : state) {
        Random(2).normals<double>(Stream::of(0, 0), step++, 0, 1, noise);
        for (double& v : noise) v *= 1e-3;
        coulomb_gas::tamed_step(ensemble, q, 1e-6, noise, {});
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(tamed_step)->Arg(64)->Arg(2000);

void dense_eigenvalues(benchmark::State& state) {
    const auto n = static_cast<std::size_t>(state.range(0));
    std::vector<double> matrix(n * n), work;
    Random(3).normals<double>(Stream::of(0, 0), 0, 0, 1, matrix);
    for (auto _ : state) {
        work = matrix;
        benchmark::DoNotOptimize(spectra::symmetric_eigenvalues(work, static_cast<int>(n)).data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(dense_eigenvalues)->Arg(1000);

void sampled_spectrum(benchmark::State& state) {
    std::uint64_t i = 0;
    for (auto _ : state) {
        RandomSequence random(Random(4), Stream::of(0, 0), i++);
        benchmark::DoNotOptimize(spectra::hermite_spectrum(1, static_cast<int>(state.range(0)), 1, random).data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(sampled_spectrum)->Arg(1000);

void rbm_update(benchmark::State& state) {
    const weights::RbmModel model;
    weights::RbmBlock block(model, 0, weights::RbmStart::aligned, 0.5, Random(5));
    std::uint64_t step = 0;
    for (auto _ : state) block.update(model, Random(5), step++);
    state.SetItemsProcessed(state.iterations() * weights::lanes);
}
BENCHMARK(rbm_update);

void student_update(benchmark::State& state) {
    const weights::TeacherModel model;
    weights::StudentBlock block(model, 0, 0.1, Random(6));
    std::uint64_t step = 0;
    for (auto _ : state) block.update(model, Random(6), step++);
    state.SetItemsProcessed(state.iterations() * weights::lanes);
}
BENCHMARK(student_update);

}  // namespace

BENCHMARK_MAIN();
