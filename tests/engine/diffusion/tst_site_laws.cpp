// SPDX-License-Identifier: GPL-3.0-or-later
// Laws of a single number: tables of cumulative functions, densities under noise, exact samples, what follows from a
// score.
#include <QTest>
#include <algorithm>
#include <functional>
#include <numeric>

#include "engine/diffusion/site/single_site.h"
#include "engine/diffusion/site/two_peaks.h"
#include "engine/statistics/goodness_of_fit.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

class TestSiteLaws : public QObject {
    Q_OBJECT

    struct Folded {
        double log_density = 0, mean = 0;
    };
    /// By the trapezium rule on a grid so fine and wide that nothing can go wrong.
    static Folded by_force(const SingleSite& site, double sigma, double y) {
        constexpr int points = 60000;
        const double end = 1.2 * std::max(site.reach(), std::abs(y)), h = 2 * end / points;
        const auto exponent = [&](double phi) {
            return -site.action(phi) - (phi - y) * (phi - y) / (2 * sigma * sigma);
        };
        double largest = -1e300, norm = 0, first = 0;
        for (int i = 0; i <= points; ++i) largest = std::max(largest, exponent(-end + h * i));
        for (int i = 0; i <= points; ++i) {
            const double phi = -end + h * i, weight = std::exp(exponent(phi) - largest);
            norm += weight;
            first += weight * phi;
        }
        return {
            std::log(norm * h) + largest - std::log(site.partition_function()) - std::log(2 * M_PI * sigma * sigma) / 2,
            first / norm};
    }

  private slots:
    void cumulative_table_of_a_normal_law() {
        const auto table = normal_table(2);
        for (const double x : {-9.0, -3.1, -0.2, 0.0, 1.7, 6.0}) {
            VERIFY_CLOSE(table.below(x), std::erfc(-x / (2 * std::sqrt(2.0))) / 2, 1e-10);
            VERIFY_CLOSE(table.quantile(table.below(x)), x, 1e-6);
        }
        VERIFY_CLOSE(table.quantile(0.975), 2 * 1.959963984540054, 1e-8);
        VERIFY_SAME(table.below(-100), 0.0);
        VERIFY_SAME(table.below(100), 1.0);
        QVERIFY(table.quantile(1e-10) < -12 && table.quantile(1 - 1e-10) > 12);
    }

    /// Weak and strong couplings, one well and two, noise from next to nothing to overwhelming, y far outside.
    void folded_densities_data() {
        QTest::addColumn<double>("mu2");
        QTest::addColumn<double>("g");
        QTest::newRow("one well") << 1.0 << 0.4;
        QTest::newRow("two wells") << -1.0 << 0.4;
        QTest::newRow("deep wells") << -3.0 << 0.1;
        QTest::newRow("steep") << 3.0 << 5.0;
        QTest::newRow("quartic") << 0.0 << 1.0;
    }
    void folded_densities() {
        QFETCH(const double, mu2);
        QFETCH(const double, g);
        const SingleSite site(mu2, g);
        for (const double sigma : {0.02, 0.1, 0.577, 2.0, 50.0})
            for (const double y : {0.0, 0.3, -2.0, 5.0, -12.0}) {
                const auto expected = by_force(site, sigma, y);
                const auto found = site.posterior(sigma, y);
                VERIFY_CLOSE(found.log_density, expected.log_density, 1e-9 * (1 + std::abs(expected.log_density)));
                VERIFY_CLOSE(found.mean, expected.mean, 1e-9 * (1 + std::abs(expected.mean)));
            }
        VERIFY_CLOSE(site.action(site.place_of(7)) - site.lowest_action(), 7, 1e-9);
    }

    /// Where a sampler that runs away may ask: finite, and never slow.
    void far_away() {
        for (const double mu2 : {-3.0, 1.0})
            for (const double sigma : {0.03, 1.0, 1e4})
                for (const double y : {1e2, 1e5, 1e12, 1e40}) {
                    const SingleSite site(mu2, 0.05);
                    const double mean = site.posterior(sigma, y).mean, pull = (y - mean) / (sigma * sigma);
                    if (pull > 1e3) VERIFY_CLOSE(-site.force(mean) / pull, 1, 0.02);  // the width does not matter
                    QVERIFY(std::isfinite(mean));
                    VERIFY_CLOSE(site.score(sigma, -y), -site.score(sigma, y), 0.0);
                }
    }

    void moments_of_two_peaks() {
        const TwoPeaks peaks(1, 0.25);
        const double expected[] = {1, 0, 1.0625, 0, 1.38671875, 0, 2.116943359375, 0, 3.6744537353515625};
        for (int n = 0; n < 9; ++n) VERIFY_CLOSE(peaks.moment(n), expected[n], 1e-14);
    }

