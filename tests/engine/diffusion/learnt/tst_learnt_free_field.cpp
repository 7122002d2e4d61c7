// SPDX-License-Identifier: GPL-3.0-or-later
// A network that has to learn the free field on its own (scalar preconditioning): its loss against the least there is,
// and what it generates against the exact score with the same noise.
#include <QtTest>
#include <cmath>

#include "engine/diffusion/sampler.h"
#include "tests/engine/diffusion/learnt/free_field_data.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;
using namespace langevin::networks;
using namespace langevin::test;

namespace {

constexpr int extent = 8, threads = 2;

ScoreTraining trained() {
    const auto denoiser =
        std::make_shared<Denoiser>(ScoreDescription{{.width = 16, .depth = 2}, Preconditioning::scalar, 1, {}});
    const TrainingSettings settings{.batch = 64,
                                    .steps = 2000,
                                    .warm_up = 100,
                                    .optimiser = {.learning_rate = 4e-3, .largest_norm = 1, .average_decay = 0.999},
                                    .weighting = Weighting::edm,
                                    .weakest = 0.02,
                                    .strongest = 50};
    ScoreTraining training(denoiser, {free_field_data(extent, 20000, Random(3))}, settings, Random(5));
    while (training.steps() < settings.steps) training.step(threads);
    return training;
}

/// The exact denoiser: an untrained network around it.
ScoreModel exact() {
    auto denoiser = std::make_shared<Denoiser>(ScoreDescription{
        {.width = 1, .depth = 1, .propagated = 0}, Preconditioning::modes, 1, free_field_spectrum(extent)});
    auto parameters = denoiser->network().layout().initial<float>(Random(1));
    return {std::move(denoiser), std::move(parameters)};
}

struct Generated {
    double square = 0;         ///< <x^2> of a site
    double magnetisation = 0;  ///< V <M^2>, M the mean of the sites
};

/// What the exponential integrator makes with this score; the same noise every time.
Generated generated(const ScoreModel& model) {
    constexpr std::size_t volume = extent * extent, samples = 2048;
    const LearntScore score(model, extent, extent);
    const Process process(ProcessKind::edm, 50);
    Sampler sampler(process,
                    {.method = Method::exponential,
                     .levels = 40,
                     .spacing = Spacing::geometric,
                     .last_time = 0.02 / 50,
                     .last_step = LastStep::denoise},
                    score);
    sampler.start(samples, std::vector<double>(volume), Random(8), Stream::of(1, 0), 0);
    while (!sampler.finished()) sampler.step(threads);
    Generated result;
    for (std::size_t n = 0; n < samples; ++n) {
        double sum = 0;
        for (std::size_t i = 0; i < volume; ++i) {
            const double x = sampler.samples()[n * volume + i];
            sum += x;
            result.square += x * x / static_cast<double>(volume * samples);
        }
        result.magnetisation += sum * sum / static_cast<double>(volume * samples);
    }
    return result;
}

}  // namespace

class TestLearntFreeField : public QObject {
    Q_OBJECT

  private slots:
    void losses_and_samples() {
        const auto training = trained();
        const auto model = training.model();
        const ScoreModel untrained{model.denoiser, model.denoiser->network().layout().initial<float>(Random(5))};
        const auto fresh = free_field_data(extent, 8192, Random(77));
        for (const double sigma : {0.03, 0.2, 1.0, 5.0, 30.0}) {
            const auto loss = [&](const ScoreModel& m) {
                return mean_loss(m, *fresh, sigma, 8192, Random(9), threads);
            };
            const auto best = loss(exact());
            const double least = gaussian_loss(free_field_spectrum(extent).variances(extent, extent), sigma);
            VERIFY_CLOSE(best.value, least, 5 * best.error);
            // Differences of losses with the same noise have hardly any scatter.
            VERIFY_CLOSE(loss(model).value, best.value, 0.02 * least);
            if (sigma == 1 || sigma == 5) QVERIFY(loss(untrained).value > 1.02 * best.value);
        }
        const auto best = generated(exact()), learnt = generated(model);
        VERIFY_CLOSE(learnt.square, best.square, 0.01 * best.square);
        VERIFY_CLOSE(best.square, 1, 0.03);  // 2048 fields
        VERIFY_CLOSE(learnt.magnetisation, best.magnetisation, 0.02 * best.magnetisation);
        QVERIFY(generated(untrained).magnetisation < 0.5 * best.magnetisation);
    }
};

QTEST_GUILESS_MAIN(TestLearntFreeField)
#include "tst_learnt_free_field.moc"
