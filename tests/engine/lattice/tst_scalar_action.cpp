// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/lattice/scalar_action.h"
#include "tests/engine/lattice/blocks.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;

namespace {

const Couplings couplings_list[] = {{0, 0}, {0.24, 0}, {0.27, 0.022}, {0.5, 0.022}, {0.3, 1.5}};

/// Chains, slabs, extents of two (double links), odd extents, and sizes on either side of the
/// row-by-row kernel's limit.
const Geometry geometries[] = {{1, 2}, {1, 3}, {1, 16}, {2, 2}, {2, 7}, {7, 2},
                               {3, 3}, {3, 5}, {4, 4},  {5, 4}, {8, 8}, {6, 16}};

}  // namespace

class TestScalarAction : public QObject {
    Q_OBJECT

  private slots:
    void action_by_hand();
    void moments_data() { shapes(); }
    void moments();
    void force_is_minus_the_gradient_data() { shapes(); }
    void force_is_minus_the_gradient();
    void kernels_in_double_data() { shapes(); }
    void kernels_in_double();
    void kernels_in_single_data() { shapes(); }
    void kernels_in_single();
    void moments_in_single_precision_are_sums_in_double();
    void sign_symmetry();
    void schwinger_dyson_is_the_scaling_derivative();
    void vacuum_is_the_minimum();
    void blocks_remember_and_restore();

  private:
    static void shapes();
    template <class Real>
    static void kernels(double precision);
};

void TestScalarAction::shapes() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("lanes");
    for (const auto& g : geometries)
        for (const int lanes : {1, 3, 4, 8})
            QTest::addRow("%d x %d, %d lanes", g.rows, g.columns, lanes) << g.rows << g.columns << lanes;
}

/// A chain of two sites has two links between them; four sites on 2 x 2 have eight.
void TestScalarAction::action_by_hand() {
    const Couplings c{0.3, 0.1};
    const auto site = [](double phi) { return 0.8 * phi * phi + 0.1 * std::pow(phi, 4); };
    ScalarBlock<double> chain({1, 2}, 0, 1);
    chain.insert(0, std::vector<double>{1, 3});
    VERIFY_CLOSE(action(moments_of(chain)[0], c), -2 * 0.3 * (2 * 3) + site(1) + site(3), 1e-12);
    ScalarBlock<double> square({2, 2}, 0, 1);
    square.insert(0, std::vector<double>{1, 2, 3, 5});
    const double links = 2 * (1 * 2 + 3 * 5 + 1 * 3 + 2 * 5);
    VERIFY_CLOSE(action(moments_of(square)[0], c), -0.6 * links + site(1) + site(2) + site(3) + site(5), 1e-12);
    QCOMPARE(Geometry({1, 2}).dimension(), 1);
    QCOMPARE(Geometry({2, 2}).dimension(), 2);
}

void TestScalarAction::moments() {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, lanes);
    const Geometry g{rows, columns};
    const auto block = random_block<double>(g, 2, lanes);
    const auto found = moments_of(block);
    const auto kinetic = kinetic_energy(block);
    for (int lane = 0; lane < lanes; ++lane) {
        const auto field = block.extract(lane);
        const auto expected = plain_moments(field, g);
        VERIFY_CLOSE(found[lane].field, expected.field, 1e-12);
        VERIFY_CLOSE(found[lane].square, expected.square, 1e-12);
        VERIFY_CLOSE(found[lane].quartic, expected.quartic, 1e-11);
        VERIFY_CLOSE(found[lane].hopping, expected.hopping, 1e-12);
        std::complex<double> mode;
        for (std::size_t x = 0; x < field.size(); ++x)
            mode += std::polar(
                field[x], 2 * std::numbers::pi * static_cast<double>(x % static_cast<std::size_t>(columns)) / columns);
        VERIFY_CLOSE(found[lane].lowest, std::norm(mode) / static_cast<double>(g.sites()), 1e-9);
        double energy = 0;
        for (const double p : momenta_of(block, lane)) energy += p * p / 2;
        VERIFY_CLOSE(kinetic[lane], energy, 1e-12);
    }
}

/// P1: central differences of the action, taken from the same sums that the acceptance step uses.
void TestScalarAction::force_is_minus_the_gradient() {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, lanes);
    const Geometry g{rows, columns};
    auto block = random_block<double>(g, 0, lanes);
    const int lane = lanes - 1;
    const auto field = block.extract(lane);
    for (const auto& c : couplings_list) {
        const auto plain = force(field, g, c);
        for (std::size_t x = 0; x < field.size(); ++x) {
            constexpr double h = 1e-4;
            const auto action_with = [&](double phi) {
                auto changed = field;
                changed[x] = phi;
                block.insert(lane, changed);
                return action(moments_of(block)[static_cast<std::size_t>(lane)], c);
            };
            const double gradient = (action_with(field[x] + h) - action_with(field[x] - h)) / (2 * h);
            VERIFY_CLOSE(plain[x], -gradient, 1e-7 * std::max(1.0, std::abs(gradient)));
        }
    }
}

void TestScalarAction::kernels_in_double() {
    kernels<double>(1e-13);
}
void TestScalarAction::kernels_in_single() {
    kernels<float>(2e-5);
}

