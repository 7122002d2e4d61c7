// SPDX-License-Identifier: GPL-3.0-or-later
// Random tridiagonal matrices against the exact chi^2 identities and the Wigner surmise.
#include <QTest>
#include <algorithm>
#include <numbers>

#include "engine/core/error.h"
#include "engine/spectra/eigenvalues.h"
#include "engine/spectra/samplers.h"
#include "engine/spectra/tracy_widom.h"
#include "engine/statistics/goodness_of_fit.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;

namespace {

const Random random_numbers(2002);

struct Moments {
    double mean = 0, variance = 0;
    int count = 0;
};

template <class Draw>
Moments moments(int count, Draw draw) {
    double sum = 0, squares = 0;
    for (int i = 0; i < count; ++i) {
        RandomSequence sequence(random_numbers, Stream::of(1, 0), static_cast<std::uint64_t>(i));
        const double value = draw(sequence);
        sum += value;
        squares += value * value;
    }
    const double mean = sum / count;
    return {mean, squares / count - mean * mean, count};
}

/// Mean and variance of a chi^2 variable with n degrees of freedom, each within five standard errors.
void verify_chi_squared(const Moments& found, double n) {
    VERIFY_CLOSE(found.mean / n, 1.0, 5 * std::sqrt(2 / (n * found.count)));
    const double kurtosis = 3 + 12 / n;
    VERIFY_CLOSE(found.variance / (2 * n), 1.0, 5 * std::sqrt((kurtosis - 1) / found.count));
}

}  // namespace

class TestSamplers : public QObject {
    Q_OBJECT

  private slots:
    void gamma_has_its_mean_and_variance_data() {
        QTest::addColumn<double>("shape");
        for (const double shape : {0.025, 0.5, 1.0, 3.7, 400.0}) QTest::addRow("%g", shape) << shape;
    }
    void gamma_has_its_mean_and_variance() {
        QFETCH(double, shape);
        const auto found = moments(40000, [shape](RandomSequence& r) { return r.gamma(shape); });
        VERIFY_CLOSE(found.mean / shape, 1.0, 5 / std::sqrt(shape * found.count));
        const double kurtosis = 3 + 6 / shape;
        VERIFY_CLOSE(found.variance / shape, 1.0, 5 * std::sqrt((kurtosis - 1) / found.count));
    }

    void hermite_square_sum_is_chi_squared_data() {
        QTest::addColumn<double>("beta");
        for (const double beta : {0.1, 0.5, 1.0, 2.0, 4.0}) QTest::addRow("%g", beta) << beta;
    }
    void hermite_square_sum_is_chi_squared() {
        QFETCH(double, beta);
        constexpr int levels = 10;
        const auto found = moments(20000, [beta](RandomSequence& r) {
            double sum = 0;
            for (const double x : hermite_spectrum(beta, levels, 0.7, r)) sum += x * x / 0.7;
            return sum;
        });
        verify_chi_squared(found, levels + beta * levels * (levels - 1) / 2);
    }

    void laguerre_sum_is_chi_squared_data() { hermite_square_sum_is_chi_squared_data(); }
    void laguerre_sum_is_chi_squared() {
        QFETCH(double, beta);
        const auto found = moments(20000, [beta](RandomSequence& r) {
            double sum = 0;
            for (const double x : laguerre_spectrum(beta, 9, 5, 1.3, r)) sum += x / 1.3;
            return sum;
        });
        verify_chi_squared(found, beta * 9 * 5);
    }

    void laguerre_inverse_moment() {
        for (const double beta : {1.0, 2.0, 4.0}) {
            const auto found = moments(40000, [beta](RandomSequence& r) {
                double sum = 0;
                for (const double x : laguerre_spectrum(beta, 9, 5, 1, r)) sum += 1 / x;
                return sum;
            });
            const double expected = 5 / (beta * 5 - 2);  // N/(s2 (beta (M - N + 1) - 2))
            VERIFY_CLOSE(found.mean, expected, 5 * std::sqrt(found.variance / found.count));
        }
    }

