// SPDX-License-Identifier: GPL-3.0-or-later
// Reference laws against tabulated values, normalisation and one another.
#include <QTest>
#include <numbers>

#include "engine/random/random.h"
#include "engine/spectra/correlation_laws.h"
#include "engine/spectra/finite_density.h"
#include "engine/spectra/level_density.h"
#include "engine/spectra/quadrature.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/spectra/tracy_widom.h"
#include "engine/statistics/goodness_of_fit.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;
using std::numbers::pi;

class TestLaws : public QObject {
    Q_OBJECT

  private slots:
    void surmise_has_norm_and_mean_one() {
        for (const double beta : {0.3, 1.0, 2.0, 4.0, 9.0}) {
            const Surmise law(beta);
            // s = t^3 softens the power at zero.
            const auto moment = [&](int k) {
                return integrate([&](double t) { return 3 * t * t * std::pow(t, 3 * k) * law.density(t * t * t); }, 0,
                                 2.2, 16);
            };
            VERIFY_CLOSE(moment(0), 1.0, 1e-8);
            VERIFY_CLOSE(moment(1), 1.0, 1e-8);
            VERIFY_CLOSE(moment(2), law.second_moment(), 1e-8);
            VERIFY_CLOSE(law.cumulative(1.3),
                         integrate([&](double t) { return 3 * t * t * law.density(t * t * t); }, 0, std::cbrt(1.3), 16),
                         1e-8);
        }
        VERIFY_CLOSE(Surmise(1).variance(), 4 / pi - 1, 1e-12);
        VERIFY_CLOSE(Surmise(2).density(1), 32 / (pi * pi) * std::exp(-4 / pi), 1e-12);
        VERIFY_CLOSE(Surmise(4).second_moment(), 45 * pi / 128, 1e-12);
    }

    void generalised_surmise_contains_the_surmise() {
        const GeneralisedSurmise equal(std::sqrt(2 / pi), std::sqrt(2 / pi));
        for (const double s : {0.2, 1.0, 2.5}) VERIFY_CLOSE(equal.density(s), Surmise(1).density(s), 1e-10);
        const GeneralisedSurmise law(0.7, 1.9);
        VERIFY_CLOSE(integrate([&](double s) { return law.density(s); }, 0, 20, 20), 1.0, 1e-10);
        VERIFY_CLOSE(integrate([&](double s) { return s * law.density(s); }, 0, 20, 20), law.mean(), 1e-10);
    }

    void pair_density_is_half_of_two_levels() {
        const double sigma = 0.8;
        const HermiteDensity two(1, 2, sigma * sigma);
        VERIFY_CLOSE(integrate([&](double x) { return pair_density(x, sigma); }, -10, 10, 20), 1.0, 1e-10);
        for (const double x : {-1.0, 0.0, 0.5, 2.0}) VERIFY_CLOSE(pair_density(x, sigma), two.density(x), 1e-7);
    }

    void ratios() {
        VERIFY_CLOSE(RatioLaw(1).mean(), 4 - 2 * std::sqrt(3.0), 1e-8);
        VERIFY_CLOSE(RatioLaw(2).mean(), 2 * std::sqrt(3.0) / pi - 0.5, 1e-8);
        VERIFY_CLOSE(RatioLaw(4).mean(), 32 * std::sqrt(3.0) / (15 * pi) - 0.5, 1e-8);
        VERIFY_CLOSE(RatioLaw(1).density(0.4), 2 * 27.0 / 8 * 0.56 / std::pow(1.56, 2.5), 1e-8);
    }

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
            for (const int n : {2, 3, 4, 7, 30}) QTest::addRow("%g %d", beta, n) << beta << n;
        QTest::addRow("0.5 2") << 0.5 << 2;
    }
    void finite_densities_have_exact_moments() {
        QFETCH(double, beta);
        QFETCH(int, levels);
        const double variance = 1.7;
        const HermiteDensity law(beta, levels, variance);
        const double n = levels, end = 1.3 * std::sqrt(2 * beta * n * variance) + 8;
        const auto moment = [&](int k) {
            return integrate([&](double x) { return std::pow(x, k) * law.density(x); }, -end, end,
                             levels == 2 ? 3 : 12);
        };
        VERIFY_CLOSE(moment(0), 1.0, 1e-5);
        VERIFY_CLOSE(moment(2), variance * (1 + beta * (n - 1) / 2), 2e-4 * variance * n);
    }

    void laguerre_density_has_exact_moments() {
        const LaguerreDensity law(2, 6, 9, 0.4);
        const auto moment = [&](int k) {
            return integrate([&](double x) { return std::pow(x, k) * law.density(x); }, 0, 60, 20);
        };
        VERIFY_CLOSE(moment(0), 1.0, 1e-8);
        VERIFY_CLOSE(moment(1), 0.4 * 2 * 9, 1e-6);  // s2 beta M
    }

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

    void kolmogorov_smirnov() {
        // p-values of uniform samples are uniform.
        int below = 0;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            std::vector<double> sample(200);
            for (std::uint64_t k = 0; k < 200; ++k) sample[k] = Random(3).uniform(Stream::of(0, 0), i, k);
            std::sort(sample.begin(), sample.end());
            const double d = statistics::kolmogorov_smirnov_distance(sample, [](double x) { return x; });
            below += statistics::kolmogorov_smirnov_p_value(d, 200) < 0.2;
        }
        VERIFY_CLOSE(below / 1000.0, 0.2, 5 * std::sqrt(0.16 / 1000));
        const std::vector<double> sample{0.1, 0.2, 0.9};
        VERIFY_CLOSE(statistics::kolmogorov_smirnov_distance(sample, [](double x) { return x; }), 2.0 / 3 - 0.2, 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestLaws)
#include "tst_laws.moc"
