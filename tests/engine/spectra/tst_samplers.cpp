// SPDX-License-Identifier: GPL-3.0-or-later
// Random tridiagonal matrices against the exact chi^2 identities and the Wigner surmise.
#include <QTest>
#include <algorithm>
#include <numbers>

#include "engine/core/error.h"
#include "engine/spectra/eigenvalues.h"
#include "engine/spectra/samplers.h"
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

    void largest_level_does_not_need_the_whole_matrix() {
        for (std::uint64_t i = 0; i < 20; ++i) {
            // The corner reads the same draws as the whole matrix only up to its own diagonal, so compare laws.
            RandomSequence r(random_numbers, Stream::of(2, 0), i);
            const double scaled = largest_hermite_level(2, 1e8, 1, r) - 2e4;
            QVERIFY2(std::abs(scaled) * std::pow(1e8, 1.0 / 6) < 8, qPrintable(QString::number(scaled)));
        }
    }
};

QTEST_GUILESS_MAIN(TestSamplers)
#include "tst_samplers.moc"