    /// Kolmogorov-Smirnov against the cumulative function by Simpson's rule, and moments within five standard errors.
    void exact_samples() {
        const SingleSite twofold(-1, 0.4), single(1, 0.4);
        const TwoPeaks peaks(1, 0.25);
        for (const SiteLaw* law : {static_cast<const SiteLaw*>(&twofold), static_cast<const SiteLaw*>(&single),
                                   static_cast<const SiteLaw*>(&peaks)}) {
            std::vector<double> phi(100000);
            law->draw(Random(17), Stream::of(9, 0), 3, phi);
            const double n = static_cast<double>(phi.size());
            for (const int order : {2, 4, 6}) {
                double mean = 0;
                for (const double x : phi) mean += std::pow(x, order) / n;
                const double variance = law->moment(2 * order) - std::pow(law->moment(order), 2);
                VERIFY_CLOSE(mean, law->moment(order), 5 * std::sqrt(variance / n));
            }
            std::sort(phi.begin(), phi.end());
            const auto below = [&](double x) {
                constexpr int panels = 60;
                const double h = x / (2 * panels);
                double sum = 0;
                for (int i = 0; i <= 2 * panels; ++i)
                    sum += (i == 0 || i == 2 * panels ? 1 : i % 2 ? 4 : 2) * std::exp(law->log_density(0, h * i));
                return 0.5 + sum * h / 3;
            };
            const double distance = statistics::kolmogorov_smirnov_distance(phi, below);
            QVERIFY(statistics::kolmogorov_smirnov_p_value(distance, n) > 1e-3);
        }
    }

    void quadrature_is_an_average() {
        const SingleSite site(-1, 0.4);
        for (const double sigma : {0.0, 0.3, 3.0}) {
            const auto q = quadrature(site, sigma);
            double norm = 0, square = 0;
            for (std::size_t i = 0; i < q.y.size(); ++i) {
                norm += q.weight[i];
                square += q.weight[i] * q.y[i] * q.y[i];
            }
            VERIFY_CLOSE(norm, 1, 1e-10);
            VERIFY_CLOSE(square, site.moment(2) + sigma * sigma, 1e-8);
        }
    }

    /// The least loss is also E Var[phi|y] / sigma^2, and that of a score off by a constant is larger by sigma^2 c^2.
    void least_loss() {
        struct Shifted final : Score {
            const Score* exact = nullptr;
            void evaluate(double sigma, std::span<const double> y, std::span<double> s) const override {
                exact->evaluate(sigma, y, s);
                for (auto& value : s) value += 0.3;
            }
            double divergence(double sigma, std::span<const double> y) const override {
                return exact->divergence(sigma, y);
            }
        } shifted;
        const SingleSite site(-1, 0.4);
        shifted.exact = &site;
        for (const double sigma : {0.1, 0.5, 2.0}) {
            const ScoreReference reference(site, sigma);
            double posterior = 0;
            for (std::size_t i = 0; i < reference.points.y.size(); ++i)
                posterior += reference.points.weight[i] * site.posterior(sigma, reference.points.y[i]).variance;
            VERIFY_CLOSE(reference.least_loss(), posterior / (sigma * sigma), 1e-5);
            VERIFY_CLOSE(reference.error(shifted), 0.09 * sigma * sigma, 1e-9);
            VERIFY_SAME(reference.error(site), 0.0);
        }
        const ScoreReference normal(TwoPeaks(0, 2), 3.0);
        VERIFY_CLOSE(normal.least_loss(), 4.0 / (4 + 9), 1e-10);
    }

    void effective_action_of_a_drift() {
        const SingleSite site(-1, 0.4);
        std::vector<double> y, force;
        for (int i = 0; i <= 2000; ++i) {
            y.push_back(-6 + 0.006 * i);
            force.push_back(site.force(y.back()));
        }
        const auto action = effective_action(y, force);
        for (std::size_t i = 0; i < y.size(); i += 50)
            VERIFY_CLOSE(action[i], site.action(y[i]) - site.lowest_action(), 2e-4);
        QVERIFY(effective_action({}, {}).empty());
    }

    void total_variation_of_quantiles() {
        const auto exact = normal_table(1);
        VERIFY_CLOSE(total_variation(exact, equal_quantiles(exact, 400)), 0, 1e-9);
        // N(0, 1) against N(0, s^2): erf(x / sqrt 2) - erf(x / (s sqrt 2)) at the x where both densities are equal.
        const double s = 1.2, x = s * std::sqrt(2 * std::log(s) / (s * s - 1));
        const double expected = std::erf(x / std::sqrt(2.0)) - std::erf(x / (s * std::sqrt(2.0)));
        VERIFY_CLOSE(total_variation(exact, equal_quantiles(normal_table(s), 4000)), expected, 1e-4);
    }
};

QTEST_GUILESS_MAIN(TestSiteLaws)
#include "tst_site_laws.moc"
