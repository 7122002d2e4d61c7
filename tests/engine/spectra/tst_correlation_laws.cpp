// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of levels: closed forms against quadrature, against the tabulated values and one another.
#include <QTest>
#include <numbers>

#include "engine/spectra/correlation_laws.h"
#include "engine/spectra/quadrature.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;
using std::numbers::pi;

class TestCorrelationLaws : public QObject {
    Q_OBJECT

  private slots:
    void number_variance_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("length");
        QTest::addColumn<double>("expected");
        const double lengths[] = {0.5, 1, 2, 5, 10, 20};
        const double table[3][6] = {{0.314370, 0.446334, 0.583704, 0.768385, 0.908695, 1.049118},
                                    {0.280158, 0.344163, 0.415672, 0.508991, 0.579296, 0.649546},
                                    {0.258956, 0.258779, 0.299562, 0.349646, 0.386014, 0.421759}};
        const double betas[] = {1, 2, 4};
        for (int b = 0; b < 3; ++b)
            for (int l = 0; l < 6; ++l)
                QTest::addRow("%g %g", betas[b], lengths[l]) << betas[b] << lengths[l] << table[b][l];
    }
    void number_variance() {
        QFETCH(double, beta);
        QFETCH(double, length);
        QFETCH(double, expected);
        VERIFY_CLOSE(NumberVariance(beta)(length), expected, 2e-6);
    }

    /// K and Y2 are Fourier transforms of each other: Sigma^2 once more, from K.
    void form_factor_belongs_to_the_number_variance() {
        for (const double beta : {1.0, 2.0, 4.0}) {
            const double length = 3;
            const auto integrand = [&](double tau) {
                const double s = std::sin(pi * tau * length) / (pi * tau);
                return 2 * s * s * *form_factor(beta, tau);
            };
            double sum = integrate(integrand, 1e-9, 1 - 1e-9, 400) + integrate(integrand, 1 + 1e-9, 2, 400) +
                         integrate(integrand, 2, 2000, 20000);
            sum += 1 / (pi * pi * 2000);  // the tail, K = 1
            VERIFY_CLOSE(sum, NumberVariance(beta)(length), 2e-4);
        }
        QVERIFY(!form_factor(3, 0.5).has_value());
        QVERIFY(std::isnan(NumberVariance(3)(1)));
    }
};

QTEST_GUILESS_MAIN(TestCorrelationLaws)
#include "tst_correlation_laws.moc"