/// The vectorised kernels against the plain force, site by site.
template <class Real>
void TestScalarAction::kernels(double precision) {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, lanes);
    const Geometry g{rows, columns};
    const auto start = random_block<Real>(g, 5, lanes);
    for (const auto& c : couplings_list) {
        auto kicked = start, drifted = start, both = start, one_pass = start;
        kick(kicked, c, 0.3);
        drift(drifted, 0.7);
        drift(both, 0.7);
        kick(both, c, 0.3);
        drift_and_kick(one_pass, c, 0.7, 0.3);
        QVERIFY(one_pass.field == both.field && one_pass.momentum == both.momentum);
        QVERIFY(kicked.field == start.field && drifted.momentum == start.momentum);
        for (int lane = 0; lane < lanes; ++lane) {
            const auto field = start.extract(lane), momentum = momenta_of(start, lane);
            const auto f = force(field, g, c);
            const auto fresh = momenta_of(kicked, lane), moved = drifted.extract(lane);
            for (std::size_t x = 0; x < f.size(); ++x) {
                VERIFY_CLOSE(fresh[x], momentum[x] + 0.3 * f[x], precision * (1 + std::abs(f[x])));
                VERIFY_CLOSE(moved[x], field[x] + 0.7 * momentum[x], precision);
            }
        }
    }
}

void TestScalarAction::moments_in_single_precision_are_sums_in_double() {
    const Geometry g{64, 64};
    const auto block = random_block<float>(g, 0, 4);
    const auto found = moments_of(block);
    for (int lane = 0; lane < 4; ++lane) {
        const auto expected = plain_moments(block.extract(lane), g);
        VERIFY_CLOSE(found[lane].square, expected.square, 1e-9);
        VERIFY_CLOSE(found[lane].quartic, expected.quartic, 1e-8);
        VERIFY_CLOSE(found[lane].hopping, expected.hopping, 1e-9);
    }
}

void TestScalarAction::sign_symmetry() {
    auto block = random_block<double>({6, 8}, 0, 3), mirrored = block;
    for (auto& phi : mirrored.field) phi = -phi;
    const auto a = moments_of(block), b = moments_of(mirrored);
    for (std::size_t lane = 0; lane < 3; ++lane) {
        VERIFY_SAME(b[lane].field, -a[lane].field);
        VERIFY_SAME(b[lane].square, a[lane].square);
        VERIFY_SAME(b[lane].quartic, a[lane].quartic);
        VERIFY_SAME(b[lane].hopping, a[lane].hopping);
        VERIFY_SAME(b[lane].lowest, a[lane].lowest);
    }
    for (auto& p : mirrored.momentum) p = -p;
    kick(block, {0.27, 0.022}, 0.1);
    kick(mirrored, {0.27, 0.022}, 0.1);
    for (std::size_t i = 0; i < block.momentum.size(); ++i) VERIFY_SAME(mirrored.momentum[i], -block.momentum[i]);
}

/// Algebra of SD1: sum phi dS/dphi = -4 kappa hopping + 2 (1 - 2 lambda) square + 4 lambda quartic
/// = -sum phi F.
void TestScalarAction::schwinger_dyson_is_the_scaling_derivative() {
    for (const auto& g : geometries)
        for (const auto& c : couplings_list) {
            const auto block = random_block<double>(g, 0, 1);
            const auto field = block.extract(0);
            const auto m = moments_of(block)[0];
            const auto f = force(field, g, c);
            double sum = 0;
            for (std::size_t x = 0; x < f.size(); ++x) sum -= field[x] * f[x];
            VERIFY_CLOSE(sum, -4 * c.kappa * m.hopping + 2 * (1 - 2 * c.lambda) * m.square + 4 * c.lambda * m.quartic,
                         1e-10);
            VERIFY_CLOSE(action(m, c), sum / 2 - c.lambda * m.quartic, 1e-10);  // SD2
        }
}

void TestScalarAction::vacuum_is_the_minimum() {
    VERIFY_CLOSE(std::pow(vacuum({0.5, 0.022}), 2), 23.727273,
                 1e-6);  // (4 kappa - 1 + 2 lambda) / (2 lambda)
    VERIFY_CLOSE(vacuum({0.4, 0.022}), 3.8257, 1e-4);
    QCOMPARE(vacuum({0.2, 0.022}), 0.0);
    QCOMPARE(vacuum({0.2, 0}), 0.0);
    for (const int dimension : {1, 2}) {
        const Couplings c{0.9, 0.3};
        const Geometry g{dimension == 1 ? 1 : 4, 4};
        const double v = vacuum(c, dimension);
        QVERIFY(v > 0);
        for (const double f : force(std::vector<double>(g.sites(), v), g, c)) VERIFY_CLOSE(f, 0, 1e-12);
        const auto energy = [&](double phi) { return plain_action(std::vector<double>(g.sites(), phi), g, c); };
        QVERIFY(energy(v) < energy(0.99 * v) && energy(v) < energy(1.01 * v) && energy(v) < energy(0));
    }
}

void TestScalarAction::blocks_remember_and_restore() {
    const Geometry g{4, 6};
    auto block = random_block<double>(g, 0, 3);
    const auto before = block;
    block.remember();
    for (auto& phi : block.field) phi += 1;
    block.moments = moments_of(block);
    block.restore(1);
    QCOMPARE(block.extract(1), before.extract(1));
    QVERIFY(block.extract(0) != before.extract(0) && block.extract(2) != before.extract(2));
    QVERIFY(block.moments[1] == before.moments[1] && !(block.moments[0] == before.moments[0]));
    block.restore();
    QVERIFY(block.field == before.field && block.moments == before.moments);
    block.insert(2, std::vector<double>(g.sites(), 0.5));
    QCOMPARE(block.extract(2), std::vector<double>(g.sites(), 0.5));
    QCOMPARE(block.extract(0), before.extract(0));
}

QTEST_GUILESS_MAIN(TestScalarAction)
#include "tst_scalar_action.moc"
