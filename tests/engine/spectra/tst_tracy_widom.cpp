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
        const auto moment = [&](const std::function<double(double)>& f) {
            double sum = 0;
            for (double x = -9; x <= 9; x += 0.05) sum += 0.05 * f(x) * law.density(x);
            return sum;
        };
        VERIFY_CLOSE(moment([](double) { return 1.0; }), 1.0, 1e-5);
        VERIFY_CLOSE(moment([](double x) { return x; }), expected.mean, 3e-5);
        VERIFY_CLOSE(moment([&](double x) { return (x - expected.mean) * (x - expected.mean); }), expected.variance,
                     1e-4);
        const double third = moment([&](double x) { return std::pow(x - expected.mean, 3); });
        VERIFY_CLOSE(third / std::pow(expected.variance, 1.5), expected.skewness, 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestTracyWidom)
#include "tst_tracy_widom.moc"
