// SPDX-License-Identifier: GPL-3.0-or-later
// Ensembles that can be solved: a single site, a chain, four sites, the free field.
#include <QtTest>

#include "engine/lattice/reference.h"
#include "tests/engine/lattice/ensembles.h"
#include "tests/engine/lattice/modes.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;

class TestExactLattices : public QObject {
    Q_OBJECT

  private slots:
    void independent_sites_data();
    void independent_sites();
    void chain_data();
    void chain();
    void two_by_two_data();
    void two_by_two();
    void free_field_data();
    void free_field();
};

/// What the lab's own checks leave out: other couplings, the sixth moment, dynamics.
void TestExactLattices::independent_sites_data() {
    QTest::addColumn<int>("algorithm");
    QTest::addColumn<double>("lambda");
    for (const auto& [algorithm, name] : all_algorithms)
        for (const double lambda : {0.1, 0.5})
            QTest::addRow("%s, lambda %g", name, lambda) << static_cast<int>(algorithm) << lambda;
}

void TestExactLattices::independent_sites() {
    QFETCH(const int, algorithm);
    QFETCH(const double, lambda);
    const Ensemble e({.geometry = {8, 8},
                      .couplings = {0, lambda},
                      .algorithm = static_cast<Algorithm>(algorithm),
                      .updates = 1500});
    VERIFY_ESTIMATE("<phi^2>", e.mean(phi2), single_site_moment(lambda, 2), 0, 0.01);
    VERIFY_ESTIMATE("<phi^4>", e.mean(phi4), single_site_moment(lambda, 4), 0, 0.02);
    VERIFY_ESTIMATE("<phi^6>", e.mean(phi6), single_site_moment(lambda, 6), 0, 0.04);
    const auto e1 = e.mean(hopping);
    VERIFY_MEAN("hopping", e1.value, e1.error, 0, 0.002);
}

void TestExactLattices::chain_data() {
    QTest::addColumn<int>("algorithm");
    QTest::addColumn<int>("columns");
    QTest::addColumn<double>("kappa");
    QTest::addColumn<double>("lambda");
    QTest::addColumn<double>("square");
    QTest::addColumn<double>("quartic");
    QTest::addColumn<double>("neighbours");
    QTest::addColumn<double>("chi");
    for (const auto& [algorithm, name] : all_algorithms) {
        const auto id = static_cast<int>(algorithm);
        if (algorithm == Algorithm::hmc_single) continue;
        QTest::addRow("%s, kappa 0.5", name)
            << id << 16 << 0.5 << 0.022 << 1.18894423 << 3.56201635 << 0.79335941 << 5.93104388;
        if (algorithm != Algorithm::hmc && algorithm != Algorithm::cluster) continue;
        QTest::addRow("%s, kappa 0.3", name)
            << id << 8 << 0.3 << 0.022 << 0.59675211 << 1.01388256 << 0.19184308 << 1.16115185;
        QTest::addRow("%s, free", name) << id << 16 << 0.45 << 0.0 << 1.14838126 << 3.95633838 << 0.72042363 << 5.0;
    }
}

/// One dimension, by the transfer matrix (Gauss-Legendre quadrature with 160 points on [-7, 7]).
void TestExactLattices::chain() {
    QFETCH(const int, algorithm);
    QFETCH(const int, columns);
    QFETCH(const double, kappa);
    QFETCH(const double, lambda);
    QFETCH(const double, square);
    QFETCH(const double, quartic);
    QFETCH(const double, neighbours);
    QFETCH(const double, chi);
    const Ensemble e({.geometry = {1, columns},
                      .couplings = {kappa, lambda},
                      .algorithm = static_cast<Algorithm>(algorithm),
                      .updates = 15000});
    VERIFY_ESTIMATE("<phi^2>", e.mean(phi2), square, 0, 0.025);
    VERIFY_ESTIMATE("<phi^4>", e.mean(phi4), quartic, 0, 0.04);
    VERIFY_ESTIMATE("<phi_0 phi_1>", e.mean(hopping), neighbours, 0, 0.03);
    VERIFY_ESTIMATE("V <M^2>", e.susceptibility(), chi, 0, 0.06);
}

