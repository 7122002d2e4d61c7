// SPDX-License-Identifier: GPL-3.0-or-later
// The linear network with one hidden layer: its closed learning curve, its conserved quantity, its fluctuations.
#include <QTest>
#include <algorithm>
#include <numbers>

#include "engine/spectra/spacing_laws.h"
#include "engine/statistics/goodness_of_fit.h"
#include "engine/weights/level_record.h"
#include "engine/weights/network_theory.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::weights;

namespace {

const Random random_numbers(1312);

/// Root mean square over seeds of |Q - Q(start)| after a learning time.
double drift(NetworkModel model, bool noiseless, NetworkStart start, double width, double imbalance,
             double learning_time, int blocks) {
    double sum = 0;
    for (int b = 0; b < blocks; ++b) {
        NetworkBlock block(model, b * lanes, start, width, imbalance, random_numbers);
        const auto updates = static_cast<std::uint64_t>(std::lround(learning_time / model.rate));
        for (std::uint64_t t = 0; t < updates; ++t) {
            if (noiseless)
                block.update_noiseless(model);
            else
                block.update(model, random_numbers, t);
        }
        for (const double squared : block.squared_drifts()) sum += squared;
    }
    return std::sqrt(sum / (blocks * lanes));
}

struct Equilibrium {
    LevelRecord record;
    double distance = 0, distance_error = 0;
    std::vector<double> spacings;  ///< of the first group, one per seed
};

/// Many seeds thermalised from a balanced start, and measured several times.
Equilibrium measure(const NetworkModel& model, double imbalance, NetworkLevels which, int blocks, double thermalisation,
                    double interval, int measurements) {
    const NetworkLaw law(model, imbalance);
    std::vector<LevelRecord::Group> groups;
    for (int g = 0; g < model.groups; ++g) {
        std::vector<int> places;
        for (int m = 0; m < model.multiplicity; ++m) places.push_back(g * model.multiplicity + m);
        groups.push_back({places, law.diagonal_width(g, which), layer_level(which, model.value(g), imbalance)});
    }
    Equilibrium result{LevelRecord(groups, blocks * lanes, 0, 1 + model.value(model.groups - 1)), 0, 0, {}};
    std::vector<NetworkBlock> all;
    for (int b = 0; b < blocks; ++b)
        all.emplace_back(model, b * lanes, NetworkStart::aligned, 0.5, imbalance, random_numbers);
    std::uint64_t step = 0;
    double sum = 0, squares = 0;
    for (int m = 0; m <= measurements; ++m) {
        const auto updates = std::lround((m == 0 ? thermalisation : interval) / model.rate);
        for (int t = 0; t < updates; ++t, ++step)
            for (auto& block : all) block.update(model, random_numbers, step);
        if (m == 0) continue;
        std::vector<double> spectra;
        for (auto& block : all) {
            const auto x = block.levels(which);
            spectra.insert(spectra.end(), x.begin(), x.end());
            for (const double e : block.squared_distances(model)) {
                sum += e;
                squares += e * e;
            }
        }
        for (std::size_t first = 0; first < spectra.size(); first += static_cast<std::size_t>(model.dimension()))
            result.spacings.push_back(spectra[first + 1] - spectra[first]);
        result.record.record(spectra);
    }
    const double n = measurements * blocks * lanes;
    result.distance = sum / n;
    result.distance_error = std::sqrt((squares / n - result.distance * result.distance) / n);
    return result;
}

}  // namespace

class TestLinearNetwork : public QObject {
    Q_OBJECT

  private slots:
    void noiseless_learning_follows_the_closed_curve_data() {
        QTest::addColumn<double>("imbalance");
        QTest::addRow("balanced") << 0.0;
        QTest::addRow("first layer larger") << 0.7;
        QTest::addRow("second layer larger") << -1.5;
    }
    /// Steps of alpha deviate by order alpha; extrapolated to alpha = 0 the curve is met to 1e-4.
    void noiseless_learning_follows_the_closed_curve() {
        QFETCH(double, imbalance);
        NetworkModel model;
        model.groups = 3;
        const double width = 0.1;
        for (const auto which : {NetworkLevels::product, NetworkLevels::first_layer, NetworkLevels::second_layer})
            for (const double time : {0.5, 1.0, 2.0, 4.0}) {
                std::vector<double> found[2];
                for (int half = 0; half < 2; ++half) {
                    model.rate = half ? 5e-4 : 1e-3;
                    NetworkBlock block(model, 0, NetworkStart::aligned, width, imbalance, random_numbers);
                    for (int t = 0; t < std::lround(time / model.rate); ++t) block.update_noiseless(model);
                    found[half] = block.levels(which);
                }
                for (int g = 0; g < model.groups; ++g) {
                    const NetworkMode mode{model.value(g), width * width, imbalance};
                    const double expected = mode.level(which, time);
                    const auto n = static_cast<std::size_t>(2 * g);
                    VERIFY_CLOSE(found[0][n] / expected, 1.0, 0.01);
                    VERIFY_CLOSE((2 * found[1][n] - found[0][n]) / expected, 1.0, 1e-4);
                }
            }
    }

