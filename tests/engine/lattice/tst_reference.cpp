// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <numbers>

#include "engine/lattice/reference.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::lattice;

namespace {

double expected(Quantity quantity, int extent, Couplings c) {
    const auto found = expectation(quantity, extent, c);
    return found ? found->value : std::nan("");
}

double bessel_k(double order, double z) {
    return std::cyl_bessel_k(order, z);
}

}  // namespace

class TestReference : public QObject {
    Q_OBJECT

  private slots:
    void single_site_moments();
    void single_site_against_bessel_functions();
    void single_site_density();
    void free_field_sums();
    void free_two_point();
    void free_expectations();
    void independent_sites();
    void table();
    void binder_cumulants_cross_at_the_transition();
    void nothing_where_nothing_is_known();
};

/// <phi^2>, <phi^4>, <phi^6> at kappa = 0, converged quadrature made elsewhere.
void TestReference::single_site_moments() {
    struct Row {
        double lambda, second, fourth, sixth;
    };
    for (const auto& row : {Row{0, 0.5, 0.75, 1.875},
                            {0.022, 0.49093714, 0.69691123, 1.59451294},
                            {0.1, 0.47474142, 0.60103430, 1.15642347},
                            {0.5, 0.47798880, 0.5, 0.71698320},
                            {1.0, 0.52089865, 0.51044932, 0.64589865}}) {
        VERIFY_CLOSE(single_site_moment(row.lambda, 2), row.second, 6e-9);
        VERIFY_CLOSE(single_site_moment(row.lambda, 4), row.fourth, 6e-9);
        VERIFY_CLOSE(single_site_moment(row.lambda, 6), row.sixth, 6e-9);
        QCOMPARE(single_site_moment(row.lambda, 0), 1.0);
    }
}

/// <phi^2> = a/(4 lambda) (K_{3/4}(z)/K_{1/4}(z) - 1), a = 1 - 2 lambda, z = a^2/(8 lambda).
void TestReference::single_site_against_bessel_functions() {
    for (const double lambda : {0.01, 0.022, 0.1, 0.3, 0.49}) {
        const double a = 1 - 2 * lambda, z = a * a / (8 * lambda);
        VERIFY_CLOSE(single_site_moment(lambda, 2), a / (4 * lambda) * (bessel_k(0.75, z) / bessel_k(0.25, z) - 1),
                     1e-10);
    }
    for (const double lambda : {0.0, 0.022, 1.0, 10.0})  // SD: 2 (1 - 2 lambda) <phi^2> + 4 lambda <phi^4> = 1
        VERIFY_CLOSE(2 * (1 - 2 * lambda) * single_site_moment(lambda, 2) + 4 * lambda * single_site_moment(lambda, 4),
                     1, 1e-11);
}

void TestReference::single_site_density() {
    for (const double lambda : {0.0, 0.022, 2.0}) {
        double norm = 0, second = 0;
        for (int i = -800; i < 800; ++i) {
            const double phi = (i + 0.5) * 0.01;
            norm += 0.01 * lattice::single_site_density(lambda, phi);
            second += 0.01 * phi * phi * lattice::single_site_density(lambda, phi);
        }
        VERIFY_CLOSE(norm, 1, 1e-10);
        VERIFY_CLOSE(second, single_site_moment(lambda, 2), 1e-10);
    }
    VERIFY_CLOSE(lattice::single_site_density(0, 0.5), std::exp(-0.25) / std::sqrt(std::numbers::pi), 1e-12);
}

