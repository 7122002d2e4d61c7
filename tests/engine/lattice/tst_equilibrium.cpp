// SPDX-License-Identifier: GPL-3.0-or-later
// Interacting ensembles: every algorithm must find the same numbers, the exact identities, and the
// equilibrium table.
#include <QtTest>

#include "engine/lattice/reference.h"
#include "tests/engine/lattice/ensembles.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;

namespace {

constexpr double lambda = 0.022;

void difference(const char* name, const statistics::Estimate& a, const statistics::Estimate& b, double relative) {
    VERIFY_ESTIMATE(name, a, b.value, b.error, relative);
}

}  // namespace

class TestEquilibrium : public QObject {
    Q_OBJECT

  private slots:
    void table_data();
    void table();
    void algorithms_agree_data();
    void algorithms_agree();
    void langevin_approaches_the_table();
};

void TestEquilibrium::table_data() {
    QTest::addColumn<double>("kappa");
    QTest::addColumn<int>("extent");
    QTest::addColumn<int>("algorithm");
    QTest::addColumn<int>("updates");
    const auto add = [](double kappa, int extent, NamedAlgorithm a, int updates) {
        QTest::addRow("kappa %g, L = %d, %s", kappa, extent, a.name)
            << kappa << extent << static_cast<int>(a.algorithm) << updates;
    };
    add(0.24, 8, {Algorithm::hmc, "HMC"}, 12000);
    add(0.24, 8, {Algorithm::cluster, "Metropolis and Wolff"}, 10000);
    add(0.26, 8, {Algorithm::hmc_single, "HMC in single precision"}, 20000);
    add(0.26, 8, {Algorithm::cluster, "Metropolis and Wolff"}, 12000);
    add(0.26, 16, {Algorithm::cluster, "Metropolis and Wolff"}, 5000);
}

/// Where correlations are as long as the lattice the average feels every bias: a rule that lets
/// clusters end an update when they have flipped enough spins, say, shifts V <M^2> at L = 8, kappa
/// = 0.26 by 15 %.
void TestEquilibrium::table() {
    QFETCH(const double, kappa);
    QFETCH(const int, extent);
    QFETCH(const int, algorithm);
    QFETCH(const int, updates);
    const Ensemble e({.geometry = {extent, extent},
                      .couplings = {kappa, lambda},
                      .algorithm = static_cast<Algorithm>(algorithm),
                      .updates = updates,
                      .seed = 12});
    const auto check = [&](const char* name, Quantity quantity, const statistics::Estimate& found, double relative) {
        const auto expected = expectation(quantity, extent, {kappa, lambda});
        QVERIFY2(expected, name);
        VERIFY_ESTIMATE(name, found, expected->value, expected->error, relative);
    };
    check("<phi^2>", Quantity::field_squared, e.mean(phi2), 0.02);
    check("<phi^4>", Quantity::field_quartic, e.mean(phi4), 0.035);
    check("hopping energy", Quantity::hopping_energy, e.mean(hopping), 0.04);
    check("<|M|>", Quantity::absolute_magnetisation, e.mean(abs_m), 0.045);
    check("V <M^2>", Quantity::susceptibility, e.susceptibility(), 0.09);
    check("connected", Quantity::connected_susceptibility, e.connected_susceptibility(), 0.09);
    check("<S> / V", Quantity::action_density, e.of([&](std::span<const double> x) {
        return -2 * kappa * x[hopping] + (1 - 2 * lambda) * x[phi2] + lambda * x[phi4];
    }),
          0.01);
    const auto binder = expectation(Quantity::binder_cumulant, extent, {kappa, lambda});
    VERIFY_MEAN("U_L", e.binder().value, std::hypot(e.binder().error, binder->error), binder->value, 0.01);
    VERIFY_IDENTITIES(e, lambda);
}

void TestEquilibrium::algorithms_agree_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<double>("kappa");
    QTest::addRow("between") << 6 << 4 << 0.24;
    QTest::addRow("broken") << 4 << 8 << 0.29;
}

