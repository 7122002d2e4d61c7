// SPDX-License-Identifier: GPL-3.0-or-later
// Level densities, for many levels and for few: norm, moments, the equation of equilibrium, independent quadrature.
#include <QElapsedTimer>
#include <QTest>
#include <functional>
#include <numbers>

#include "engine/spectra/finite_density.h"
#include "engine/spectra/level_density.h"
#include "engine/spectra/quadrature.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;
using std::numbers::pi;

namespace {

/// int f(x) density(x) dx; x = a + (b - a) t^2 (3 - 2t) softens square roots at the edges, singular ones too.
double average(const LevelDensity& law, const std::function<double(double)>& f) {
    double sum = 0;
    for (std::size_t i = 0; i < law.support.size(); i += 2) {
        const double a = law.support[i], width = law.support[i + 1] - a;
        sum += integrate(
            [&](double t) {
                const double x = a + width * t * t * (3 - 2 * t);
                return 6 * t * (1 - t) * width * law.density(x) * f(x);
            },
            0, 1, 40);
    }
    return sum;
}

/// Principal value of int density(y)/(x - y) dy for x inside the support.
double mean_force(const LevelDensity& law, double x) {
    const double here = law.density(x);
    double sum = 0;
    for (std::size_t i = 0; i < law.support.size(); i += 2) {
        const double a = law.support[i], b = law.support[i + 1];
        const double taken = x > a && x < b ? here : 0;
        sum += integrate(
            [&](double t) {
                const double y = a + (b - a) * t * t * (3 - 2 * t);
                return 6 * t * (1 - t) * (b - a) * (law.density(y) - taken) / (x - y);
            },
            0, 1, 40);
        if (taken > 0) sum += taken * std::log((x - a) / (b - x));
    }
    return sum;
}

}  // namespace

class TestLevelDensity : public QObject {
    Q_OBJECT

