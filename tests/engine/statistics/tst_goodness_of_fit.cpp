// SPDX-License-Identifier: GPL-3.0-or-later
// Kolmogorov-Smirnov: distances by hand, p-values of samples that follow the law.
#include <QTest>
#include <algorithm>
#include <limits>
#include <vector>

#include "engine/random/random.h"
#include "engine/statistics/goodness_of_fit.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::statistics;

namespace {

double identity(double x) {
    return x;
}

/// Exact probability that the empirical function exceeds the law by more than d somewhere: Z. W. Birnbaum, F. H.
/// Tingey, Ann. Math. Stat. 22 (1951) 592. Twice this is the two-sided probability where both excesses at once are
/// rare.
double one_sided_probability(double d, int n) {
    double sum = 0;
    for (int j = 0; j <= static_cast<int>(n * (1 - d)); ++j) {
        const double x = static_cast<double>(j) / n;
        const double binomial = std::lgamma(n + 1.0) - std::lgamma(j + 1.0) - std::lgamma(n - j + 1.0);
        if (x + d < 1) sum += std::exp(binomial + (n - j) * std::log(1 - d - x) + (j - 1) * std::log(d + x));
    }
    return d * sum;
}

std::vector<double> uniform_sample(std::uint64_t number, std::uint64_t size) {
    std::vector<double> sample(size);
    for (std::uint64_t k = 0; k < size; ++k) sample[k] = Random(3).uniform(Stream::of(0, 0), number, k);
    std::sort(sample.begin(), sample.end());
    return sample;
}

}  // namespace

class TestGoodnessOfFit : public QObject {
    Q_OBJECT

  private slots:
    void distance_by_hand() {
        VERIFY_CLOSE(kolmogorov_smirnov_distance(std::vector<double>{0.1, 0.2, 0.9}, identity), 2.0 / 3 - 0.2, 1e-12);
        VERIFY_CLOSE(kolmogorov_smirnov_distance(std::vector<double>{0.7}, identity), 0.7, 1e-12);
        VERIFY_CLOSE(kolmogorov_smirnov_distance(std::vector<double>{0.5, 0.5}, identity), 0.5, 1e-12);
        QCOMPARE(kolmogorov_smirnov_distance({}, identity), 0.0);
    }

    void no_number_is_no_agreement() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(std::isnan(kolmogorov_smirnov_distance(std::vector<double>{0.1, nan}, identity)));
        QVERIFY(std::isnan(kolmogorov_smirnov_p_value(nan, 10)));
        QCOMPARE(kolmogorov_smirnov_p_value(0, 0), 1.0);
    }

    void p_value_against_the_exact_law() {
        for (const int n : {10, 20, 100, 1000})
            for (const double t : {1.25, 1.36, 1.63, 2.0}) {
                const double d = t / std::sqrt(n), exact = 2 * one_sided_probability(d, n);
                if (exact < 0.01 && n < 20) continue;
                VERIFY_CLOSE(kolmogorov_smirnov_p_value(d, n) / exact, 1.0, exact > 0.01 ? 0.03 : 0.1);
            }
        QCOMPARE(kolmogorov_smirnov_p_value(1e-6, 100), 1.0);
        QVERIFY(kolmogorov_smirnov_p_value(0.9, 1000) < 1e-100);
    }

    /// Asked with its own means: 4000 p-values are a uniform sample again.
    void p_values_of_uniform_samples_are_uniform() {
        std::vector<double> p_values;
        for (std::uint64_t i = 0; i < 4000; ++i) {
            const auto sample = uniform_sample(i, 200);
            p_values.push_back(kolmogorov_smirnov_p_value(kolmogorov_smirnov_distance(sample, identity), 200));
        }
        std::sort(p_values.begin(), p_values.end());
        QVERIFY(kolmogorov_smirnov_p_value(kolmogorov_smirnov_distance(p_values, identity), 4000) > 1e-3);
    }

    void a_wrong_law_is_found() {
        const auto sample = uniform_sample(0, 20000);
        const auto bent = [](double x) { return x + 0.02 * x * (1 - x) * 4; };  // off by 2 % at most
        QVERIFY(kolmogorov_smirnov_p_value(kolmogorov_smirnov_distance(sample, bent), 20000) < 1e-4);
        QVERIFY(kolmogorov_smirnov_p_value(kolmogorov_smirnov_distance(sample, identity), 20000) > 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestGoodnessOfFit)
#include "tst_goodness_of_fit.moc"