/// Rectangles, which no table covers: each algorithm against Metropolis sweeps with clusters.
/// Symmetry under phi -> -phi makes odd moments vanish, as far as the sign changes in time
/// (clusters make sure that it does).
void TestEquilibrium::algorithms_agree() {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const double, kappa);
    const auto run = [&](Algorithm algorithm, int updates, std::uint64_t seed) {
        return Ensemble({.geometry = {rows, columns},
                         .couplings = {kappa, lambda},
                         .algorithm = algorithm,
                         .updates = updates,
                         .seed = seed});
    };
    const auto reference = run(Algorithm::cluster, 8000, 100);
    VERIFY_IDENTITIES(reference, lambda);
    std::uint64_t seed = 0;
    for (const auto& [algorithm, name] : all_algorithms) {
        qInfo("%s", name);
        const auto e = run(algorithm, 8000, ++seed);
        difference("<phi^2>", e.mean(phi2), reference.mean(phi2), 0.03);
        difference("<phi^4>", e.mean(phi4), reference.mean(phi4), 0.05);
        difference("hopping energy", e.mean(hopping), reference.mean(hopping), 0.06);
        difference("<|M|>", e.mean(abs_m), reference.mean(abs_m), 0.05);
        difference("V <M^2>", e.susceptibility(), reference.susceptibility(), 0.1);
        VERIFY_IDENTITIES(e, lambda);
        if (kappa > 0.28 && algorithm != Algorithm::cluster) continue;
        const auto first = e.mean(m), third = e.mean(m3);
        VERIFY_MEAN("<M>", first.value, first.error, 0, 0.05);
        VERIFY_MEAN("<M^3>", third.value, third.error, 0, 0.2);
    }
}

/// Langevin dynamics is off by a multiple of its step: <phi dS/dphi> = 1 is broken at first order
/// and at half the step by half.
void TestEquilibrium::langevin_approaches_the_table() {
    const Couplings c{0.24, lambda};
    const auto measure = [&](double eps) {
        ScalarBlock<double> block({8, 8}, 0, 8);
        const Random random(3);
        statistics::TimeSeries series(2, 8, 4096);
        std::vector<double> values(16);
        const int between = static_cast<int>(std::lround(0.4 / eps));
        std::uint64_t step = 0;
        for (int t = -200; t < 12000; ++t) {
            for (int i = 0; i < between; ++i) langevin_step(block, c, eps, {random, step++, 0});
            if (t < 0) continue;
            const auto moments = moments_of(block);
            for (std::size_t lane = 0; lane < 8; ++lane) {
                const auto& x = moments[lane];
                values[lane] = x.square / 64;
                values[8 + lane] =
                    (-4 * c.kappa * x.hopping + 2 * (1 - 2 * lambda) * x.square + 4 * lambda * x.quartic) / 64;
            }
            series.push(values);
        }
        return std::pair(statistics::estimate(series, 0), statistics::estimate(series, 1));
    };
    const auto coarse = measure(0.04), fine = measure(0.02);
    const auto extrapolate = [](const statistics::Estimate& a, const statistics::Estimate& b) {
        statistics::Estimate result = a;
        result.value = 2 * b.value - a.value;
        result.error = std::hypot(2 * b.error, a.error);
        return result;
    };
    const auto square = extrapolate(coarse.first, fine.first), identity = extrapolate(coarse.second, fine.second);
    qInfo("<phi dS/dphi> = %.4f, %.4f", coarse.second.value, fine.second.value);
    QVERIFY(coarse.second.value - 1 > 20 * coarse.second.error);
    const auto expected = *expectation(Quantity::field_squared, 8, c);
    VERIFY_MEAN("<phi^2>, extrapolated", square.value, std::hypot(square.error, expected.error), expected.value, 0.006);
    VERIFY_MEAN("<phi dS/dphi>, extrapolated", identity.value, identity.error, 1, 0.004);
}

QTEST_GUILESS_MAIN(TestEquilibrium)
#include "tst_equilibrium.moc"
