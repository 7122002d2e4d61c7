// SPDX-License-Identifier: GPL-3.0-or-later
// Training of scores: the same bits on any number of threads and after a pause, stops, what makes it diverge; and, for
// Gaussian data, its exact minimum.
#include <QtTest>
#include <cmath>
#include <limits>

#include "tests/engine/diffusion/learnt/free_field_data.h"
#include "tests/support/close.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::diffusion;
using namespace langevin::networks;
using namespace langevin::test;

Q_DECLARE_METATYPE(TrainingSettings)

namespace {

using Data = std::vector<std::shared_ptr<const TrainingData>>;

std::shared_ptr<const Denoiser> denoiser(Preconditioning preconditioning = Preconditioning::modes, int width = 8) {
    return std::make_shared<Denoiser>(
        ScoreDescription{{.width = width, .propagated = 2}, preconditioning, 1, free_field_spectrum(8)});
}

Data fields(std::size_t samples = 256) {
    return {free_field_data(8, samples, Random(3))};
}

std::uint64_t state(const ScoreTraining& training) {
    Archive archive;
    training.save(archive, "");
    return archive.hash();
}

void steps(ScoreTraining& training, int count, int threads = 1) {
    for (int n = 0; n < count; ++n) QVERIFY(training.step(threads));
}

/// Numbers of a two-valued distribution, each on a site of its own.
Data numbers(std::size_t count) {
    auto data = std::make_shared<TrainingData>();
    std::vector<double> z(count);
    Random(4).normals<double>(Stream::of(1, 0), 0, 0, 1, z);
    for (const double v : z) data->samples.push_back(static_cast<float>((v < 0 ? -0.9 : 0.9) + 0.2 * v));
    return {data};
}

}  // namespace

class TestScoreTraining : public QObject {
    Q_OBJECT

  private slots:
    void threads_do_not_matter_data() {
        QTest::addColumn<TrainingSettings>("settings");
        QTest::newRow("usual") << TrainingSettings{.optimiser = {.average_decay = 0.99}};
        QTest::newRow("force") << TrainingSettings{.target = Target::combined, .force_weight = 0.1};
        QTest::newRow("one level") << TrainingSettings{
            .weighting = Weighting::edm, .sampling = NoiseSampling::log_normal, .one_level = true, .mirror = true};
        QTest::newRow("published") << TrainingSettings{.weighting = Weighting::variance,
                                                       .sampling = NoiseSampling::uniform_time};
        QTest::newRow("likelihood") << TrainingSettings{.weighting = Weighting::likelihood,
                                                        .sampling = NoiseSampling::log_uniform_time};
    }
    void threads_do_not_matter() {
        QFETCH(const TrainingSettings, settings);
        std::uint64_t first = 0;
        for (const int threads : {1, 2, 3}) {
            ScoreTraining training(denoiser(), fields(), settings, Random(5));
            steps(training, 4, threads);
            if (threads == 1) first = state(training);
            QCOMPARE(state(training), first);
            QVERIFY(std::isfinite(training.loss()) && training.loss() > 0 && training.gradient_norm() > 0);
        }
        ScoreTraining other(denoiser(), fields(), settings, Random(6));
        steps(other, 4);
        QVERIFY(state(other) != first);
    }

    void single_sites_on_any_number_of_threads() {
        const auto of_sites = std::make_shared<Denoiser>(
            ScoreDescription{{.architecture = Architecture::sites, .width = 16}, Preconditioning::scalar, 1, {}});
        std::uint64_t first = 0;
        for (const int threads : {1, 2, 3}) {
            ScoreTraining training(of_sites, numbers(1000), {.batch = 192}, Random(5));
            steps(training, 4, threads);
            if (threads == 1) first = state(training);
            QCOMPARE(state(training), first);
        }
    }

    void goes_on_as_if_never_stopped() {
        const TrainingSettings settings{
            .steps = 10, .warm_up = 3, .optimiser = {.weight_decay = 0.01, .average_decay = 0.99}};
        const Data data = {free_field_data(8, 128, Random(3)), free_field_data(4, 128, Random(3))};  // in turn
        ScoreTraining whole(denoiser(), data, settings, Random(5)), first(whole), second(whole);
        steps(whole, 12);
        steps(first, 5);
        Archive archive;
        first.save(archive, "training.");
        second.load(archive, "training.");
        QCOMPARE(second.steps(), std::uint64_t{5});
        VERIFY_SAME(second.loss(), first.loss());
        VERIFY_SAME(second.learning_rate(), first.learning_rate());
        steps(second, 7);
        QCOMPARE(state(second), state(whole));
        QCOMPARE(second.model().parameters, whole.model().parameters);
    }