/// <phi^2> of the free field, summed over momenta elsewhere; chi, nearest-neighbour correlator.
void TestReference::free_field_sums() {
    struct Row {
        double kappa;
        int extent;
        double square, neighbour, chi;
    };
    const double unknown = std::nan("");
    for (const auto& row : {Row{0.20, 4, 0.65873016, unknown, 2.5},
                            {0.20, 8, 0.63543499, 0.16929374, 2.5},
                            {0.20, 32, 0.63512460, 0.16890575, 2.5},
                            {0.21, 8, 0.66407566, unknown, 3.125},
                            {0.21, 16, 0.66326330, unknown, 3.125},
                            {0.21, 32, 0.66326267, 0.19436032, 3.125},
                            {0.24, 8, 0.90105305, unknown, 12.5},
                            {0.24, 16, 0.85827331, unknown, 12.5},
                            {0.24, 32, 0.85725508, 0.37214071, 12.5}}) {
        VERIFY_CLOSE(expected(Quantity::field_squared, row.extent, {row.kappa, 0}), row.square, 6e-9);
        VERIFY_CLOSE(expected(Quantity::susceptibility, row.extent, {row.kappa, 0}), row.chi, 1e-10);
        const auto c = free_two_point_function(row.kappa, row.extent);
        VERIFY_CLOSE(c[0], row.square, 6e-9);
        if (std::isnan(row.neighbour)) continue;
        VERIFY_CLOSE(c[1], row.neighbour, 6e-9);
        VERIFY_CLOSE(expected(Quantity::hopping_energy, row.extent, {row.kappa, 0}), 2 * row.neighbour, 2e-8);
    }
    VERIFY_CLOSE(expected(Quantity::field_squared, 2, {0.20, 0}), 0.94444444, 6e-9);  // 2 x 2
    VERIFY_CLOSE(expected(Quantity::hopping_energy, 2, {0.20, 0}), 2 * 0.55555556, 1.2e-8);
}

/// The two-point function solves (2 - 2 kappa sum of neighbours) C = delta at the origin, and is a
/// direct double sum.
void TestReference::free_two_point() {
    constexpr int extent = 6;
    constexpr double kappa = 0.22;
    const auto c = free_two_point_function(kappa, extent);
    for (int r = 0; r <= extent / 2; ++r) {
        double sum = 0;
        for (int p = 0; p < extent; ++p)
            for (int q = 0; q < extent; ++q) {
                const double a = 2 * std::numbers::pi * p / extent, b = 2 * std::numbers::pi * q / extent;
                sum += std::cos(a * r) / (2 * (1 - 2 * kappa * (std::cos(a) + std::cos(b)))) / (extent * extent);
            }
        VERIFY_CLOSE(c[r], sum, 1e-13);
    }
    VERIFY_CLOSE(2 * c[0] - 2 * kappa * 4 * c[1], 1, 1e-13);
    VERIFY_CLOSE(free_propagator(kappa, 2), 1 / (2 * (1 - 4 * kappa)), 1e-14);
}

void TestReference::free_expectations() {
    const Couplings c{0.24, 0};
    const int extent = 16;
    const double square = expected(Quantity::field_squared, extent, c), chi = 12.5;
    VERIFY_CLOSE(expected(Quantity::field_quartic, extent, c), 3 * square * square, 1e-12);
    VERIFY_CLOSE(expected(Quantity::absolute_magnetisation, extent, c), std::sqrt(2 * chi / std::numbers::pi) / extent,
                 1e-12);
    VERIFY_CLOSE(expected(Quantity::connected_susceptibility, extent, c), chi * (1 - 2 / std::numbers::pi), 1e-12);
    VERIFY_CLOSE(expected(Quantity::binder_cumulant, extent, c), 0, 0);
    VERIFY_CLOSE(expected(Quantity::action_density, extent, c), 0.5, 0);
    // SD1 ties hopping energy and mean square.
    VERIFY_CLOSE(-4 * 0.24 * expected(Quantity::hopping_energy, extent, c) + 2 * square, 1, 1e-12);
    QVERIFY(expectation(Quantity::field_squared, extent, c)->source.starts_with("exact"));
}

void TestReference::independent_sites() {
    const Couplings c{0, 0.022};
    VERIFY_CLOSE(expected(Quantity::field_squared, 8, c), 0.49093714, 6e-9);
    VERIFY_CLOSE(expected(Quantity::susceptibility, 8, c), 0.49093714, 6e-9);
    VERIFY_CLOSE(expected(Quantity::field_quartic, 8, c), 0.69691123, 6e-9);
    VERIFY_CLOSE(expected(Quantity::action_density, 8, c), 0.5 - 0.022 * 0.69691123, 1e-9);
    VERIFY_CLOSE(expected(Quantity::hopping_energy, 8, c), 0, 0);
    // <M^4> of a mean of V independent numbers: 3 (V-1)/V^3 s^2 + q/V^3.
    const double s = 0.49093714, q = 0.69691123, v = 64;
    const double fourth = (3 * (v - 1) * s * s + q) / (v * v * v), second = s / v;
    VERIFY_CLOSE(expected(Quantity::binder_cumulant, 8, c), 1 - fourth / (3 * second * second), 1e-8);
    QVERIFY(!expectation(Quantity::absolute_magnetisation, 8, c));
}

