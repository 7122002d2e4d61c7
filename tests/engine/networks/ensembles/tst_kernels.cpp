// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <bit>
#include <cmath>

#include "engine/networks/ensembles/observables.h"
#include "engine/networks/ensembles/training_population.h"

using namespace langevin;
using namespace langevin::networks;

Q_DECLARE_METATYPE(TrainingSetup)

namespace {

std::vector<TrainingRun> some_runs(int count) {
    std::vector<TrainingRun> runs;
    for (int r = 0; r < count; ++r)
        runs.push_back({.learning_rate = 0.1 * (r % 5 + 1),
                        .weight_scale = std::exp2(r % 4 - 2),
                        .random = Random(70 + static_cast<std::uint64_t>(r))});
    return runs;
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

bool same(const Network& a, const Network& b) {
    return same(a.first, b.first) && same(a.middle, b.middle) && same(a.last, b.last);
}

/// The same training in double precision, one example after the other.
Network trained_in_double(const TrainingSetup& setup, const TrainingBlock& block, std::size_t run, Network student,
                          double learning_rate, int epochs) {
    const auto data = block.data(run);
    const auto batch = static_cast<std::size_t>(setup.batch), inputs = static_cast<std::size_t>(data.inputs);
    for (int epoch = 0; epoch < epochs; ++epoch)
        for (std::size_t b = 0; b < static_cast<std::size_t>(setup.batches); ++b) {
            const auto points = data.points.begin() + static_cast<std::ptrdiff_t>(b * batch * inputs);
            const auto targets = data.targets.begin() + static_cast<std::ptrdiff_t>(b * batch);
            const Examples part{data.inputs,
                                {points, points + static_cast<std::ptrdiff_t>(batch * inputs)},
                                {targets, targets + setup.batch}};
            descend(student, part, learning_rate, setup.train_all);
        }
    return student;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(sum);
}

}  // namespace

class TestKernels : public QObject {
    Q_OBJECT

    static void rows_of_setups() {
        QTest::addColumn<TrainingSetup>("setup");
        const auto row = [](const char* name, TrainingSetup setup) {
            setup.batches = 25;
            QTest::newRow(name) << setup;
        };
        row("published", {});
        row("larger batches", {.batch = 10});
        row("odd sizes", {.shape = {.hidden = 6, .features = 10}, .batch = 3});
        row("all matrices, ReLU", {.shape = {.activation = Activation::relu}, .batch = 16, .train_all = true});
        row("all matrices, odd sizes", {.shape = {.hidden = 7, .features = 5}, .batch = 2, .train_all = true});
        row("linear", {.shape = {.hidden = 8, .features = 4, .activation = Activation::linear}});
    }

  private slots:
    /// As its documentation says, over all that single precision can tell apart; odd, and never beyond 1.
    void tanh_is_right_to_the_last_places() {
        for (const auto& kernels : available_kernels()) {
            const auto width = static_cast<std::size_t>(kernels.width);
            parallel::AlignedVector<float> in(width), out(width), mirrored(width);
            double worst = 0;
            std::size_t filled = 0;
            const auto look = [&](float x) {
                in[filled++] = x;
                if (filled < width) return;
                filled = 0;
                kernels.tanh(in.data(), out.data(), width);
                for (std::size_t i = 0; i < width; ++i) {
                    const double exact = std::tanh(static_cast<double>(in[i]));
                    worst = std::max(worst, std::abs(out[i] - exact) / std::max(std::abs(exact), 0x1p-126));
                    QVERIFY(std::abs(out[i]) <= 1);
                    in[i] = -in[i];
                }
                kernels.tanh(in.data(), mirrored.data(), width);
                for (std::size_t i = 0; i < width; ++i) QCOMPARE(mirrored[i], -out[i]);
            };
            for (std::uint32_t bits = 0; bits < 0x7f800000u; bits += 997) look(std::bit_cast<float>(bits));
            QVERIFY2(worst < 4e-7, qPrintable(QString("%1: %2").arg(kernels.name).arg(worst)));
        }
    }

