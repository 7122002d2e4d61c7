// SPDX-License-Identifier: GPL-3.0-or-later
// The law of the largest eigenvalue against published moments and values.
#include <QTest>
#include <numbers>

#include "engine/spectra/quadrature.h"
#include "engine/spectra/tracy_widom.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;
using std::numbers::pi;

class TestTracyWidom : public QObject {
    Q_OBJECT

  private slots:
    void tracy_widom_has_its_moments_data() {
        QTest::addColumn<int>("beta");
        for (const int beta : {1, 2, 4}) QTest::addRow("%d", beta) << beta;
    }
    void tracy_widom_has_its_moments() {
        QFETCH(int, beta);
        const TracyWidom law(beta);
        const auto expected = *tracy_widom_moments(beta);
        const auto moment = [&](int k, double about) {
            return integrate([&](double x) { return std::pow(x - about, k) * law.density(x); }, -9, 9, 180);
        };
        const double mean = moment(1, 0), variance = moment(2, mean);
        VERIFY_CLOSE(moment(0, 0), 1.0, 1e-8);
        VERIFY_CLOSE(mean, expected.mean, 1e-6);
        VERIFY_CLOSE(variance, expected.variance, 1e-6);
        VERIFY_CLOSE(moment(3, mean) / std::pow(variance, 1.5), expected.skewness, 5e-6);
        VERIFY_CLOSE(moment(4, mean) / (variance * variance) - 3, expected.excess_kurtosis, 1e-5);
    }

    void digits_of_the_sheet() {
        VERIFY_CLOSE(tracy_widom_moments(1)->mean, -1.2065336, 5e-8);
        VERIFY_CLOSE(tracy_widom_moments(2)->variance, 0.8131948, 5e-8);
        VERIFY_CLOSE(tracy_widom_moments(4)->mean, -2.05520, 5e-6);
        VERIFY_CLOSE(tracy_widom_moments(4)->variance, 0.41092, 5e-6);
    }

    /// F2(-2) as printed by F. Bornemann, arXiv:0804.2543, section 1; and between the points of the table.
    void values() {
        const TracyWidom law(2);
        VERIFY_CLOSE(law.cumulative(-2), 0.413224142505123, 1e-12);
        for (const int beta : {1, 2, 4}) {
            const TracyWidom any(beta);
            for (const double x : {-4.013, -2.371, -1.026, 0.518}) {
                VERIFY_CLOSE(any.cumulative(x) - any.cumulative(-6.2),
                             integrate([&](double t) { return any.density(t); }, -6.2, x, 100), 1e-7);
                QVERIFY(any.density(x) > 0);
            }
            VERIFY_CLOSE(any.cumulative(-20), 0.0, 1e-12);
            VERIFY_CLOSE(any.cumulative(20), 1.0, 1e-8);
            QCOMPARE(any.density(20), 0.0);
        }
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, TracyWidom(3));
        QVERIFY(!tracy_widom_moments(3).has_value());
    }

    void edges() {
        // The edge of the semicircle, and of the Marchenko-Pastur law, lie at zero.
        VERIFY_CLOSE(scaled_gaussian_edge(std::sqrt(2 * 4 * 50.25 * 0.3), 4, 50, 0.3), 0.0, 1e-12);
        const double edge = 2 * 0.3 * std::pow(std::sqrt(80.0) + std::sqrt(50.0), 2);
        VERIFY_CLOSE(scaled_wishart_edge(edge, 2, 80, 50, 0.3), 0.0, 1e-12);
        // N^(1/6) for h of the Gaussian ensembles in units of sqrt(beta variance/2).
        VERIFY_CLOSE(scaled_gaussian_edge(1 + std::sqrt(2 * 2 * 64.0), 2, 64, 1), 2, 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestTracyWidom)
#include "tst_tracy_widom.moc"
