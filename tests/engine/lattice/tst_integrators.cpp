// SPDX-License-Identifier: GPL-3.0-or-later
// Integrators step by step, without statistics: tst_energy_change.cpp has the averages over
// trajectories.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "engine/lattice/hybrid_monte_carlo.h"
#include "tests/engine/lattice/blocks.h"
#include "tests/engine/lattice/modes.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;

namespace {

constexpr Couplings interacting{0.27, 0.022};
constexpr Integrator integrators[] = {Integrator::leapfrog, Integrator::minimum_norm};
const char* name_of(Integrator i) {
    return i == Integrator::leapfrog ? "leapfrog" : "minimum norm";
}

template <class Real>
std::vector<double> energies(const ScalarBlock<Real>& block, const Couplings& c) {
    auto result = kinetic_energy(block);
    const auto moments = moments_of(block);
    for (std::size_t lane = 0; lane < result.size(); ++lane) result[lane] += action(moments[lane], c);
    return result;
}

std::vector<double> energy_changes(ScalarBlock<double> block, const Couplings& c, const Trajectory& t) {
    const auto before = energies(block, c);
    integrate(block, c, t);
    auto change = energies(block, c);
    for (std::size_t lane = 0; lane < change.size(); ++lane) change[lane] -= before[lane];
    return change;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

/// amplitude * cos(p x + shift) on all sites of one lane.
std::vector<double> plane_wave(Geometry g, Mode mode, double amplitude) {
    std::vector<double> wave;
    for (int r = 0; r < g.rows; ++r)
        for (int k = 0; k < g.columns; ++k)
            wave.push_back(amplitude * std::cos(2 * std::numbers::pi *
                                                    (static_cast<double>(mode.p * r) / g.rows +
                                                     static_cast<double>(mode.q * k) / g.columns) +
                                                0.3));
    return wave;
}

}  // namespace

class TestIntegrators : public QObject {
    Q_OBJECT

  private slots:
    void trajectories_can_be_run_back_data();
    void trajectories_can_be_run_back();
    void modes_of_the_free_field_data();
    void modes_of_the_free_field();
    void coefficient_of_the_energy_error();
    void energy_error_is_quadratic_in_the_step_data();
    void energy_error_is_quadratic_in_the_step();
    void mirrored_fields_have_mirrored_trajectories_data() { trajectories_can_be_run_back_data(); }
    void mirrored_fields_have_mirrored_trajectories();
    void updates_follow_their_definition_data();
    void updates_follow_their_definition();
    void runaway_trajectories_are_rejected();
    void allowance_forgives();
    void stopped_updates_can_be_undone();
    void langevin_steps_follow_their_definition();

  private:
    template <class Real>
    void run_back(double precision);
};

void TestIntegrators::trajectories_can_be_run_back_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("method");
    for (const auto& g : {Geometry{1, 2}, {1, 9}, {2, 2}, {3, 5}, {4, 4}, {8, 8}})
        for (const auto i : integrators)
            QTest::addRow("%d x %d, %s", g.rows, g.columns, name_of(i)) << g.rows << g.columns << static_cast<int>(i);
}

template <class Real>
void TestIntegrators::run_back(double precision) {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, method);
    const Trajectory trajectory{static_cast<Integrator>(method), 20, 0.1};
    const auto start = random_block<Real>({rows, columns}, 3, 3);
    auto block = start;
    QVERIFY(integrate(block, interacting, trajectory));
    double moved = 0;
    for (std::size_t i = 0; i < block.field.size(); ++i)
        moved = std::max(moved, std::abs(static_cast<double>(block.field[i] - start.field[i])));
    QVERIFY(moved > 1);
    for (auto& pi : block.momentum) pi = -pi;
    QVERIFY(integrate(block, interacting, trajectory));
    for (std::size_t i = 0; i < block.field.size(); ++i) {
        VERIFY_CLOSE(block.field[i], start.field[i], precision);
        VERIFY_CLOSE(block.momentum[i], -start.momentum[i], precision);
    }
}

void TestIntegrators::trajectories_can_be_run_back() {
    run_back<double>(1e-12);
    run_back<float>(1e-3);
}

void TestIntegrators::modes_of_the_free_field_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("method");
    QTest::addColumn<double>("step");
    for (const int rows : {1, 2, 8})
        for (const auto i : integrators)
            for (const double step : {0.5, 0.1})
                QTest::addRow("%d rows, %s, step %g", rows, name_of(i), step) << rows << static_cast<int>(i) << step;
}

