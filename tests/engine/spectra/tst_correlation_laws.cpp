// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of levels: closed forms against quadrature, against the tabulated values and one another.
#include <QElapsedTimer>
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
        VERIFY_CLOSE(NumberVariance(beta)(length), expected, 1e-6);
    }

    void number_variance_is_the_integral_of_the_cluster_function() {
        for (const double beta : {0.0, 1.0, 2.0, 4.0}) {
            const NumberVariance law(beta);
            for (const double length : {1e-3, 0.3, 1.0, 7.7, 60.0}) {
                const int parts = 2 + static_cast<int>(length / 4);
                const double integral =
                    integrate([&](double r) { return (length - r) * cluster_function(beta, r); }, 0, length, parts);
                VERIFY_CLOSE(law(length), length - 2 * integral, 1e-11);
            }
            QCOMPARE(law(0), 0.0);
        }
    }

    /// Leading logarithms: M. L. Mehta, 3rd ed. 2004, chapter 16.
    void number_variance_of_long_intervals() {
        const double length = 5000, logarithm = std::log(2 * pi * length) + std::numbers::egamma + 1;
        VERIFY_CLOSE(NumberVariance(1)(length), 2 / (pi * pi) * (logarithm - pi * pi / 8), 1e-6);
        VERIFY_CLOSE(NumberVariance(2)(length), 1 / (pi * pi) * logarithm, 1e-6);
        VERIFY_CLOSE(NumberVariance(4)(length), 1 / (2 * pi * pi) * (logarithm + std::log(2.0) + pi * pi / 8), 1e-5);
    }

    void levels_repel_to_the_power_beta() {
        for (const double beta : {1.0, 2.0, 4.0}) {
            const double ratio = (1 - cluster_function(beta, 0.02)) / (1 - cluster_function(beta, 0.01));
            VERIFY_CLOSE(std::log2(ratio), beta, 0.01);
        }
        VERIFY_CLOSE(*form_factor(4, 0.999), 0.4995 - 0.24975 * std::log(0.001), 1e-12);
        VERIFY_CLOSE(*form_factor(1, 1), *form_factor(1, 1 + 1e-9), 1e-7);
        QCOMPARE(*form_factor(0, 0.3), 1.0);
    }

    void a_curve_of_the_number_variance_is_cheap() {
        const NumberVariance law(1);
        double sum = 0;
        QElapsedTimer timer;
        timer.start();
        for (int i = 1; i <= 200; ++i) sum += law(10.0 * i);
        QVERIFY2(timer.elapsed() < 20, qPrintable(QString("%1 ms").arg(timer.elapsed())));
        QVERIFY(sum > 0);
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