    void balanced_curve_is_the_logistic_one() {
        const NetworkMode mode{1.7, 0.02, 0};
        for (const double t : {0.0, 0.3, 1.0, 3.0})
            VERIFY_CLOSE(mode.product(t), 1.7 / (1 + (1.7 / 0.02 - 1) * std::exp(-2 * 1.7 * t)), 1e-12);
    }

    /// Gradient flow conserves W1 W1^T - W2^T W2; halving alpha at fixed alpha t halves the drift of SGD.
    void drift_of_the_conserved_quantity_halves_with_the_rate_data() {
        QTest::addColumn<bool>("noiseless");
        QTest::addRow("noiseless") << true;
        QTest::addRow("stochastic") << false;
    }
    void drift_of_the_conserved_quantity_halves_with_the_rate() {
        QFETCH(bool, noiseless);
        NetworkModel model;
        model.rate = 0.02;
        const double full = drift(model, noiseless, NetworkStart::random, 0.2, 0, 8, 32);
        model.rate = 0.01;
        const double half = drift(model, noiseless, NetworkStart::random, 0.2, 0, 8, 32);
        QVERIFY(half > 1e-5);
        VERIFY_CLOSE(full / half, 2.0, 0.2);
    }

    /// An aligned start loses alpha J of its imbalance, and what noise takes.
    void drift_of_an_aligned_start_is_the_expected_one() {
        NetworkModel model;
        model.rate = 1e-3;
        for (const double imbalance : {0.5, -1.5}) {
            const double exact = network_drift(model, 0.1, imbalance, true, 6);
            VERIFY_CLOSE(drift(model, true, NetworkStart::aligned, 0.1, imbalance, 6, 1) / exact, 1.0, 5e-3);
        }
        model.rate = 0.01;
        model.batch = 4;
        const double expected = network_drift(model, 0.1, 0.5, false, 40);
        QVERIFY(expected > 3 * network_drift(model, 0.1, 0.5, true, 40));
        VERIFY_CLOSE(drift(model, false, NetworkStart::aligned, 0.1, 0.5, 40, 64) / expected, 1.0, 0.05);
    }