    void two_levels_follow_the_surmise() {
        // beta = 1: mean gap sqrt(pi) times the diagonal's standard deviation.
        const auto found = moments(100000, [](RandomSequence& r) {
            const auto x = hermite_spectrum(1, 2, 4, r);
            return x[1] - x[0];
        });
        VERIFY_CLOSE(found.mean / (2 * std::sqrt(std::numbers::pi)), 1.0, 0.006);
        VERIFY_CLOSE(found.variance / (found.mean * found.mean), 4 / std::numbers::pi - 1, 0.01);
    }

    void tridiagonal_eigenvalues_agree_with_lapack() {
        for (const int n : {1, 2, 3, 10, 150}) {
            const auto size = static_cast<std::size_t>(n);
            std::vector<double> d(size), e(size - 1), full(size * size);
            random_numbers.normals<double>(Stream::of(5, 0), static_cast<std::uint64_t>(n), 0, 1, d);
            random_numbers.normals<double>(Stream::of(5, 1), static_cast<std::uint64_t>(n), 0, 1, e);
            if (n == 10) e[4] = 0;  // falls into two blocks
            for (std::size_t i = 0; i < size; ++i) full[i * size + i] = d[i];
            for (std::size_t i = 0; i + 1 < size; ++i) full[i * size + i + 1] = e[i];
            const auto ours = tridiagonal_eigenvalues(d, e), theirs = symmetric_eigenvalues(full, n);
            for (std::size_t i = 0; i < size; ++i) VERIFY_CLOSE(ours[i], theirs[i], 1e-12);
        }
        QVERIFY_THROWS_EXCEPTION(Failure, tridiagonal_eigenvalues({1, std::nan(""), 2}, {1, 1}));
        std::stop_source source;
        source.request_stop();
        QVERIFY(tridiagonal_eigenvalues({1, 2, 3}, {1, 1}, source.get_token()).empty());
    }

    void largest_tridiagonal_eigenvalue_is_the_last_of_all() {
        RandomSequence r(random_numbers, Stream::of(3, 0), 0);
        for (const std::size_t n : {1u, 2u, 3u, 50u, 400u}) {
            std::vector<double> diagonal(n), off(n - 1);
            for (double& d : diagonal) d = r.normal();
            for (double& o : off) o = r.normal();
            const double last = tridiagonal_eigenvalues(diagonal, off).back();
            VERIFY_CLOSE(largest_tridiagonal_eigenvalue(diagonal, off), last, 1e-13 * (1 + std::abs(last)));
        }
    }

    /// A million levels, of which the upper left corner of the matrix is enough: the Tracy-Widom laws. At two hundred
    /// they hold to order N^(-2/3), since the edge is centred well.
    void largest_level_follows_tracy_widom_data() {
        QTest::addColumn<int>("beta");
        QTest::addColumn<double>("levels");
        for (const double levels : {200.0, 1e6})
            for (const int beta : {1, 2, 4}) QTest::addRow("N = %.0f, beta = %d", levels, beta) << beta << levels;
    }
    void largest_level_follows_tracy_widom() {
        QFETCH(int, beta);
        QFETCH(double, levels);
        constexpr double variance = 1.7;
        constexpr std::size_t samples = 10000;
        std::vector<double> edges(samples);
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < samples; ++i) {
            RandomSequence r(random_numbers, Stream::of(4, static_cast<std::uint32_t>(beta)), i);
            edges[i] = scaled_gaussian_edge(largest_hermite_level(beta, levels, variance, r), beta, levels, variance);
            sum += edges[i];
            squares += edges[i] * edges[i];
        }
        const double n = samples, mean = sum / n, found = squares / n - mean * mean;
        const auto law = *tracy_widom_moments(beta);
        const double finite = std::pow(levels, -2.0 / 3);  // order of the corrections
        VERIFY_CLOSE(mean, law.mean, 4 * std::sqrt(law.variance / n) + finite / 2);
        VERIFY_CLOSE(found / law.variance, 1.0, 4 * std::sqrt((2 + law.excess_kurtosis) / n) + 2 * finite);
        if (levels < 1e6) return;
        std::sort(edges.begin(), edges.end());
        const TracyWidom exact(beta);
        const double distance =
            statistics::kolmogorov_smirnov_distance(edges, [&](double x) { return exact.cumulative(x); });
        QVERIFY(statistics::kolmogorov_smirnov_p_value(distance, n) > 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestSamplers)
#include "tst_samplers.moc"