/// Every row satisfies the identities that any correct ensemble must: a typing error in a column
/// shows here.
void TestReference::table() {
    QCOMPARE(equilibrium_points().size(), 30u);
    for (const auto& point : equilibrium_points()) {
        const Couplings c{point.kappa, 0.022};
        const auto get = [&](Quantity quantity) { return *expectation(quantity, point.extent, c); };
        const auto square = get(Quantity::field_squared), quartic = get(Quantity::field_quartic),
                   hopping = get(Quantity::hopping_energy), action = get(Quantity::action_density),
                   m = get(Quantity::absolute_magnetisation), chi = get(Quantity::susceptibility),
                   connected = get(Quantity::connected_susceptibility), binder = get(Quantity::binder_cumulant);
        const auto name = QString("kappa %1, L %2").arg(point.kappa).arg(point.extent).toUtf8();
        // Errors of the three terms are strongly correlated; adding them bounds the error of the
        // sum.
        const double residual =
            -4 * c.kappa * hopping.value + 2 * (1 - 2 * c.lambda) * square.value + 4 * c.lambda * quartic.value;
        const double allowed = 4 * c.kappa * hopping.error + 2 * square.error + 4 * c.lambda * quartic.error;
        VERIFY_CLOSE_AS(name.constData(), residual, 1, 5 * allowed);
        VERIFY_CLOSE_AS(name.constData(), action.value, 0.5 - c.lambda * quartic.value,
                        5 * (action.error + c.lambda * quartic.error));
        const double volume = point.extent * point.extent;
        VERIFY_CLOSE_AS(name.constData(), connected.value, chi.value - volume * m.value * m.value,
                        5 * (connected.error + chi.error + 2 * volume * m.value * m.error));
        QVERIFY(binder.value > -0.01 && binder.value < 2.0 / 3 && m.value > 0 &&
                quartic.value > square.value * square.value);
        QVERIFY(m.value == point.abs_m && binder.value == point.binder && m.error == point.abs_m_error);
    }
    VERIFY_CLOSE(expected(Quantity::binder_cumulant, 16, {0.27, 0.022}), 0.53274, 0);
    VERIFY_CLOSE(expected(Quantity::susceptibility, 64, {0.2705, 0.022}), 1683, 0);
    VERIFY_CLOSE(expected(Quantity::absolute_magnetisation, 32, {0.5, 0.022}), 4.830001, 0);
}

/// Larger lattices are more Gaussian below kappa = 0.2709 and more ordered above.
void TestReference::binder_cumulants_cross_at_the_transition() {
    const auto binder = [](double kappa, int extent) {
        return expected(Quantity::binder_cumulant, extent, {kappa, 0.022});
    };
    for (const double kappa : {0.25, 0.26, 0.27}) QVERIFY(binder(kappa, 16) > binder(kappa, 32));
    for (const double kappa : {0.271, 0.28}) QVERIFY(binder(kappa, 16) < binder(kappa, 32));
    QVERIFY(binder(0.27, 32) > binder(0.27, 64) && binder(0.271, 32) < binder(0.271, 64));
}

void TestReference::nothing_where_nothing_is_known() {
    QVERIFY(!expectation(Quantity::field_squared, 16, {0.27, 0.023}));
    QVERIFY(!expectation(Quantity::field_squared, 24, {0.27, 0.022}));
    QVERIFY(!expectation(Quantity::field_squared, 16, {0.2701, 0.022}));
    QVERIFY(!expectation(Quantity::field_squared, 16, {0.3, 0}));  // no free field beyond kappa = 1/4
}

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"