    /// The levels of imbalanced layers also feel the imbalance that learning leaves behind, of order alpha: small
    /// rates.
    void fluctuations_follow_their_law_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("batch");
        QTest::addColumn<double>("imbalance");
        QTest::addColumn<double>("anisotropy");
        QTest::addColumn<int>("which");
        QTest::addRow("isotropic") << 0.05 << 16 << 0.0 << 1.0 << 0;
        QTest::addRow("fast") << 0.2 << 32 << 0.0 << 1.0 << 0;
        QTest::addRow("batch of one") << 0.01 << 1 << 0.0 << 1.0 << 0;
        QTest::addRow("anisotropic, along") << 0.05 << 16 << 0.0 << 3.0 << 0;
        QTest::addRow("anisotropic, across") << 0.05 << 16 << 0.0 << 0.3 << 0;
        QTest::addRow("first layer") << 0.05 << 16 << 0.0 << 1.0 << 1;
        QTest::addRow("imbalanced, first layer") << 0.0125 << 16 << 1.5 << 1.0 << 1;
        QTest::addRow("imbalanced, second layer") << 0.0125 << 16 << 1.5 << 1.0 << 2;
    }
    void fluctuations_follow_their_law() {
        QFETCH(double, rate);
        QFETCH(int, batch);
        QFETCH(double, imbalance);
        QFETCH(double, anisotropy);
        QFETCH(int, which);
        NetworkModel model;
        model.rate = rate;
        model.batch = batch;
        model.anisotropy = anisotropy;
        model.noise = 0.2;
        model.hidden = 6;
        const auto levels = static_cast<NetworkLevels>(which);
        const NetworkLaw law(model, imbalance);
        QVERIFY(law.stable());
        const auto found = measure(model, imbalance, levels, 250, 8, 2, 6);
        VERIFY_CLOSE(found.distance / law.squared_distance(), 1.0,
                     law.uncertainty(0) + 5 * found.distance_error / law.squared_distance());
        for (int g = 0; g < model.groups; ++g) {
            const auto spacing = found.record.spacing(static_cast<std::size_t>(g));
            const double expected = law.spacing(g, levels);
            QVERIFY(spacing.error < 0.008 * expected);
            VERIFY_CLOSE(spacing.value / expected, 1.0, law.uncertainty(g) + 5 * spacing.error / expected);
        }
        // The law of the first pair's spacings, strictly: two levels.
        const spectra::GeneralisedSurmise surmise(std::numbers::sqrt2 * law.diagonal_width(0, levels),
                                                  2 * law.off_diagonal_width(0, levels));
        auto sorted = found.spacings;
        std::sort(sorted.begin(), sorted.end());
        const double distance =
            statistics::kolmogorov_smirnov_distance(sorted, [&](double s) { return surmise.cumulative(s); });
        const double p = statistics::kolmogorov_smirnov_p_value(distance, static_cast<double>(sorted.size()));
        QVERIFY2(p > 1e-3, qPrintable(QString("p = %1").arg(p)));
    }

    /// Groups of four: all spacings of a 4 x 4 ensemble.
    void a_group_of_four_has_the_spacing_of_four_levels() {
        NetworkModel model;
        model.multiplicity = 4;
        model.noise = 0.2;
        const auto found = measure(model, 0, NetworkLevels::product, 100, 8, 2, 6);
        const NetworkLaw law(model);
        for (int g = 0; g < model.groups; ++g) {
            const auto spacing = found.record.spacing(static_cast<std::size_t>(g));
            const double expected = law.spacing(g, NetworkLevels::product);
            QVERIFY(spacing.error < 0.005 * expected);
            VERIFY_CLOSE(spacing.value / expected, 1.0, law.uncertainty(g) + 5 * spacing.error / expected);
        }
    }

    /// A group of three is a gas of three levels: the ratio of its spacings is exactly that of the 3 x 3 ensemble.
    void a_group_of_three_has_the_ratio_of_three_levels() {
        NetworkModel model;
        model.multiplicity = 3;
        model.noise = 0.2;
        const auto found = measure(model, 0, NetworkLevels::product, 250, 8, 2, 6);
        const NetworkLaw law(model);
        for (int g = 0; g < model.groups; ++g) {
            const auto group = static_cast<std::size_t>(g);
            const auto ratio = found.record.ratio(group), width = found.record.width(group);
            QVERIFY(ratio.error < 0.005);
            VERIFY_CLOSE(ratio.value, spectra::RatioLaw(1).mean(), 5 * ratio.error);
            const double expected = law.diagonal_width(g, NetworkLevels::product);
            VERIFY_CLOSE(width.value / expected, 1.0, law.uncertainty(g) + 5 * width.error / expected);
            const auto spacing = found.record.spacing(group);
            const double mean = law.spacing(g, NetworkLevels::product);
            VERIFY_CLOSE(spacing.value / mean, 1.0, law.uncertainty(g) + 5 * spacing.error / mean);
        }
    }

    void a_seed_does_not_depend_on_its_neighbours_and_state_returns() {
        NetworkModel model;
        NetworkBlock one(model, 8, NetworkStart::random, 0.1, 0, random_numbers), other = one;
        for (std::uint64_t t = 0; t < 7; ++t) one.update(model, random_numbers, t);
        NetworkBlock copy = other;
        QVERIFY(copy.set_values(one.values()));
        QCOMPARE(copy.values(), one.values());
        QVERIFY(!copy.set_values({1, 2, 3}));
        QVERIFY(copy.values() == one.values() && other.values() != one.values());
        QVERIFY(copy.squared_drifts() == one.squared_drifts());
    }

    void too_large_a_rate_is_known_to_be_unstable_and_runs_away() {
        NetworkModel model;
        model.rate = 0.6;  // 2 alpha s = 2.4 for s = 2
        QVERIFY(!NetworkLaw(model).stable());
        NetworkBlock block(model, 0, NetworkStart::aligned, 1, 0, random_numbers);
        for (std::uint64_t t = 0; t < 2000 && block.finite(); ++t) block.update(model, random_numbers, t);
        QVERIFY(!block.finite());
    }
};

QTEST_GUILESS_MAIN(TestLinearNetwork)
#include "tst_linear_network.moc"
