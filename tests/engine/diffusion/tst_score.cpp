// SPDX-License-Identifier: GPL-3.0-or-later
// Exact scores against tables, against derivatives of ln p, and against each other.
#include <QTest>
#include <functional>

#include "engine/diffusion/cumulants.h"
#include "engine/diffusion/site/single_site.h"
#include "engine/diffusion/site/two_peaks.h"
#include "tests/support/close.h"

using namespace langevin::diffusion;

class TestScore : public QObject {
    Q_OBJECT

    static double score(const Score& s, double sigma, double y) {
        double result = 0;
        s.evaluate(sigma, {&y, 1}, {&result, 1});
        return result;
    }

  private slots:
    /// Quadrature results of the physics sheet for arXiv:2311.03578.
    void moments_of_a_single_site() {
        const SingleSite single(1, 0.4), twofold(-1, 0.4);
        VERIFY_CLOSE(single.mean_modulus(), 0.74849509, 1e-8);
        VERIFY_CLOSE(single.moment(2), 0.86209659, 1e-8);
        VERIFY_CLOSE(single.moment(4), 2.06855116, 1e-8);
        VERIFY_CLOSE(single.moment(6), 7.76607912, 1e-7);
        VERIFY_CLOSE(single.partition_function(), 2.40610177, 1e-8);
        VERIFY_CLOSE(twofold.mean_modulus(), 3.59133165, 1e-8);
        VERIFY_CLOSE(twofold.moment(2), 13.67303375, 1e-7);
        VERIFY_CLOSE(twofold.moment(4), 220.09550631, 1e-6);
        VERIFY_CLOSE(twofold.moment(6), 3916.71911355, 1e-5);
        VERIFY_CLOSE(twofold.partition_function(), 162.05316156, 1e-7);
        const auto k = cumulants_of_moments(single.moments(6)), l = cumulants_of_moments(twofold.moments(6));
        VERIFY_CLOSE(k[3], -0.161080, 6e-7);
        VERIFY_CLOSE(k[5], 0.238293, 6e-7);
        VERIFY_CLOSE(l[3], -340.760050, 6e-7);
        VERIFY_CLOSE(l[5], 35462.089308, 6e-6);
        VERIFY_CLOSE(1 - twofold.moment(4) / (3 * std::pow(twofold.moment(2), 2)), 0.607572, 6e-7);
        VERIFY_CLOSE(-twofold.moment(2) + 0.4 / 6 * twofold.moment(4), 1, 1e-10);  // Schwinger-Dyson
    }

    void diffused_score_of_a_single_site_data() {
        QTest::addColumn<double>("mu2");
        QTest::addColumn<double>("sigma");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("+0.1") << 1.0 << 0.1 << QList<double>{-0.504023, -1.055973, -2.492595, -7.945506, -18.903156};
        QTest::newRow("+0.5") << 1.0 << 0.5 << QList<double>{-0.415749, -0.850331, -1.839417, -4.527138, -8.178195};
        QTest::newRow("+1") << 1.0 << 1.0 << QList<double>{-0.261489, -0.525241, -1.067499, -2.245013, -3.559568};
        QTest::newRow("+3") << 1.0 << 3.0 << QList<double>{-0.050656, -0.101314, -0.202647, -0.405438, -0.608509};
        QTest::newRow("+end") << 1.0 << 9.845215
                              << QList<double>{-0.005113, -0.010226, -0.020452, -0.040904, -0.061355};
        QTest::newRow("-0.1") << -1.0 << 0.1 << QList<double>{0.495350, 0.938791, 1.465475, -0.268586, -7.927191};
        QTest::newRow("-0.5") << -1.0 << 0.5 << QList<double>{0.588388, 1.054988, 1.372669, -0.257148, -3.731145};
        QTest::newRow("-1") << -1.0 << 1.0 << QList<double>{0.708205, 1.032808, 0.915344, -0.172984, -1.575841};
        QTest::newRow("-3") << -1.0 << 3.0 << QList<double>{0.016758, 0.029102, 0.028804, -0.075764, -0.254941};
        QTest::newRow("-end") << -1.0 << 9.845215
                              << QList<double>{-0.004440, -0.008880, -0.017765, -0.035559, -0.053411};
    }
    void diffused_score_of_a_single_site() {
        QFETCH(const double, mu2);
        QFETCH(const double, sigma);
        QFETCH(const QList<double>, expected);
        const SingleSite site(mu2, 0.4);
        const double places[] = {0.5, 1, 2, 4, 6};
        for (int i = 0; i < 5; ++i) {
            VERIFY_CLOSE(site.exact(sigma, places[i]), expected[i], 1.1e-6);
            VERIFY_CLOSE(site.exact(sigma, -places[i]), -expected[i], 1.1e-6);
        }
    }

    void score_becomes_the_drift() {
        const SingleSite site(1, 0.4);
        VERIFY_CLOSE(score(site, 1e-3, 2), site.force(2), 1e-5);
        VERIFY_CLOSE(score(site, 0.0199, 2), site.exact(0.0201, 2), 5e-4);  // expansion and quadrature meet
        VERIFY_CLOSE(site.exact(0.1, 2) / site.force(2), 1, 0.02);
    }

    void the_table_is_as_good_as_the_integral() {
        const SingleSite site(-1, 0.4);
        std::vector<double> y(2000), s(2000);
        for (std::size_t i = 0; i < y.size(); ++i) y[i] = -12 + 0.012 * static_cast<double>(i);
        for (const double sigma : {0.03, 0.1, 0.5, 2.0, 9.8}) {
            site.evaluate(sigma, y, s);
            for (std::size_t i = 0; i < y.size(); i += 13)
                VERIFY_CLOSE(s[i], site.exact(sigma, y[i]), 2e-4 * (1 + std::abs(s[i])));
        }
    }

    void scores_are_derivatives_of_densities() {
        const TwoPeaks peaks(1, 0.25);
        const SingleSite site(-1, 0.4);
        const auto derivative = [](const auto& f, double y) {
            constexpr double h = 1e-3;
            return (8 * (f(y + h) - f(y - h)) - (f(y + 2 * h) - f(y - 2 * h))) / (12 * h);
        };
        const auto compare = [&](const Score& s, const std::function<double(double, double)>& log_density) {
            for (const double sigma : {0.1, 0.3, 1.0, 4.0})
                for (const double y : {-3.0, -0.4, 0.05, 0.9, 5.0}) {
                    const double exact = score(s, sigma, y), slope = s.divergence(sigma, {&y, 1});
                    VERIFY_CLOSE(derivative([&](double x) { return log_density(sigma, x); }, y), exact,
                                 1e-8 * (1 + std::abs(exact)));
                    VERIFY_CLOSE(derivative([&](double x) { return score(s, sigma, x); }, y), slope,
                                 1e-7 * (1 + std::abs(slope)));
                }
        };
        compare(peaks, [&](double sigma, double y) { return peaks.log_density(sigma, y); });
        compare(site, [&](double sigma, double y) { return site.posterior(sigma, y).log_density; });
    }
};

QTEST_GUILESS_MAIN(TestScore)
#include "tst_score.moc"