  private slots:
    void densities_are_normalised_data() {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 6; ++i) QTest::addRow("%d", i) << i;
    }
    void densities_are_normalised() {
        QFETCH(int, which);
        std::vector<double> levels;
        for (int i = 0; i < 50; ++i) levels.push_back(std::sinh(i / 20.0));
        const LevelDensity laws[] = {LevelDensity::semicircle(2, 64, 1.5),
                                     LevelDensity::quartic(2, 64, 0.7, 3, 1),
                                     LevelDensity::quartic(1, 64, 0.7, -4, 1),
                                     LevelDensity::quartic(2, 32, 1, -40, 1),
                                     LevelDensity::marchenko_pastur(1, 64, 256, 0.3),
                                     LevelDensity::from_levels(levels)};
        const auto& law = laws[which];
        const auto& s = law.support;
        for (const double share : {0.1, 0.35, 0.5, 0.8, 0.999}) {
            double integral = 0, x = 0;
            for (std::size_t i = 0; i < s.size(); i += 2) {
                const double end = s[i] + share * (s[i + 1] - s[i]);
                // x = a + (b - a) t^2 (3 - 2t) softens both edges
                integral += integrate(
                    [&](double t) {
                        return 6 * t * (1 - t) * (end - s[i]) * law.density(s[i] + (end - s[i]) * t * t * (3 - 2 * t));
                    },
                    0, 1, 200);
                x = end;
                if (i + 2 < s.size()) {  // the whole first part
                    integral = law.cumulative(s[i + 1]);
                    VERIFY_CLOSE(integral, 0.5, 1e-9);
                }
            }
            VERIFY_CLOSE(law.cumulative(x), integral, which == 5 ? 2e-4 : 1e-9);
        }
        QCOMPARE(law.cumulative(s.front() - 1), 0.0);
        VERIFY_CLOSE(law.cumulative(s.back() + 1), 1.0, 1e-12);
    }

    /// In equilibrium the potential's force balances the mean repulsion: V'(x) = beta N T P int density(y)/(x - y) dy.
    void densities_are_in_equilibrium() {
        struct Case {
            LevelDensity law;
            double strength;  // beta N T
            std::function<double(double)> slope;
        };
        const auto quartic = [](double beta, double levels, double temperature, double mu, double lambda) {
            return Case{LevelDensity::quartic(beta, levels, temperature, mu, lambda), beta * levels * temperature,
                        [=](double x) { return mu * x + lambda * x * x * x; }};
        };
        const double rows = 100, levels = 40, variance = 0.3;
        const Case cases[] = {
            {LevelDensity::semicircle(4, 50, 0.7), 4 * 50 * 0.7, [](double x) { return x; }},
            quartic(2, 64, 0.7, 3, 1),
            quartic(1, 64, 0.7, -4, 1),     // one interval, two wells
            quartic(4, 20, 0.5, -50, 2.5),  // two intervals
            quartic(2, 30, 1, 2, 1e-14),    // nearly harmonic
            // exp(-sum x/(2 variance)) prod x^(beta (M - N)/2) to leading order: V = x/(2 variance) - beta (M - N)/2 ln
            // x
            {LevelDensity::marchenko_pastur(2, levels, rows, variance), 2 * levels,
             [=](double x) { return 1 / (2 * variance) - (rows - levels) / x; }},
        };
        for (const auto& c : cases) {
            VERIFY_CLOSE(average(c.law, [](double) { return 1.0; }), 1.0, 1e-10);
            for (const double share : {0.07, 0.31, 0.55, 0.9}) {
                const auto& s = c.law.support;
                const double x = s[0] + share * (s[1] - s[0]), slope = c.slope(x);
                VERIFY_CLOSE(c.strength * mean_force(c.law, x), slope, 1e-7 * (1 + std::abs(slope)));
            }
        }
        QCOMPARE(cases[2].law.support.size(), 2u);
        QCOMPARE(cases[3].law.support.size(), 4u);
    }

    void hard_edge_and_transition() {
        // M = N: density prop. to sqrt((b - x)/x), cumulative as of a quarter circle.
        const auto square = LevelDensity::marchenko_pastur(1, 30, 30, 1);
        VERIFY_CLOSE(square.support[0], 0.0, 1e-12);
        const double u = std::asin(std::sqrt(0.25));
        VERIFY_CLOSE(square.cumulative(0.25 * square.support[1]), (2 * u + std::sin(2 * u)) / pi, 1e-9);
        // Continuous where one interval becomes two: mu = -2 sqrt(lambda beta N T/2).
        const double mu = -2 * std::sqrt(2 * 50 / 2.0);
        const auto one = LevelDensity::quartic(2, 50, 1, mu * (1 - 1e-9), 1);
        const auto two = LevelDensity::quartic(2, 50, 1, mu * (1 + 1e-9), 1);
        QCOMPARE(one.support.size() + two.support.size(), 6u);
        for (const double x : {-3.0, -1.0, 0.0, 0.7, 4.0}) VERIFY_CLOSE(one.cumulative(x), two.cumulative(x), 1e-6);
    }

    void staircase_through_levels() {
        const std::vector<double> levels{0, 1, 3};
        const auto law = LevelDensity::from_levels(levels);
        QCOMPARE(law.support, (std::vector<double>{-0.5, 4}));
        for (int k = 0; k < 3; ++k)
            VERIFY_CLOSE(law.cumulative(levels[static_cast<std::size_t>(k)]), (k + 0.5) / 3, 1e-15);
        VERIFY_CLOSE(law.density(2), 1.0 / 6, 1e-15);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, LevelDensity::from_levels(std::vector<double>{1}));
    }

    void ten_thousand_levels_are_unfolded_in_milliseconds() {
        const auto law = LevelDensity::quartic(2, 1e4, 1, -200, 1);
        const double low = law.support.front(), width = law.support.back() - low;
        double sum = 0, last = 0;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10000; ++i) {
            const double value = law.cumulative(low + width * i / 1e4);
            QVERIFY(value >= last);
            sum += last = value;
        }
        QVERIFY2(timer.elapsed() < 50, qPrintable(QString("%1 ms").arg(timer.elapsed())));
        VERIFY_CLOSE(sum / 1e4, 0.5, 1e-3);
    }

    void moments_of_the_densities() {
        const auto mp = LevelDensity::marchenko_pastur(2, 50, 200, 0.25);
        const double scale = 2 * 200 * 0.25;
        const auto moment = [&](int k) {
            const double a = mp.support[0], b = mp.support[1];
            return integrate(
                [&](double t) {
                    const double x = a + (b - a) * t * t * (3 - 2 * t);
                    return 6 * t * (1 - t) * (b - a) * std::pow(x, k) * mp.density(x);
                },
                0, 1, 20);
        };
        VERIFY_CLOSE(moment(1) / scale, 1.0, 1e-8);
        VERIFY_CLOSE(moment(2) / (scale * scale), 1.25, 1e-8);
        // Two wells far apart: each is a semicircle about +-sqrt(-mu/lambda) with kappa = -2 mu.
        const auto wells = LevelDensity::quartic(2, 10, 1, -1000, 1);
        VERIFY_CLOSE((wells.support[2] + wells.support[3]) / 2, std::sqrt(1000.0), 0.01);
        VERIFY_CLOSE((wells.support[3] - wells.support[2]) / 2, std::sqrt(2 * 2 * 5 / 2000.0), 1e-3);
    }

    void finite_densities_have_exact_moments_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<int>("levels");
        for (const double beta : {1.0, 2.0, 4.0})
            for (const int n : {1, 2, 3, 4, 7, 30, 199, 200}) QTest::addRow("%g %d", beta, n) << beta << n;
        for (const double beta : {0.1, 0.5, 3.0, 30.0, 1000.0}) QTest::addRow("%g 2", beta) << beta << 2;
    }
    void finite_densities_have_exact_moments() {
        QFETCH(double, beta);
        QFETCH(int, levels);
        const double variance = 1.7;
        const HermiteDensity law(beta, levels, variance);
        const double n = levels, end = 1.1 * std::sqrt(2 * beta * n * variance) + 12;
        const auto moment = [&](int k) {
            return integrate([&](double x) { return std::pow(x, k) * law.density(x); }, -end, end, 24);
        };
        const double second = variance * (1 + beta * (n - 1) / 2), fourth = moment(4);
        VERIFY_CLOSE(moment(0), 1.0, 1e-12);
        VERIFY_CLOSE(moment(2) / second, 1.0, 1e-12);
        QVERIFY(fourth > second * second);
        QCOMPARE(law.density(1e6), 0.0);
    }

    /// The other level integrated out numerically, for the formulas of Hermite functions as for the series.
    void two_levels_agree_with_quadrature() {
        const double variance = 0.6;
        for (const double beta : {0.3, 1.0, 2.0, 3.3, 4.0, 20.0}) {
            const HermiteDensity law(beta, 2, variance);
            const auto weight = [&](double x) {
                const auto both = [&](double t) {  // distance d = t^4 softens the power at zero
                    const double d = t * t * t * t, a = x - d, b = x + d;
                    return 4 * t * t * t * std::pow(d, beta) *
                           (std::exp(-a * a / (2 * variance)) + std::exp(-b * b / (2 * variance)));
                };
                return std::exp(-x * x / (2 * variance)) * integrate(both, 0, 2.2, 8);
            };
            const double norm = integrate(weight, -12, 12, 8);
            for (const double x : {-2.0, 0.0, 0.4, 1.7, 3.0}) VERIFY_CLOSE(law.density(x), weight(x) / norm, 1e-9);
        }
    }

    void finite_density_tends_to_the_semicircle() {
        for (const double beta : {1.0, 2.0, 4.0}) {
            const HermiteDensity law(beta, 200, 1);
            const auto limit = LevelDensity::semicircle(beta, 200, 1);
            const double mass = integrate([&](double x) { return law.density(x); }, limit.support[0] / 2, 0, 40);
            VERIFY_CLOSE(mass, 0.5 - limit.cumulative(limit.support[0] / 2), 3e-3);
        }
        QVERIFY(!HermiteDensity::known(3, 3) && !HermiteDensity::known(2, 201) && HermiteDensity::known(3, 2));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, HermiteDensity(3, 3, 1));
    }

    void laguerre_densities_have_exact_moments_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<int>("levels");
        QTest::addColumn<int>("rows");
        for (const double beta : {1.0, 2.0})
            for (const int levels : {1, 2, 3, 4, 7, 30, 199, 200})
                for (const int more : {0, 1, 5, 300}) {
                    const int rows = levels + more;
                    QTest::addRow("%g %d %d", beta, levels, rows) << beta << levels << rows;
                }
    }
    void laguerre_densities_have_exact_moments() {
        QFETCH(double, beta);
        QFETCH(int, levels);
        QFETCH(int, rows);
        const double n = levels, m = rows, variance = 0.4, scale = beta * variance;
        const LaguerreDensity law(beta, levels, m, variance);
        const double end = std::sqrt(scale) * (std::sqrt(n) + std::sqrt(m) + 12);
        const auto moment = [&](int k) {  // y = sqrt(x) softens the edge at zero
            return integrate([&](double y) { return 2 * y * std::pow(y * y, k) * law.density(y * y); }, 0, end, 24);
        };
        VERIFY_CLOSE(moment(0), 1.0, 1e-10);
        VERIFY_CLOSE(moment(1) / (scale * m), 1.0, 1e-10);
        // <tr (W^T W)^2> for Gaussian entries: M N (M + N + 2/beta - 1) (beta variance)^2.
        VERIFY_CLOSE(moment(2) / (scale * scale * m * (m + n + 2 / beta - 1)), 1.0, 1e-10);
    }

    /// The other level integrated out numerically.
    void two_levels_of_laguerre_agree_with_quadrature() {
        const double variance = 0.4;
        for (const double beta : {1.0, 2.0})
            for (const double rows : {2.0, 3.0, 6.5}) {
                const LaguerreDensity law(beta, 2, rows, variance);
                const auto bare = [&](double x) {
                    return std::pow(x, beta * (rows - 1) / 2 - 1) * std::exp(-x / (2 * variance));
                };
                const auto weight = [&](double x) {  // in two parts, for the kink at y^2 = x
                    const auto other = [&](double y) {
                        return 2 * y * bare(y * y) * std::pow(std::abs(x - y * y), beta);
                    };
                    return bare(x) * (integrate(other, 0, std::sqrt(x), 4) + integrate(other, std::sqrt(x), 7, 8));
                };
                const double norm = integrate([&](double y) { return 2 * y * weight(y * y); }, 0, 7, 8);
                for (const double x : {0.05, 0.5, 2.0, 7.0}) VERIFY_CLOSE(law.density(x), weight(x) / norm, 1e-9);
            }
    }

    /// <1/x> = 1/(variance (beta (M - N + 1) - 2)), exact.
    void laguerre_densities_have_the_exact_inverse_moment() {
        for (const double beta : {1.0, 2.0}) {
            const double variance = 0.4, rows = 12;
            for (const int levels : {3, 6}) {
                const LaguerreDensity law(beta, levels, rows, variance);
                const double inverse =
                    integrate([&](double y) { return 2 / y * law.density(y * y); }, 0, 10 * std::sqrt(beta), 24);
                VERIFY_CLOSE(inverse * variance * (beta * (rows - levels + 1) - 2), 1.0, 1e-9);
            }
        }
        QVERIFY(!LaguerreDensity::known(4, 2) && !LaguerreDensity::known(2, 201));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, LaguerreDensity(2, 6, 5, 1));
    }
};

QTEST_GUILESS_MAIN(TestLevelDensity)
#include "tst_level_density.moc"