    /// As documented, for matrices wide and tall, with rank and without; the same whatever the neighbours.
    void levels_are_squared_singular_values_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("usual") << 16 << 32;
        QTest::newRow("square") << 16 << 16;
        QTest::newRow("rank below rows") << 12 << 5;
        QTest::newRow("large") << 40 << 64;
        QTest::newRow("one row") << 1 << 3;
    }
    void levels_are_squared_singular_values() {
        QFETCH(const int, rows);
        QFETCH(const int, columns);
        const TrainingSetup setup{.shape = {.hidden = columns, .features = rows}, .batches = 5};
        for (const auto& kernels : available_kernels()) {
            const auto runs = some_runs(kernels.width);
            TrainingBlock block(setup, runs, kernels);
            block.train(0);
            const auto levels = block.levels();
            for (std::size_t run = 0; run < runs.size(); ++run) {
                const auto exact = squared_singular_values(block.student(run));
                QCOMPARE(levels[run].size(), exact.size());
                for (std::size_t k = 0; k < exact.size(); ++k)
                    QVERIFY2(
                        std::abs(levels[run][k] - exact[k]) < 1e-6 * exact.back(),
                        qPrintable(QString("%1: %2 of %3").arg(levels[run][k] - exact[k]).arg(k).arg(exact.back())));
            }
            TrainingBlock alone(setup, std::span(runs).subspan(1, 1), kernels);
            alone.train(0);
            QVERIFY(same(alone.levels()[0], levels[1]));
        }
    }

    void kernels_follow_the_reference_data() { rows_of_setups(); }
    void kernels_follow_the_reference() {
        QFETCH(const TrainingSetup, setup);
        for (const auto& kernels : available_kernels()) {
            const auto runs = some_runs(kernels.width);
            TrainingBlock block(setup, runs, kernels);
            for (const std::size_t run : {std::size_t{0}, static_cast<std::size_t>(kernels.width) - 1}) {
                const auto start = block.student(run);
                auto copy = block;
                for (std::uint64_t epoch = 0; epoch < 4; ++epoch) copy.train(epoch);
                const auto expected = trained_in_double(setup, block, run, start, runs[run].learning_rate, 4);
                const auto found = copy.student(run);
                const double moved = distance(expected.middle, start.middle);
                QVERIFY(moved > 1e-3);
                QVERIFY2(distance(expected.middle, found.middle) < 1e-4 * moved + 1e-6,
                         qPrintable(QString("%1: %2 of %3")
                                        .arg(kernels.name)
                                        .arg(distance(expected.middle, found.middle))
                                        .arg(moved)));
                QVERIFY(distance(expected.first, found.first) < 1e-4);
                QVERIFY(distance(expected.last, found.last) < 1e-4);
                QCOMPARE(same(found.first, start.first), !setup.train_all);
            }
        }
    }

    /// Alone, among others, and in registers of another width: the same bits.
    void a_run_does_not_depend_on_its_neighbours_data() { rows_of_setups(); }
    void a_run_does_not_depend_on_its_neighbours() {
        QFETCH(const TrainingSetup, setup);
        const auto runs = some_runs(16);
        const auto trained = [&](std::span<const TrainingRun> some, const Kernels& kernels) {
            TrainingBlock block(setup, some, kernels);
            for (std::uint64_t epoch = 0; epoch < 3; ++epoch) block.train(epoch);
            return block;
        };
        const auto& best = best_kernels();
        const auto width = static_cast<std::size_t>(best.width);
        const auto together = trained(std::span(runs).first(width), best);
        for (std::size_t run = 0; run < width; run += 3) {
            const auto alone = trained(std::span(runs).subspan(run, 1), best);
            QVERIFY(same(alone.student(0), together.student(run)));
            QCOMPARE(alone.epoch_loss(0), together.epoch_loss(run));
            for (const auto& other : available_kernels()) {
                if (QByteArray(other.name) == "baseline") continue;  // rounds products by themselves on old processors
                QVERIFY(same(trained(std::span(runs).subspan(run, 1), other).student(0), together.student(run)));
            }
        }
    }