/// Without interaction every plane wave is an oscillator of its own, and a trajectory a product of
/// 2 x 2 matrices.
void TestIntegrators::modes_of_the_free_field() {
    QFETCH(const int, rows);
    QFETCH(const int, method);
    QFETCH(const double, step);
    const Geometry g{rows, 8};
    const Couplings free{rows == 1 ? 0.45 : 0.23, 0};
    const Trajectory trajectory{static_cast<Integrator>(method), 7, step};
    for (int p = 0; p <= rows / 2; ++p)
        for (int q = 0; q <= 4; ++q) {
            const Mode mode{p, q};
            ScalarBlock<double> block(g, 0, 1);
            block.insert(0, plane_wave(g, mode, 1.5));
            const auto momentum = plane_wave(g, mode, -0.7), unit = plane_wave(g, mode, 1);
            std::copy(momentum.begin(), momentum.end(), block.momentum.begin());
            integrate(block, free, trajectory);
            const auto m = trajectory_matrix(trajectory, mode.frequency(g, free.kappa));
            const auto field = block.extract(0);
            for (std::size_t x = 0; x < unit.size(); ++x) {
                VERIFY_CLOSE(field[x], (m.a * 1.5 + m.b * -0.7) * unit[x], 1e-13);
                VERIFY_CLOSE(block.momentum[x], (m.c * 1.5 + m.d * -0.7) * unit[x], 1e-13);
            }
        }
}

/// To second order in the step an oscillator conserves pi^2 + omega^2 (1 + delta (omega step)^2)
/// phi^2 instead of H, with delta = -1/4 for leapfrog and (1 - 6 alpha + 4 alpha^2)/4 for kicks
/// alpha, 1 - 2 alpha, alpha. So errors in H along the same trajectory are in the ratio of the
/// deltas, 1 to 0.00982, for any start.
void TestIntegrators::coefficient_of_the_energy_error() {
    const Couplings free{0.2, 0};
    const auto start = random_block<double>({8, 8}, 0, 8);
    const auto ratio = [&](int steps) {
        const auto reference = energy_changes(start, free, {Integrator::leapfrog, steps, 1.3 / steps});
        const auto other = energy_changes(start, free, {Integrator::minimum_norm, steps, 1.3 / steps});
        return product(other, reference) / product(reference, reference);
    };
    const double alpha = minimum_norm_alpha();
    const double extrapolated = (4 * ratio(80) - ratio(40)) / 3;  // corrections are of relative order step^2
    VERIFY_CLOSE(extrapolated / -(1 - 6 * alpha + 4 * alpha * alpha), 1, 1e-4);
    VERIFY_CLOSE(extrapolated, 0.00982, 1e-5);
}

void TestIntegrators::energy_error_is_quadratic_in_the_step_data() {
    QTest::addColumn<int>("method");
    for (const auto i : integrators) QTest::newRow(name_of(i)) << static_cast<int>(i);
}

/// |Delta H| of each trajectory of length 1, interacting: a quarter at half the step, up to a
/// relative step^2.
void TestIntegrators::energy_error_is_quadratic_in_the_step() {
    QFETCH(const int, method);
    const auto start = random_block<double>({8, 8}, 0, 8);
    const auto changes = [&](int steps) {
        return energy_changes(start, interacting, {static_cast<Integrator>(method), steps, 1.0 / steps});
    };
    const auto coarse = changes(16), middle = changes(32), fine = changes(64);
    const double first = product(coarse, middle) / product(middle, middle),
                 second = product(middle, fine) / product(fine, fine);
    qInfo("ratios %.5f, %.5f", first, second);
    VERIFY_CLOSE(second, 4, 0.02);
    VERIFY_CLOSE((first - 4) / (second - 4), 4, 0.4);
    for (std::size_t lane = 0; lane < fine.size(); ++lane) QVERIFY(std::abs(fine[lane]) > 1e-6);
}

void TestIntegrators::mirrored_fields_have_mirrored_trajectories() {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, method);
    auto block = random_block<float>({rows, columns}, 3, 3), mirrored = block;
    for (auto& phi : mirrored.field) phi = -phi;
    for (auto& pi : mirrored.momentum) pi = -pi;
    const Trajectory trajectory{static_cast<Integrator>(method), 20, 0.1};
    integrate(block, interacting, trajectory);
    integrate(mirrored, interacting, trajectory);
    for (std::size_t i = 0; i < block.field.size(); ++i) {
        VERIFY_SAME(mirrored.field[i], -block.field[i]);
        VERIFY_SAME(mirrored.momentum[i], -block.momentum[i]);
    }
}

void TestIntegrators::updates_follow_their_definition_data() {
    QTest::addColumn<int>("method");
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("step_size");
    QTest::newRow("leapfrog") << 0 << 3 << 0.45;
    QTest::newRow("minimum norm") << 1 << 2 << 0.95;
    QTest::newRow("one step") << 0 << 1 << 0.45;
}

