// SPDX-License-Identifier: GPL-3.0-or-later
// Level densities, for many levels and for few: norm, moments, the equation of equilibrium, independent quadrature.
#include <QTest>
#include <numbers>

#include "engine/spectra/finite_density.h"
#include "engine/spectra/level_density.h"
#include "engine/spectra/quadrature.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;
using std::numbers::pi;

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
            VERIFY_CLOSE(law.cumulative(x), integral, which == 5 ? 2e-4 : 1e-6);
        }
        QCOMPARE(law.cumulative(s.front() - 1), 0.0);
        VERIFY_CLOSE(law.cumulative(s.back() + 1), 1.0, 1e-12);
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

    void laguerre_density_has_exact_moments() {
        const LaguerreDensity law(2, 6, 9, 0.4);
        const auto moment = [&](int k) {
            return integrate([&](double x) { return std::pow(x, k) * law.density(x); }, 0, 60, 20);
        };
        VERIFY_CLOSE(moment(0), 1.0, 1e-8);
        VERIFY_CLOSE(moment(1), 0.4 * 2 * 9, 1e-6);  // s2 beta M
    }
};

QTEST_GUILESS_MAIN(TestLevelDensity)
#include "tst_level_density.moc"
