// SPDX-License-Identifier: GPL-3.0-or-later
// Averages over trajectories of hybrid Monte Carlo. Free fields are drawn anew for each, exactly
// from equilibrium.
#include <QtTest>
#include <cmath>

#include "engine/lattice/hybrid_monte_carlo.h"
#include "tests/engine/lattice/averages.h"
#include "tests/engine/lattice/blocks.h"
#include "tests/engine/lattice/modes.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;

namespace {

constexpr Geometry shape{8, 8};
constexpr Couplings free_field{0.22, 0};
constexpr Couplings interacting{0.25, 0.022};

}  // namespace

class TestEnergyChange : public QObject {
    Q_OBJECT

  private slots:
    void free_field_averages_data();
    void free_field_averages();
    void acceptance_of_large_lattices();
    void mean_is_of_fourth_order_data();
    void mean_is_of_fourth_order();
};

void TestEnergyChange::free_field_averages_data() {
    QTest::addColumn<int>("method");
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("step_size");
    QTest::newRow("leapfrog, 3 steps") << 0 << 3 << 0.35;
    QTest::newRow("leapfrog, 1 step") << 0 << 1 << 0.5;
    QTest::newRow("minimum norm, 2 steps") << 1 << 2 << 1.1;
}

/// <Delta H> is known mode by mode. M. Creutz, Phys. Rev. D 38 (1988) 1228: <exp(-Delta H)> = 1,
/// because trajectories conserve volume and can be run back; likewise <f(Delta H)> = <f(-Delta H)
/// exp(-Delta H)> for any f. And the update as a whole leaves the distribution as it is, however
/// often it rejects.
void TestEnergyChange::free_field_averages() {
    QFETCH(const int, method);
    QFETCH(const int, steps);
    QFETCH(const double, step_size);
    const Trajectory trajectory{static_cast<Integrator>(method), steps, step_size};
    const GaussianField field(shape, free_field.kappa, [](double omega) { return 1 / (omega * omega); });
    const Random random(2024);
    ScalarBlock<double> block(shape, 0, 8);
    Average change, boltzmann, balance, rate, surplus, square, hopping;
    const double volume = static_cast<double>(shape.sites());
    for (std::uint64_t step = 0; step < 30000; ++step) {
        field.draw(block, random, step);
        const auto before = block.moments;
        const auto results = hmc_update(block, free_field, trajectory, {random, step, 0});
        for (std::size_t lane = 0; lane < results.size(); ++lane) {
            const double dh = results[lane].energy_change, weight = std::exp(-dh);
            change.add(dh);
            boltzmann.add(weight);
            balance.add(dh * (1 + weight) / 2);
            rate.add(results[lane].accepted);
            surplus.add(results[lane].accepted - std::min(1.0, weight));
            square.add((block.moments[lane].square - before[lane].square) / volume);
            hopping.add((block.moments[lane].hopping - before[lane].hopping) / volume);
        }
    }
    const double exact =
        sum_over_modes(shape, free_field.kappa, [&](double omega) { return mean_energy_change(trajectory, omega); });
    QVERIFY(rate.mean() > 0.4 && rate.mean() < 0.95);
    VERIFY_MEAN("mean of Delta H", change.mean(), change.error(), exact, 0.01 * exact);
    VERIFY_MEAN("mean of exp(-Delta H)", boltzmann.mean(), boltzmann.error(), 1, 0.005);
    VERIFY_MEAN("balance of gains and losses", balance.mean(), balance.error(), 0, 0.01 * exact);
    VERIFY_MEAN("accepted beyond min(1, exp(-Delta H))", surplus.mean(), surplus.error(), 0, 0.002);
    VERIFY_MEAN("change of the mean square", square.mean(), square.error(), 0, 0.001);
    VERIFY_MEAN("change of the hopping energy", hopping.mean(), hopping.error(), 0, 0.001);
}

/// Delta H of many modes is normal with a variance of twice its mean: acceptance erfc(sqrt(<Delta
/// H>) / 2).
void TestEnergyChange::acceptance_of_large_lattices() {
    constexpr Geometry large{16, 16};
    const GaussianField field(large, free_field.kappa, [](double omega) { return 1 / (omega * omega); });
    const Trajectory trajectory{Integrator::leapfrog, 3, 0.35};
    const double mean =
        sum_over_modes(large, free_field.kappa, [&](double omega) { return mean_energy_change(trajectory, omega); });
    const Random random(7);
    ScalarBlock<double> block(large, 0, 8);
    Average rate;
    for (std::uint64_t step = 0; step < 3000; ++step) {
        field.draw(block, random, step);
        for (const auto& result : hmc_update(block, free_field, trajectory, {random, step, 0}))
            rate.add(result.accepted);
    }
    QVERIFY(mean > 0.1 && mean < 2);
    VERIFY_MEAN("acceptance", rate.mean(), rate.error(), std::erfc(std::sqrt(mean) / 2), 0.004);
}

void TestEnergyChange::mean_is_of_fourth_order_data() {
    QTest::addColumn<int>("method");
    QTest::addColumn<int>("steps");
    QTest::newRow("leapfrog") << 0 << 8;
    QTest::newRow("minimum norm") << 1 << 6;
}

/// Interacting, in equilibrium, trajectories of length 1: twice the steps, a sixteenth of <Delta
/// H>. Half of <Delta H (1 - exp(-Delta H))> is the same mean (see above) and never negative, so
/// that small ones can be measured.
void TestEnergyChange::mean_is_of_fourth_order() {
    QFETCH(const int, method);
    QFETCH(const int, steps);
    const auto integrator = static_cast<Integrator>(method);
    const Random random(31);
    Average coarse, fine, boltzmann;
    for (int chain = 0; chain < 32; chain += 8) {
        auto block = random_block<double>(shape, chain, 8);
        for (std::uint64_t step = 0; step < 3000; ++step) {
            const bool twice = step % 2 != 0;
            const int n = twice ? 2 * steps : steps;
            const auto results = hmc_update(block, interacting, {integrator, n, 1.0 / n}, {random, step, 0});
            if (step < 300) continue;
            for (const auto& result : results) {
                const double dh = result.energy_change;
                (twice ? fine : coarse).add(-dh * std::expm1(-dh) / 2);
                if (!twice) boltzmann.add(std::exp(-dh));
            }
        }
    }
    const double ratio = coarse.mean() / fine.mean();
    const double error = ratio * std::hypot(coarse.error() / coarse.mean(), fine.error() / fine.mean());
    qInfo("<Delta H> = %.3g, %.3g", coarse.mean(), fine.mean());
    qInfo("ratio %.2f(%.2f)", ratio, error);
    VERIFY_CLOSE(ratio, 16, 0.08 * 16 + 5 * error);
    QVERIFY(error < 0.3);
    VERIFY_MEAN("mean of exp(-Delta H)", boltzmann.mean(), boltzmann.error(), 1, 0.005);
}

QTEST_GUILESS_MAIN(TestEnergyChange)
#include "tst_energy_change.moc"