    void another_networks_state_is_refused() {
        ScoreTraining training(denoiser(), fields(), {}, Random(5)),
            wider(denoiser(Preconditioning::modes, 12), fields(), {}, Random(5));
        Archive archive;
        training.save(archive, "");
        const auto before = state(wider);
        QVERIFY(!problem_of([&] { wider.load(archive, ""); }).what.empty());
        QCOMPARE(state(wider), before);
    }

    void a_stop_changes_nothing() {
        ScoreTraining training(denoiser(), fields(), {}, Random(5));
        steps(training, 1);
        const auto before = state(training);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!training.step(2, stop.get_token()));
        QCOMPARE(state(training), before);
    }

    void data_that_are_no_numbers() {
        auto broken = free_field_data(8, 64, Random(3));
        for (float& v : broken->samples) v = std::numeric_limits<float>::quiet_NaN();
        ScoreTraining training(denoiser(), {broken}, {}, Random(5));
        const auto before = state(training);
        const auto problem = problem_of([&] { training.step(2); });
        VERIFY_CONTAINS(problem.what, "the training diverged");
        QVERIFY(!problem.remedy.empty());
        QCOMPARE(state(training), before);
    }

    void a_learning_rate_that_is_too_large() {
        const auto unet = std::make_shared<Denoiser>(ScoreDescription{
            {.architecture = Architecture::unet, .width = 8, .depth = 1}, Preconditioning::none, 1, {}});
        for (const auto& network : {denoiser(), std::shared_ptr<const Denoiser>(unet)}) {
            ScoreTraining training(network, fields(), {.optimiser = {.learning_rate = 1e9}}, Random(5));
            const auto problem = problem_of([&] {
                for (int n = 0; n < 20; ++n) training.step(1);
            });
            VERIFY_CONTAINS(problem.what, "the training diverged");
            QCOMPARE(problem.where, std::string("learning_rate"));
        }
    }

    /// A network that has learnt nothing yet is the exact solution of the free field: its loss is the least there is,
    /// sum_p C_p / (C_p + sigma^2).
    void the_least_loss_of_gaussian_fields_data() {
        QTest::addColumn<double>("sigma");
        for (const double sigma : {0.02, 0.2, 1.0, 5.0, 50.0}) QTest::addRow("sigma %g", sigma) << sigma;
    }
    void the_least_loss_of_gaussian_fields() {
        QFETCH(const double, sigma);
        const ScoreTraining training(denoiser(), fields(16384), {}, Random(5));
        const auto data = fields(16384);
        const auto measured = mean_loss(training.model(), *data[0], sigma, 16384, Random(9), 2);
        const double least = gaussian_loss(free_field_spectrum(8).variances(8, 8), sigma);
        VERIFY_CLOSE(measured.value, least, 5 * measured.error);
        QVERIFY(measured.error > 0 && measured.error < 0.03 * least);
        // Any other function of the data does worse.
        auto wrong = training.model();
        for (float& v : wrong.parameters) v += 0.03f;
        QVERIFY(mean_loss(wrong, *data[0], sigma, 16384, Random(9), 2).value > measured.value);
    }

    /// In units of that minimum the first batch's loss is 1; and with the force in the target nothing is left to learn.
    void losses_of_the_first_batch() {
        const auto data = fields(4096);
        ScoreTraining denoising(denoiser(), data, {.batch = 4096}, Random(5));
        QVERIFY(denoising.step(2));
        VERIFY_CLOSE(denoising.loss(), 1, 0.03);
        ScoreTraining combined(denoiser(), data, {.batch = 256, .target = Target::combined}, Random(5));
        QVERIFY(combined.step(2));
        VERIFY_CLOSE(combined.loss(), 0, 1e-9);
        ScoreTraining edm(denoiser(), data,
                          {.batch = 4096, .weighting = Weighting::edm, .weakest = 1, .strongest = 1 + 1e-9}, Random(5));
        QVERIFY(edm.step(2));
        VERIFY_CLOSE(edm.loss(), 2 * gaussian_loss(free_field_spectrum(8).variances(8, 8), 1), 0.03);
    }

    void the_schedule_is_followed() {
        ScoreTraining training(denoiser(), fields(), {.steps = 4, .warm_up = 1, .optimiser = {.learning_rate = 1e-3}},
                               Random(5));
        VERIFY_CLOSE(training.learning_rate(), 0.5e-3, 1e-18);
        steps(training, 1);
        VERIFY_CLOSE(training.learning_rate(), 1e-3, 1e-18);
        training.set_learning_rate(2e-3);
        steps(training, 3);
        VERIFY_CLOSE(training.learning_rate(), 0, 1e-18);
    }
};

QTEST_GUILESS_MAIN(TestScoreTraining)
#include "tst_score_training.moc"
