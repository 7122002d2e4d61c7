// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of convolutional networks that learn, on one thread: the U-Net of the peers and the equivariant network of the
// program. items_per_second: batches of 64 fields of 32 x 32.
//
//     benchmark_learning --model=FILE    writes the U-Net with its weights, for the peers, and ends
//     benchmark_learning --race=MODEL    trains both networks on the same fields of phi^4 theory, kappa = 0.27, from data
//                                        alone, and prints after how many seconds their loss on other fields is how
//                                        far above MODEL's, a well-trained one (resources/models/phi4_critical.h5)
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "engine/diffusion/learnt/model_codec.h"
#include "engine/diffusion/learnt/score_training.h"
#include "engine/lattice/equilibrium.h"
#include "engine/networks/learning/optimiser.h"
#include "engine/networks/tape/operations.h"
#include "engine/storage/weights_file.h"

namespace {

using namespace langevin;
using namespace langevin::diffusion;
using namespace langevin::networks;
using namespace langevin::tape;

constexpr int batch = 64, extent = 32;
constexpr std::size_t groups = batch / lanes, sites = extent * extent;
const Shape field_shape = Shape::samples(1, extent, extent);

/// Channels 32-64-128, with something in the last layer, which begins at zero.
ScoreModel unet() {
    ScoreModel model{std::make_shared<Denoiser>(ScoreDescription{
                         {.architecture = Architecture::unet, .width = 32, .depth = 2}, Preconditioning::none, 1, {}}),
                     {}};
    const auto& layout = model.denoiser->network().layout();
    model.parameters = layout.initial<float>(Random(1));
    for (std::size_t i = 0; i < layout.size(); ++i)
        model.parameters[i] += 0.02f * static_cast<float>(std::cos(static_cast<double>(i)));
    return model;
}

/// cos of a phase of site and sample, as the peers have it, in lanes.
parallel::AlignedVector<float> wave(std::size_t group, double per_site, double per_sample) {
    parallel::AlignedVector<float> field(sites * lanes);
    for (std::size_t s = 0; s < sites; ++s)
        for (std::size_t l = 0; l < lanes; ++l)
            field[s * lanes + l] = static_cast<float>(
                std::cos(per_site * static_cast<double>(s) + per_sample * static_cast<double>(group * lanes + l)));
    return field;
}

/// A batch of the U-Net with everything it takes for a step.
struct Job {
    ScoreModel model = unet();
    const Network& network = model.denoiser->network();
    Optimiser<float> optimiser{model.parameters.size(), {}};
    std::vector<parallel::AlignedVector<float>> fields, targets;
    std::vector<float> condition;
    std::vector<float> gradient = std::vector<float>(model.parameters.size());
    Tape<float> tape;

    Job() {
        for (std::size_t g = 0; g < groups; ++g) {
            fields.push_back(wave(g, 0.37, 1.1));
            targets.push_back(wave(g, 0.23, 0.7));
        }
        for (const double f : features_of_noise(std::log(0.5)))
            condition.insert(condition.end(), lanes, static_cast<float>(f));
    }

