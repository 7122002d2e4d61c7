// SPDX-License-Identifier: GPL-3.0-or-later
// What generated fields are held against, and networks learn from: is it in equilibrium, as soon as it says so?
#include <QTest>

#include "engine/lattice/equilibrium.h"
#include "engine/lattice/field_measurements.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::lattice;

class TestEquilibriumChains : public QObject {
    Q_OBJECT

    static FieldMeasurements measure(int extent, const Couplings& couplings, int chains, int updates) {
        EquilibriumChains run({extent, extent}, couplings, chains, Random(77));
        FieldMeasurements measured(extent, chains, couplings);
        for (int n = 0; n < equilibrium_thermalisation + updates; ++n) {
            run.update(2);
            if (n < equilibrium_thermalisation) continue;
            std::vector<Moments> moments;
            for (int c = 0; c < chains; ++c) moments.push_back(run.moments(c));
            measured.record(moments);
        }
        return measured;
    }

  private slots:
    void the_table_data() {
        QTest::addColumn<int>("extent");
        QTest::addColumn<double>("kappa");
        QTest::newRow("symmetric") << 16 << 0.21;
        QTest::newRow("near critical") << 16 << 0.27;
        QTest::newRow("broken") << 8 << 0.3;
    }
    void the_table() {
        QFETCH(int, extent);
        QFETCH(double, kappa);
        const Couplings couplings{kappa, 0.022};
        int compared = 0;
        for (const auto& m : measure(extent, couplings, 32, 400).table()) {
            if (!m.expected || m.key == "magnetisation") continue;
            VERIFY_CLOSE_AS(m.key.c_str(), m.value, m.expected->value,
                            5 * std::hypot(m.error, m.expected->error) + 1e-12);
            ++compared;
        }
        QVERIFY(compared >= 1);
    }

    /// At kappa = 0 sites are independent; <phi dS/dphi> = 1 everywhere.
    void strong_couplings_data() {
        QTest::addColumn<int>("extent");
        QTest::addColumn<double>("kappa");
        QTest::addColumn<double>("lambda");
        for (const int extent : {4, 8, 32})
            for (const double kappa : {0.0, 0.25, 0.6})
                for (const double lambda : {0.2, 1.0})
                    QTest::addRow("L = %d, kappa = %g, lambda = %g", extent, kappa, lambda)
                        << extent << kappa << lambda;
    }
    void strong_couplings() {
        QFETCH(int, extent);
        QFETCH(double, kappa);
        QFETCH(double, lambda);
        int compared = 0;
        for (const auto& m : measure(extent, {kappa, lambda}, 16, 200).table()) {
            if (!m.expected || m.key == "magnetisation") continue;
            QVERIFY2(std::isfinite(m.value) && m.error > 0, m.key.c_str());
            VERIFY_CLOSE_AS(m.key.c_str(), m.value, m.expected->value, 5 * std::hypot(m.error, m.expected->error));
            ++compared;
        }
        QVERIFY(compared >= (kappa > 0 ? 1 : 3));
    }

    /// The thermalisation that is promised is enough: no difference between the first and the last of what is measured.
    void begins_in_equilibrium_data() {
        QTest::addColumn<double>("kappa");
        QTest::addColumn<double>("remembered");  // of |M|, from one configuration to the next
        QTest::newRow("symmetric") << 0.21 << 0.0;
        QTest::newRow("near critical") << 0.27 << 0.44;
    }
    void begins_in_equilibrium() {
        QFETCH(double, kappa);
        QFETCH(double, remembered);
        const Couplings couplings{kappa, 0.022};
        constexpr int extent = 16, chains = 256;
        EquilibriumChains run({extent, extent}, couplings, chains, Random(3));
        const auto mean = [&] {
            double sum = 0, squares = 0;
            for (int c = 0; c < chains; ++c) {
                const double m = std::abs(run.moments(c).field) / (extent * extent);
                sum += m / chains;
                squares += m * m / chains;
            }
            return std::pair(sum, std::sqrt((squares - sum * sum) / chains));
        };
        while (run.updates() < equilibrium_thermalisation) run.update(2);
        const auto early = mean();
        while (run.updates() < 2 * equilibrium_thermalisation) run.update(2);
        const auto late = mean();
        VERIFY_CLOSE(early.first, late.first, 4 * std::hypot(early.second, late.second));
        std::vector<double> before;
        for (int c = 0; c < chains; ++c) before.push_back(std::abs(run.moments(c).field) / (extent * extent));
        for (int n = 0; n < equilibrium_spacing; ++n) run.update(2);
        double covariance = 0;
        const auto now = mean();
        for (int c = 0; c < chains; ++c)
            covariance += (before[static_cast<std::size_t>(c)] - late.first) *
                          (std::abs(run.moments(c).field) / (extent * extent) - now.first) / chains;
        const double correlation = covariance / (late.second * now.second * chains);
        VERIFY_CLOSE(correlation, remembered, 4 / std::sqrt(double{chains}));
    }

    void threads_stops_and_checkpoints() {
        const Couplings couplings{0.26, 0.022};
        EquilibriumChains one({8, 8}, couplings, 8, Random(1)), two({8, 8}, couplings, 8, Random(1));
        for (int n = 0; n < 6; ++n) {
            one.update(1);
            two.update(3);
        }
        std::stop_source stopped;
        stopped.request_stop();
        QVERIFY(!two.update(2, stopped.get_token()));
        QCOMPARE(two.updates(), std::uint64_t{6});
        Archive archive;
        two.save(archive, "e.");
        EquilibriumChains other({8, 8}, couplings, 8, Random(1));
        other.load(archive, "e.");
        for (int n = 0; n < 6; ++n) {
            one.update(1);
            other.update(2);
        }
        for (int c = 0; c < 8; ++c) QVERIFY(one.configuration(c) == other.configuration(c));
    }
};

QTEST_GUILESS_MAIN(TestEquilibriumChains)
#include "tst_equilibrium_chains.moc"