void TestExactLattices::two_by_two_data() {
    QTest::addColumn<int>("algorithm");
    QTest::addColumn<double>("kappa");
    QTest::addColumn<double>("lambda");
    QTest::addColumn<double>("square");
    QTest::addColumn<double>("quartic");
    QTest::addColumn<double>("neighbours");
    QTest::addColumn<double>("chi");
    QTest::addColumn<double>("binder");
    for (const auto& [algorithm, name] : all_algorithms) {
        const auto id = static_cast<int>(algorithm);
        if (algorithm == Algorithm::cluster) continue;
        QTest::addRow("%s, kappa 0.25", name)
            << id << 0.25 << 0.022 << 1.48727207 << 5.15348296 << 1.14858535 << 4.82857182 << 0.27655823;
        QTest::addRow("%s, kappa 0.30", name)
            << id << 0.30 << 0.022 << 4.43359649 << 28.77444273 << 4.17049477 << 16.86770011 << 0.55396080;
        if (algorithm == Algorithm::hmc)
            QTest::addRow("%s, free", name)
                << id << 0.20 << 0.0 << 0.94444444 << 2.67592593 << 0.55555556 << 2.5 << 0.0;
    }
}

/// Four sites, every two neighbours joined by two links, by quadrature in four dimensions. The lab
/// checks clusters here.
void TestExactLattices::two_by_two() {
    QFETCH(const int, algorithm);
    QFETCH(const double, kappa);
    QFETCH(const double, lambda);
    QFETCH(const double, square);
    QFETCH(const double, quartic);
    QFETCH(const double, neighbours);
    QFETCH(const double, chi);
    QFETCH(const double, binder);
    const Ensemble e({.geometry = {2, 2},
                      .couplings = {kappa, lambda},
                      .algorithm = static_cast<Algorithm>(algorithm),
                      .updates = 25000});
    VERIFY_ESTIMATE("<phi^2>", e.mean(phi2), square, 0, 0.04);
    VERIFY_ESTIMATE("<phi^4>", e.mean(phi4), quartic, 0, 0.06);
    VERIFY_ESTIMATE("<phi_0 phi_1>", e.mean(hopping), 2 * neighbours, 0, 0.05);
    VERIFY_ESTIMATE("V <M^2>", e.susceptibility(), chi, 0, 0.05);
    const auto u = e.binder();
    VERIFY_MEAN("U_L", u.value, u.error, binder, 0.008);
}

void TestExactLattices::free_field_data() {
    QTest::addColumn<int>("algorithm");
    for (const auto& [algorithm, name] : all_algorithms) QTest::newRow(name) << static_cast<int>(algorithm);
    QTest::newRow("HMC, leapfrog") << static_cast<int>(Algorithm::leapfrog);
}

/// <|phi_p|^2> / V mode by mode, and the two-point function.
void TestExactLattices::free_field() {
    QFETCH(const int, algorithm);
    const double kappa = 0.22;
    const Geometry g{8, 8};
    const Ensemble e({.geometry = g,
                      .couplings = {kappa, 0},
                      .algorithm = static_cast<Algorithm>(algorithm),
                      .updates = 6000,
                      .spectra = true});
    double chi_squared = 0;
    const auto compare = [&](const statistics::Estimate& found, Mode mode) {
        const double omega = mode.frequency(g, kappa), expected = 1 / (omega * omega);
        VERIFY_ESTIMATE(qPrintable(QString("mode (%1, %2)").arg(mode.p).arg(mode.q)), found, expected, 0, 0.1);
        chi_squared += std::pow((found.value - expected) / found.error, 2);
    };
    for (std::size_t k = 0; k <= 4; ++k) {
        const int n = static_cast<int>(k);
        compare(e.axis(k), {0, n});
        if (k > 0) compare(e.diagonal(k), {n, n});
    }
    qInfo("chi^2 = %.1f of 9 modes", chi_squared);
    QVERIFY(chi_squared < 30);
    const auto exact = free_two_point_function(kappa, 8);
    for (std::size_t r = 0; r < exact.size(); ++r) {
        const auto found = e.two_point(r);
        VERIFY_MEAN(qPrintable(QString("C(%1)").arg(r)), found.value, found.error, exact[r], 0.004);
    }
    VERIFY_ESTIMATE("<phi^4>", e.mean(phi4), 3 * exact[0] * exact[0], 0, 0.03);
    VERIFY_IDENTITIES(e, 0.0);
}

QTEST_GUILESS_MAIN(TestExactLattices)
#include "tst_exact_lattices.moc"