    Variable<float> forward(const BoundParameters<float>& p, const Variable<float>& x) {
        return network.forward(p, {x, tape.constant(Shape::samples(noise_features), condition), {}});
    }
    /// Mean of squares of the results.
    double evaluate() {
        const Tape<float>::Forgetful forgetful(tape);
        double squares = 0;
        for (std::size_t g = 0; g < groups; ++g) {
            const BoundParameters<float> p(tape, network.layout(), model.parameters);
            const auto y = forward(p, tape.refer(field_shape, fields[g]));
            for (const float v : y.values()) squares += static_cast<double>(v) * static_cast<double>(v);
        }
        return squares / static_cast<double>(batch * sites);
    }
    /// The gradient of the mean square of what is off: of the result, or of the score -dE/dx of the energy E = x .
    /// F(x).
    void differentiate(bool energy) {
        std::ranges::fill(gradient, 0.0f);
        for (std::size_t g = 0; g < groups; ++g) {
            const BoundParameters<float> p(tape, network.layout(), model.parameters);
            const auto x = energy ? tape.variable(field_shape, fields[g]) : tape.refer(field_shape, fields[g]);
            auto y = forward(p, x);
            if (energy) y = affine(gradients(contract(y, x, Shape::samples(1)), {x}, true).front(), -1);
            const auto off = subtract(y, tape.refer(field_shape, targets[g]));
            const auto loss = affine(contract(off, off, Shape::samples(1)), 1 / static_cast<double>(batch * sites));
            auto to = gradient.begin();
            for (const auto& part : gradients(sum_lanes(loss), p.all()))
                for (const float v : part.values()) *to++ += v;
        }
    }
    double gradient_norm() const {
        double squares = 0;
        for (const float v : gradient) squares += static_cast<double>(v) * static_cast<double>(v);
        return std::sqrt(squares);
    }
};

void unet_sample(benchmark::State& state) {
    Job job;
    double squares = 0;
    for (auto _ : state) squares = job.evaluate();
    state.counters["check"] = squares;
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(unet_sample)->Unit(benchmark::kMillisecond);

void step(benchmark::State& state, bool energy) {
    Job job;
    job.differentiate(energy);
    state.counters["check"] = job.gradient_norm();
    for (auto _ : state) {
        job.differentiate(energy);
        job.optimiser.step(job.model.parameters, job.gradient, 1);
    }
    state.SetItemsProcessed(state.iterations());
}
void unet_train(benchmark::State& state) {
    step(state, false);
}
BENCHMARK(unet_train)->Unit(benchmark::kMillisecond);
void unet_energy(benchmark::State& state) {
    step(state, true);
}
BENCHMARK(unet_energy)->Unit(benchmark::kMillisecond);

// ----- The equivariant network of the program: 16 channels, 2 blocks, 4 channels propagated ---------------------------

std::shared_ptr<const Denoiser> equivariant() {
    return std::make_shared<Denoiser>(ScoreDescription{
        {}, Preconditioning::modes, 1, {.inverse = {0.1, 1, 0, 0}, .zero_mode = 10, .extent = extent}});
}

void equivariant_train(benchmark::State& state) {
    auto data = std::make_shared<TrainingData>();
    data->rows = data->columns = extent;
    data->samples.resize(256 * sites);
    Random(2).normals<float>(Stream::of(1, 0), 0, 0, 1, data->samples);
    ScoreTraining training(equivariant(), {data}, {}, Random(3));
    for (auto _ : state) training.step(1);
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(equivariant_train)->Unit(benchmark::kMillisecond);

void equivariant_score(benchmark::State& state) {
    auto denoiser = equivariant();
    auto parameters = denoiser->network().layout().initial<float>(Random(4));
    const LearntScore score({std::move(denoiser), std::move(parameters)}, extent, extent);
    std::vector<double> y(batch * sites), s(y.size());
    Random(5).normals<double>(Stream::of(1, 0), 0, 0, 1, y);
    for (auto _ : state) {
        score.evaluate(0.5, y, s);
        benchmark::DoNotOptimize(s.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(equivariant_score)->Unit(benchmark::kMillisecond);

// ----- A race --------------------------------------------------------------------------------------------------------

/// Fields in equilibrium, in units of `scale`.
std::shared_ptr<const TrainingData> fields_in_equilibrium(double scale, std::size_t count, std::uint64_t seed) {
    lattice::EquilibriumChains chains({extent, extent}, {0.27, 0.022}, 64, Random(seed));
    while (chains.updates() < lattice::equilibrium_thermalisation) chains.update(2);
    auto data = std::make_shared<TrainingData>();
    data->rows = data->columns = extent;
    while (data->size() < count) {
        for (int n = 0; n < lattice::equilibrium_spacing; ++n) chains.update(2);
        for (int c = 0; c < chains.chains(); ++c)
            for (const double phi : chains.configuration(c))
                data->samples.push_back(static_cast<float>(phi / scale));
    }
    return data;
}

/// Mean over five strengths of the noise of the loss over the reference's, less one.
double excess(const ScoreModel& model, const ScoreModel& reference, const TrainingData& data) {
    double sum = 0;
    constexpr double strengths[] = {0.1, 0.3, 1, 3, 10};
    for (const double sigma : strengths)
        sum += mean_loss(model, data, sigma, 512, Random(9), 2).value /
                   mean_loss(reference, data, sigma, 512, Random(9), 2).value -
               1;
    return sum / std::size(strengths);
}

/// One thread and its processor time; the clock stands while the loss is looked at.
void race(const char* name, const ScoreDescription& description, double learning_rate, const ScoreModel& reference,
          const std::shared_ptr<const TrainingData>& data, const TrainingData& others) {
    constexpr double goals[] = {0.1, 0.05, 0.02, 0.01, 0.005, 0.002}, patience = 600;
    const TrainingSettings settings{
        .batch = 32,
        .steps = 100000,
        .warm_up = 100,
        .optimiser = {.learning_rate = learning_rate, .largest_norm = 1, .average_decay = 0.99},
        .strongest = 100,
        .mirror = description.network.architecture == Architecture::unet};
    ScoreTraining training(std::make_shared<Denoiser>(description), {data}, settings, Random(3));
    double seconds = 0;
    std::size_t reached = 0;
    for (double next = 0; reached < std::size(goals) && seconds < patience; next = std::max(1.0, 1.15 * next)) {
        while (seconds < next) {
            const auto begin = std::clock();
            training.step(1);
            seconds += static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        }
        const double now = excess(training.model(), reference, others);
        for (; reached < std::size(goals) && now < goals[reached]; ++reached)
            std::printf("%-12s %4.1f %% above after %6.1f s, %6llu steps\n", name, 100 * goals[reached], seconds,
                        static_cast<unsigned long long>(training.steps()));
        if (reached < std::size(goals) && seconds >= patience)
            std::printf("%-12s %4.1f %% above after %6.1f s, %6llu steps: given up\n", name, 100 * now, seconds,
                        static_cast<unsigned long long>(training.steps()));
        std::fflush(stdout);
    }
}

void race(const char* file) {
    const auto reference = decode(storage::read_weights(std::filesystem::path(file)));
    auto description = reference.denoiser->description();
    const auto data = fields_in_equilibrium(description.scale, 4096, 1),
               others = fields_in_equilibrium(description.scale, 512, 2);
    race("equivariant", description, 2e-3, reference, data, *others);
    description.network = {.architecture = Architecture::unet, .width = 32, .depth = 2};
    description.preconditioning = Preconditioning::scalar;
    race("U-Net", description, 1e-3, reference, data, *others);
}

}  // namespace

int main(int argc, char** argv) {
    constexpr const char* option = "--model=";
    if (argc == 2 && std::strncmp(argv[1], option, std::strlen(option)) == 0) {
        storage::write_weights(argv[1] + std::strlen(option), encode(unet()));
        return 0;
    }
    constexpr const char* contest = "--race=";
    if (argc == 2 && std::strncmp(argv[1], contest, std::strlen(contest)) == 0) {
        race(argv[1] + std::strlen(contest));
        return 0;
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
