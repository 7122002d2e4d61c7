// SPDX-License-Identifier: GPL-3.0-or-later
// Probability flow, traces, weights and Metropolis steps against exact densities.
#include <QTest>
#include <algorithm>

#include "engine/diffusion/likelihood.h"
#include "engine/lattice/reference.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

class TestLikelihood : public QObject {
    Q_OBJECT

    static constexpr int extent = 8;
    static constexpr double small = 1e-4, large = 9.845215;
    std::vector<double> c, diffused;

    std::vector<double> sample(std::uint64_t n) const {
        std::vector<double> y(c.size());
        Random(1).normals<double>(Stream::of(1, 0), n, 0, 1, y);
        for (std::size_t p = 0; p < c.size(); ++p) y[p] *= std::sqrt(c[p]);
        return y;
    }

  private slots:
    void initTestCase() {
        for (int a = 0; a < extent; ++a)
            for (int b = 0; b < extent; ++b)
                c.push_back(
                    lattice::free_propagator(0.24, std::cos(2 * M_PI * a / extent) + std::cos(2 * M_PI * b / extent)));
        for (const double v : c) diffused.push_back(v + large * large);
    }

    void there_and_back() {
        const GaussianScore score(c);
        const auto y = sample(0);
        const auto latent = follow_flow(score, y, small, large);
        for (std::size_t p = 0; p < c.size(); ++p)
            VERIFY_CLOSE(latent.y[p], y[p] * std::sqrt(diffused[p] / c[p]), 1e-5 * std::abs(latent.y[p]) + 1e-7);
        const auto back = follow_flow(score, latent.y, large, small);
        for (std::size_t p = 0; p < c.size(); ++p) VERIFY_CLOSE(back.y[p], y[p], 1e-4 * std::abs(y[p]) + 1e-6);
        VERIFY_CLOSE(back.log_volume, -latent.log_volume, 1e-5);
    }

    void likelihood_of_the_free_field() {
        const GaussianScore score(c);
        for (std::uint64_t n = 0; n < 5; ++n) {
            const auto y = sample(n);
            const auto latent = follow_flow(score, y, small, large);
            const double found = log_normal_density(latent.y, diffused) + latent.log_volume;
            VERIFY_CLOSE(found / 64, log_normal_density(y, c) / 64, 1e-4);
        }
    }

    /// A trace that is not diagonal in the basis of the probes: two correlated components.
    void hutchinson_is_unbiased() {
        class Rotated final : public Score {
          public:
            std::size_t dimension() const override { return 2; }
            void evaluate(double sigma, std::span<const double> y, std::span<double> s) const override {
                const double u = sigma * sigma, a = 3 + u, det = a * a - 4;
                s[0] = -(a * y[0] - 2 * y[1]) / det;
                s[1] = -(a * y[1] - 2 * y[0]) / det;
            }
            double divergence(double sigma, std::span<const double>) const override {
                const double a = 3 + sigma * sigma;
                return -2 * a / (a * a - 4);
            }
        } score;
        const double y[] = {0.7, -1.1};
        const double exact = follow_flow(score, y, 0.1, 5).log_volume;
        double sum = 0, squares = 0;
        constexpr int repeats = 400;
        for (std::uint64_t n = 0; n < repeats; ++n) {
            const double v =
                follow_flow(score, y, 0.1, 5, {.tolerance = 1e-6, .probes = 1}, Random(3), {}, n).log_volume;
            sum += v;
            squares += v * v;
        }
        const double mean = sum / repeats, error = std::sqrt((squares / repeats - mean * mean) / repeats);
        QVERIFY(error > 1e-3);  // else it would test nothing
        VERIFY_CLOSE(mean, exact, 4 * error);
        const double one = follow_flow(score, y, 0.1, 5, {.probes = 50}, Random(3)).log_volume;
        VERIFY_CLOSE(one, exact, 4 * error * std::sqrt(repeats / 50.0));
    }

    void weights_of_a_perfect_model() {
        const GaussianScore score(c);
        std::vector<double> log_weights;
        for (std::uint64_t n = 0; n < 200; ++n) {
            std::vector<double> latent(c.size());
            Random(2).normals<double>(Stream::of(1, 0), n, 0, 1, latent);
            for (std::size_t p = 0; p < c.size(); ++p) latent[p] *= std::sqrt(diffused[p]);
            const auto y = follow_flow(score, latent, large, small);
            log_weights.push_back(log_normal_density(y.y, c) - (log_normal_density(latent, diffused) - y.log_volume));
        }
        QVERIFY(effective_sample_fraction(log_weights) > 0.999);
        const auto chain = independence_metropolis(log_weights, Random(1), {});
        QVERIFY(chain.acceptance > 0.99);
        QCOMPARE(chain.samples.size(), log_weights.size());
    }

    /// A model of variance 2 for a target of variance 1: the chain has the target's variance.
    void independence_chain_corrects() {
        constexpr std::size_t count = 200000;
        std::vector<double> y(count), log_weights;
        Random(4).normals<double>(Stream::of(1, 0), 0, 0, 1, y);
        for (auto& v : y) {
            v *= std::sqrt(2.0);
            log_weights.push_back(-v * v / 4);
        }
        double fraction = 0;  // (int w q)^2 / int w^2 q = sqrt(1 - (1 - 1/2)^2) for these widths
        fraction = effective_sample_fraction(log_weights);
        VERIFY_CLOSE(fraction, std::sqrt(0.75), 0.01);
        const auto chain = independence_metropolis(log_weights, Random(4), {});
        double square = 0;
        for (const auto i : chain.samples) square += y[i] * y[i];
        VERIFY_CLOSE(square / count, 1, 0.02);
    }

    /// Half the force, the right density: K <x^2> = 1 at eps = 0.3, K = 2, and the acceptance known for it.
    void any_drift_keeps_the_density() {
        constexpr double k = 2, eps = 0.3;
        std::vector<double> x(20000);
        const auto density = [](std::span<const double> y) { return -k * y[0] * y[0] / 2; };
        const auto drift = [](std::span<const double> y, std::span<double> d) {
            std::transform(y.begin(), y.end(), d.begin(), [](double v) { return -0.5 * k * v; });
        };
        double square = 0, accepted = 0;
        constexpr int thermalise = 20, steps = 200;
        for (int n = 0; n < thermalise + steps; ++n) {
            const double a =
                mala_step(x, 1, density, drift, eps, Random(8), Stream::of(1, 0), static_cast<std::uint64_t>(n));
            if (n < thermalise) continue;
            accepted += a / steps;
            for (const double v : x) square += k * v * v / (steps * static_cast<double>(x.size()));
        }
        VERIFY_CLOSE(square, 1, 0.004);
        VERIFY_CLOSE(accepted, 0.806, 0.002);
    }
};

QTEST_GUILESS_MAIN(TestLikelihood)
#include "tst_likelihood.moc"