    /// Runs of many setups in one population, in any number of threads, are what they are by themselves.
    void populations_keep_runs_apart() {
        std::vector<TrainingPopulation::Member> members;
        const auto runs = some_runs(21);
        for (std::size_t r = 0; r < runs.size(); ++r) {
            TrainingSetup setup{.batch = r % 3 == 0 ? 8 : 4, .batches = 10};
            setup.shuffled = r % 5 == 0;
            setup.fresh_data = r % 7 == 0;
            members.push_back({setup, runs[r]});
        }
        TrainingPopulation all(members, 16), again(members, 16);
        for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
            all.train(epoch, 1);
            again.train(epoch, 3);
        }
        for (std::size_t r = 0; r < members.size(); ++r) {
            TrainingPopulation one(std::span{members}.subspan(r, 1), 16);
            for (std::uint64_t epoch = 0; epoch < 3; ++epoch) one.train(epoch, 1);
            QVERIFY(same(one.student(0), all.student(r)));
            QVERIFY(same(again.student(r), all.student(r)));
            QVERIFY(same(one.teacher(0), all.teacher(r)));
        }
    }

    void shuffling_changes_the_order_and_nothing_else() {
        const auto runs = some_runs(2);
        TrainingSetup setup{.batches = 50};
        TrainingBlock ordered(setup, runs);
        setup.shuffled = true;
        TrainingBlock shuffled(setup, runs);
        // With a vanishing learning rate the mean over an epoch does not know the order.
        for (auto* block : {&ordered, &shuffled}) {
            block->set_learning_rate(0, 1e-7);
            block->train(0);
        }
        QVERIFY(std::abs(ordered.epoch_loss(0) / shuffled.epoch_loss(0) - 1) < 1e-5);
        QVERIFY(!same(ordered.student(1), shuffled.student(1)));
        const double first = shuffled.epoch_loss(1);
        shuffled.train(1);
        QVERIFY(shuffled.epoch_loss(1) != first);
    }

    void fresh_data_are_new_in_every_epoch() {
        TrainingSetup setup{.batches = 200, .fresh_data = true};
        const auto runs = some_runs(1);
        TrainingBlock block(setup, runs);
        block.set_learning_rate(0, 1e-9);
        block.train(0);
        const double first = block.epoch_loss(0);
        block.train(1);
        QVERIFY(std::abs(block.epoch_loss(0) / first - 1) > 1e-4);
        QVERIFY(std::abs(block.epoch_loss(0) / first - 1) < 0.3);
    }

    void a_run_that_diverges_is_frozen_and_the_others_go_on() {
        TrainingSetup setup{.shape = {.activation = Activation::linear}, .batches = 200};
        auto runs = some_runs(3);
        for (auto& run : runs) run.learning_rate *= 0.02;  // larger steps would leave the valley of the linear network
        runs[1].learning_rate = 1e4;
        TrainingBlock block(setup, runs), without(setup, std::vector{runs[0], runs[2]});
        for (std::uint64_t epoch = 0; epoch < 2; ++epoch) {
            block.train(epoch);
            without.train(epoch);
        }
        QVERIFY(block.frozen(1) && !block.frozen(0) && !block.frozen(2));
        for (const double w : block.student(1).middle) QVERIFY(std::isfinite(w));
        QVERIFY(same(block.student(2), without.student(1)));
        block.set_learning_rate(1, 0.1);
        QVERIFY(block.frozen(1));
    }

    void a_saved_block_goes_on_as_if_nothing_had_happened() {
        const TrainingSetup setup{.batches = 20, .shuffled = true};
        const auto runs = some_runs(3);
        TrainingBlock block(setup, runs), restored(setup, runs);
        block.train(0);
        std::vector<float> values;
        std::vector<double> sums;
        block.save(values, sums);
        std::span<const float> v = values;
        std::span<const double> s = sums;
        restored.load(v, s);
        QVERIFY(v.empty() && s.empty());
        QCOMPARE(restored.epoch_loss(2), block.epoch_loss(2));
        block.train(1);
        restored.train(1);
        QVERIFY(same(block.student(2), restored.student(2)));
    }
};

QTEST_GUILESS_MAIN(TestKernels)
#include "tst_kernels.moc"
