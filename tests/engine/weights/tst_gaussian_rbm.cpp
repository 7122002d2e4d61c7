// SPDX-License-Identifier: GPL-3.0-or-later
// The Gaussian RBM against its exact learning curve, its small-temperature fluctuations and independent measurements.
#include <QTest>
#include <algorithm>
#include <numbers>

#include "engine/weights/level_record.h"
#include "engine/weights/rbm_theory.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::weights;

namespace {

const Random random_numbers(2407);

LevelRecord record_for(const RbmModel& model, int seeds) {
    std::vector<LevelRecord::Group> groups;
    for (const auto& group : level_groups(model))
        groups.push_back({group.places, pair_spacing(group.level, model.temperature())});
    return LevelRecord(std::move(groups), seeds, 0, model.mu * model.mu);
}

/// Seeds from the aligned solution, thermalised and measured.
LevelRecord measure(const RbmModel& model, int blocks, int thermalisation, int interval, int measurements) {
    auto record = record_for(model, blocks * lanes);
    std::vector<RbmBlock> all;
    for (int b = 0; b < blocks; ++b) all.emplace_back(model, b * lanes, RbmStart::aligned, 0.5, random_numbers);
    std::uint64_t step = 0;
    for (int m = -1; m < measurements; ++m) {
        for (int i = 0; i < (m < 0 ? thermalisation : interval); ++i, ++step)
            for (auto& block : all) block.update(model, random_numbers, step);
        if (m < 0) continue;
        std::vector<double> spectra;
        for (auto& block : all)
            for (int lane = 0; lane < lanes; ++lane) {
                const auto x = block.levels(model, lane);
                spectra.insert(spectra.end(), x.begin(), x.end());
            }
        record.record(spectra);
    }
    return record;
}

}  // namespace

class TestGaussianRbm : public QObject {
    Q_OBJECT

  private slots:
    void kernel_eigenvalues_are_those_of_the_ring() {
        const auto kappa = kernel_eigenvalues({});
        QCOMPARE(kappa.size(), std::size_t{10});
        VERIFY_CLOSE(kappa[0], 4.0, 1e-12);
        VERIFY_CLOSE(kappa[1], 4.381966, 1e-6);
        VERIFY_CLOSE(kappa[9], 8.0, 1e-12);
        const auto groups = level_groups({});
        QCOMPARE(groups.size(), std::size_t{6});
        QVERIFY(!groups[0].pair() && groups[1].pair() && !groups[5].pair());
        QCOMPARE(groups[0].places, std::vector<int>{9});
        QCOMPARE(groups[1].places, (std::vector<int>{8, 7}));
    }

    void noiseless_learning_follows_the_closed_curve() {
        RbmModel model;
        model.rate = 1e-3;
        RbmBlock block(model, 0, RbmStart::aligned, 0.1, random_numbers);
        const auto groups = level_groups(model);
        const double start = 0.1;  // width^2 hidden
        for (int t = 1; t <= 150000; ++t) {
            block.update_noiseless(model);
            if (t % 15000 != 0) continue;
            const auto x = block.levels(model, 3);
            for (const auto& group : groups)
                for (const int place : group.places) {
                    const double expected = learning_curve(group.kappa, model.mu, start, model.rate * t);
                    VERIFY_CLOSE(x[static_cast<std::size_t>(place)] / expected, 1.0, 1e-3);
                }
        }
    }

    void noiseless_learning_ends_in_the_solution() {
        RbmModel model;
        model.rate = 0.2;
        RbmBlock block(model, 0, RbmStart::random, 0.1, random_numbers);
        for (int t = 0; t < 20000; ++t) block.update_noiseless(model);
        const auto x = block.levels(model, 0);
        for (const auto& group : level_groups(model))
            for (const int place : group.places) VERIFY_CLOSE(x[static_cast<std::size_t>(place)], group.level, 1e-6);
    }

    /// alpha = 0.01, |B| = 16: <S> = sqrt(2 pi T (mu^2 - kappa)) for every pair.
    void spacings_at_low_temperature() {
        RbmModel model;
        model.rate = 0.01;
        const auto record = measure(model, 4, 25000, 200, 150);
        const auto groups = level_groups(model);
        for (std::size_t g = 0; g < groups.size(); ++g) {
            if (groups[g].pair()) {
                const auto found = record.spacing(g);
                const double expected = pair_spacing(groups[g].level, model.temperature());
                QVERIFY(found.error < 0.03 * expected);
                VERIFY_CLOSE(found.value / expected, 1.0, 0.015 + 4 * found.error / expected);
            }
            const auto width = record.width(g);
            const double expected = level_width(groups[g].level, model.temperature());
            VERIFY_CLOSE(width.value / expected, 1.0, 0.02 + 4 * width.error / expected);
        }
    }

    /// alpha = 0.1, |B| = 16 is hot: independent measurements, to 1.2 %.
    void spacings_at_high_temperature() {
        RbmModel model;
        const auto record = measure(model, 4, 2500, 50, 300);
        const double expected[] = {0.371, 0.357, 0.293, 0.211};
        for (std::size_t pair = 0; pair < 4; ++pair) {
            const auto found = record.spacing(pair + 1);
            QVERIFY(found.error < 0.02 * expected[pair]);
            VERIFY_CLOSE(found.value, expected[pair], 4 * std::hypot(found.error, 0.012 * expected[pair]));
        }
        const auto lowest = record.mean(0), highest = record.mean(5);
        VERIFY_CLOSE((9 - lowest.value) / 4, 0.956, 0.006);
        VERIFY_CLOSE((9 - highest.value) / 8, 1.018, 0.004);
    }

    /// Equal alpha/|B|, equal fluctuations (to the order of alpha).
    void only_the_temperature_counts() {
        RbmModel a, b;
        a.rate = 0.05;
        a.batch = 32;
        b.rate = 0.025;
        b.batch = 16;
        const auto first = measure(a, 4, 5000, 100, 150), second = measure(b, 4, 10000, 200, 150);
        for (std::size_t g = 1; g < 5; ++g) {
            const auto s = first.spacing(g), t = second.spacing(g);
            VERIFY_CLOSE(s.value / t.value, 1.0, 0.02 + 4 * std::hypot(s.error, t.error) / t.value);
        }
    }

    void a_seed_does_not_depend_on_its_neighbours() {
        const RbmModel model;
        RbmBlock low(model, 0, RbmStart::random, 0.1, random_numbers),
            shifted(model, 4, RbmStart::random, 0.1, random_numbers);
        for (std::uint64_t t = 0; t < 20; ++t) {
            low.update(model, random_numbers, t);
            shifted.update(model, random_numbers, t);
        }
        QCOMPARE(low.levels(model, 5), shifted.levels(model, 1));
        QVERIFY(low.levels(model, 5) != low.levels(model, 4));
    }

    void state_is_saved_whole() {
        RbmModel model;
        RbmBlock one(model, 8, RbmStart::random, 0.1, random_numbers);
        for (std::uint64_t t = 0; t < 5; ++t) one.update(model, random_numbers, t);
        RbmBlock other(model, 8, RbmStart::random, 0.3, random_numbers);
        QVERIFY(other.set_values(one.values()));
        one.update(model, random_numbers, 5);
        other.update(model, random_numbers, 5);
        QCOMPARE(one.values(), other.values());
        QVERIFY(!other.set_values({1, 2, 3}));
        model.batch = 5;  // a live edit
        one.update(model, random_numbers, 6);
        QVERIFY(one.finite());
    }
};

QTEST_GUILESS_MAIN(TestGaussianRbm)
#include "tst_gaussian_rbm.moc"