/// Momenta from `purpose`, one exponential per chain from `purpose` + 1, accepted if it exceeds
/// Delta H.
void TestIntegrators::updates_follow_their_definition() {
    QFETCH(const int, method);
    QFETCH(const int, steps);
    QFETCH(const double, step_size);
    const Geometry g{4, 6};
    const Trajectory trajectory{static_cast<Integrator>(method), steps, step_size};
    auto block = random_block<double>(g, 40, 8);
    const Random random(5);
    int accepted = 0, uphill = 0;
    for (std::uint64_t step = 0; step < 20; ++step) {
        auto proposal = block;
        const auto before = block;
        for (std::size_t x = 0; x < g.sites(); ++x)
            for (std::size_t lane = 0; lane < 8; ++lane)
                proposal.momentum[x * 8 + lane] =
                    random.normal(Stream::of(7, 40 + static_cast<std::uint32_t>(lane)), step, x);
        const auto changes = energy_changes(proposal, interacting, trajectory);
        integrate(proposal, interacting, trajectory);
        const auto results = hmc_update(block, interacting, trajectory, {random, step, 7});
        QCOMPARE(results.size(), 8u);
        const auto moments = moments_of(block);
        for (int lane = 0; lane < 8; ++lane) {
            const auto stream = Stream::of(8, static_cast<std::uint32_t>(40 + lane));
            VERIFY_CLOSE(results[lane].energy_change, changes[lane], 1e-10);
            QCOMPARE(results[lane].accepted, results[lane].energy_change <= random.exponential(stream, step, 0));
            QVERIFY(block.extract(lane) == (results[lane].accepted ? proposal : before).extract(lane));
            QVERIFY(block.moments[lane] == moments[lane]);
            accepted += results[lane].accepted;
            uphill += results[lane].accepted && results[lane].energy_change > 0;
        }
    }
    qInfo("%d of 160 accepted, %d of them uphill", accepted, uphill);
    QVERIFY(accepted > 16 && accepted < 150 && uphill > 5);
}

void TestIntegrators::runaway_trajectories_are_rejected() {
    for (const double step : {1e3, 1e60, 1e200}) {  // enormous, infinite, not a number
        auto block = random_block<double>({4, 4}, 0, 2);
        const auto before = block;
        for (const auto& result :
             hmc_update(block, interacting, {Integrator::leapfrog, 4, step}, {Random(1), 0, 0}, 1e6))
            QVERIFY(!result.accepted && !(result.energy_change < 1e6));
        QVERIFY(block.field == before.field && block.moments == before.moments);
    }
}

void TestIntegrators::allowance_forgives() {
    const auto start = random_block<double>({8, 8}, 0, 8);
    const Trajectory coarse{Integrator::leapfrog, 3, 0.6};
    const Draws draws{Random(3), 0, 0};
    auto strict = start, forgiving = start, partly = start;
    const auto without = hmc_update(strict, interacting, coarse, draws),
               with = hmc_update(forgiving, interacting, coarse, draws, 1e9);
    const double allowance = 20;
    const auto some = hmc_update(partly, interacting, coarse, draws, allowance);
    int rejected = 0;
    for (int lane = 0; lane < 8; ++lane) {
        const double bonus = Random(3).exponential(Stream::of(1, static_cast<std::uint32_t>(lane)), 0, 0);
        VERIFY_SAME(with[lane].energy_change, without[lane].energy_change);
        QVERIFY(with[lane].accepted);
        QCOMPARE(some[lane].accepted, some[lane].energy_change <= allowance + bonus);
        rejected += !without[lane].accepted;
    }
    QVERIFY(rejected > 0);
}

void TestIntegrators::stopped_updates_can_be_undone() {
    std::stop_source source;
    source.request_stop();
    for (const auto i : integrators) {
        auto block = random_block<double>({4, 4}, 0, 2);
        const auto before = block;
        QVERIFY(!integrate(block, interacting, {i, 5, 0.1}, source.get_token()));
        block = before;
        QVERIFY(hmc_update(block, interacting, {i, 5, 0.1}, {Random(1), 0, 0}, 0, source.get_token()).empty());
        block.restore();
        QVERIFY(block.field == before.field && block.moments == before.moments);
    }
}

/// phi + eps F + sqrt(2 eps) eta, with the noise that was announced.
void TestIntegrators::langevin_steps_follow_their_definition() {
    for (const auto& g : {Geometry{1, 6}, {2, 2}, {5, 4}}) {
        const double eps = 0.03;
        const Random random(11);
        const auto before = random_block<double>(g, 9, 3);
        auto block = before;
        langevin_step(block, interacting, eps, {random, 17, 4});
        for (int lane = 0; lane < 3; ++lane) {
            const auto old = before.extract(lane), fresh = block.extract(lane);
            const auto f = force(old, g, interacting);
            for (std::size_t x = 0; x < g.sites(); ++x) {
                const double noise = random.normal(Stream::of(4, static_cast<std::uint32_t>(9 + lane)), 17, x);
                VERIFY_CLOSE(fresh[x], old[x] + eps * f[x] + std::sqrt(2 * eps) * noise, 1e-13);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestIntegrators)
#include "tst_integrators.moc"
