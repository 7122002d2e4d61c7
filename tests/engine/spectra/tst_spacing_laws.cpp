// SPDX-License-Identifier: GPL-3.0-or-later
// Laws of neighbouring levels: norm, moments, limits, values in closed form, and the large-N variance from
// determinants.
#include <QTest>
#include <numbers>

#include "engine/spectra/finite_density.h"
#include "engine/spectra/quadrature.h"
#include "engine/spectra/spacing_laws.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;
using std::numbers::pi;

namespace {

/// Determinant of 1 - K for the even or odd part of the sine kernel sin(pi (x - y))/(pi (x - y)) on an interval of
/// length s, by Gauss-Legendre quadrature on its half (F. Bornemann, arXiv:0804.2543) and elimination.
double sine_determinant(double s, double parity) {
    constexpr int n = 24;
    const auto rule = gauss_legendre(n, 0, s / 2);
    const auto sinc = [](double x) { return std::abs(x) < 1e-9 ? 1 : std::sin(pi * x) / (pi * x); };
    double a[n][n], determinant = 1;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            const double x = rule.node[i], y = rule.node[j];
            a[i][j] = (i == j ? 1 : 0) - rule.weight[j] * (sinc(x - y) + parity * sinc(x + y));
        }
    for (std::size_t k = 0; k < n; ++k) {  // pivots are positive: the kernel lies between 0 and 1
        determinant *= a[k][k];
        for (std::size_t i = k + 1; i < n; ++i)
            for (std::size_t j = n; j-- > k;) a[i][j] -= a[i][k] / a[k][k] * a[k][j];
    }
    return determinant;
}

/// Probability that an interval of length s is empty (M. L. Mehta, F. J. Dyson, J. Math. Phys. 4 (1963) 713).
double empty_probability(double beta, double s) {
    if (beta == 1) return sine_determinant(s, 1);
    if (beta == 2) return sine_determinant(s, 1) * sine_determinant(s, -1);
    return (sine_determinant(2 * s, 1) + sine_determinant(2 * s, -1)) / 2;
}

}  // namespace

class TestSpacingLaws : public QObject {
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

    void surmise_in_closed_form() {
        for (const double s : {0.1, 0.7, 1.0, 2.5}) {
            VERIFY_CLOSE(Surmise(1).cumulative(s), 1 - std::exp(-pi * s * s / 4), 1e-13);
            VERIFY_CLOSE(Surmise(2).cumulative(s),
                         std::erf(2 * s / std::sqrt(pi)) - 4 * s / pi * std::exp(-4 * s * s / pi), 1e-13);
        }
        VERIFY_CLOSE(Surmise(4).density(1), std::pow(2, 18) / (729 * pi * pi * pi) * std::exp(-64 / (9 * pi)), 1e-12);
    }

    void surmise_for_extreme_arguments() {
        for (const double beta : {0.01, 1.0, 1000.0, 1e5}) {
            const Surmise law(beta);
            QCOMPARE(law.cumulative(-1), 0.0);
            QVERIFY(law.cumulative(1e-200) >= 0 && law.cumulative(1e-200) < 0.02);
            QVERIFY(law.cumulative(0.999) < law.cumulative(1.001));
            VERIFY_CLOSE(law.cumulative(1e3), 1.0, 1e-12);
            QVERIFY(std::isfinite(law.density(1)) && law.density(1) > 0);
            QCOMPARE(law.density(1e6), 0.0);
        }
        VERIFY_CLOSE(Surmise(1e4).variance(), 1 / 2e4, 1e-8);  // a crystal: Gaussian about one
        VERIFY_CLOSE(Surmise(1e4).cumulative(1), 0.5, 0.01);
    }

    void poisson() {
        VERIFY_CLOSE(integrate(PoissonSpacing::density, 0, 1.7), PoissonSpacing::cumulative(1.7), 1e-13);
        VERIFY_CLOSE(integrate(PoissonSpacing::ratio_density, 0, 1), 1.0, 1e-13);
        VERIFY_CLOSE(integrate([](double r) { return r * PoissonSpacing::ratio_density(r); }, 0, 1),
                     PoissonSpacing::mean_ratio(), 1e-13);
        VERIFY_CLOSE(mean_ratio_large(0)->value, 0.386294, 1e-6);
    }

    void generalised_surmise_contains_the_surmise() {
        const GeneralisedSurmise equal(std::sqrt(2 / pi), std::sqrt(2 / pi));
        for (const double s : {0.2, 1.0, 2.5}) VERIFY_CLOSE(equal.density(s), Surmise(1).density(s), 1e-10);
        const GeneralisedSurmise law(0.7, 1.9);
        VERIFY_CLOSE(integrate([&](double s) { return law.density(s); }, 0, 20, 20), 1.0, 1e-10);
        VERIFY_CLOSE(integrate([&](double s) { return s * law.density(s); }, 0, 20, 20), law.mean(), 1e-10);
        VERIFY_CLOSE(integrate([&](double s) { return s * s * law.density(s); }, 0, 20, 20), law.second_moment(), 1e-9);
    }

    void generalised_surmise_accumulates_its_density() {
        for (const double ratio : {1e-3, 0.05, 0.5, 1.0, 3.0, 40.0}) {
            const auto law = GeneralisedSurmise::of_mean_one(ratio);
            VERIFY_CLOSE(law.mean(), 1.0, 1e-12);
            for (const double s : {1e-4, 0.01, 0.3, 1.0, 2.0, 6.0}) {
                const auto density = [&](double t) { return 4 * t * t * t * law.density(t * t * t * t); };
                VERIFY_CLOSE(law.cumulative(s), integrate(density, 0, std::pow(s, 0.25), 32), 1e-8);
            }
            QCOMPARE(law.cumulative(0), 0.0);
        }
        for (const double s : {0.2, 1.0, 2.5})
            VERIFY_CLOSE(GeneralisedSurmise::of_mean_one(1).cumulative(s), Surmise(1).cumulative(s), 1e-10);
        // One direction alone: half a normal distribution.
        const GeneralisedSurmise line(1e-12, 1);
        VERIFY_CLOSE(line.mean(), std::sqrt(2 / pi), 1e-12);
        VERIFY_CLOSE(line.density(0.8), std::sqrt(2 / pi) * std::exp(-0.32), 1e-9);
        VERIFY_CLOSE(line.cumulative(0.8), std::erf(0.8 / std::numbers::sqrt2), 1e-8);
    }

    /// <s^2> = 2 int E(0; s) ds: the digits of the large-N variance, from nothing but the sine kernel.
    void variance_for_many_levels() {
        for (const double beta : {1.0, 2.0, 4.0}) {
            const double second = 2 * integrate([&](double s) { return empty_probability(beta, s); }, 0, 10, 4);
            VERIFY_CLOSE(spacing_variance_large(beta)->value, second - 1, 2e-10);
        }
        QVERIFY(!spacing_variance_large(3).has_value() && !mean_ratio_large(3).has_value());
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
};

QTEST_GUILESS_MAIN(TestSpacingLaws)
#include "tst_spacing_laws.moc"
