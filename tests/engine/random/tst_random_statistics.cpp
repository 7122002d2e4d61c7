// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "engine/random/random.h"
#include "tests/support/close.h"

using namespace langevin;

namespace {

constexpr std::size_t many = 10'000'000;

double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
}
double normal_moment(int n) {
    return n % 2 ? 0 : n == 0 ? 1 : (n - 1) * normal_moment(n - 2);
}
double normal_distribution(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}
double normal_tail(double x) {
    return std::erfc(x / std::sqrt(2.0));
}  // P(|X| > x)

/// Mean of x^n over the numbers, less `expected`, in its own standard errors; `twice` is <x^2n>.
double moment_distance(const std::vector<double>& numbers, int n, double expected, double twice) {
    double sum = 0;
    for (const double x : numbers) sum += std::pow(x, n);
    const auto count = static_cast<double>(numbers.size());
    return (sum / count - expected) / std::sqrt((twice - expected * expected) / count);
}

/// sqrt(N) times the largest difference of the distribution functions (Kolmogorov-Smirnov); above 2.2 with
/// probability 1e-4.
double kolmogorov(std::vector<double> numbers, const std::function<double(double)>& distribution) {
    std::sort(numbers.begin(), numbers.end());
    const auto count = static_cast<double>(numbers.size());
    double worst = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double expected = distribution(numbers[i]);
        worst = std::max({worst, std::abs(expected - static_cast<double>(i) / count),
                          std::abs(expected - static_cast<double>(i + 1) / count)});
    }
    return std::sqrt(count) * worst;
}

/// Correlation coefficient of f(x) and g(y) in units of its standard error for independent numbers.
double correlation(const std::vector<double>& x, const std::vector<double>& y, double (*f)(double),
                   double (*g)(double)) {
    double xy = 0, fx = 0, gy = 0, ff = 0, gg = 0;
    const auto count = static_cast<double>(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double a = f(x[i]), b = g(y[i]);
        xy += a * b;
        fx += a;
        gy += b;
        ff += a * a;
        gg += b * b;
    }
    const double covariance = xy / count - fx / count * (gy / count);
    const double variances = (ff / count - fx / count * (fx / count)) * (gg / count - gy / count * (gy / count));
    return covariance / std::sqrt(variances) * std::sqrt(count);
}

double itself(double x) {
    return x;
}
double square(double x) {
    return x * x;
}

/// All of xy, x^2 y, x y^2, x^2 y^2: none may be further than 5 standard errors from zero.
double worst_correlation(const std::vector<double>& x, const std::vector<double>& y) {
    double worst = 0;
    for (const auto f : {itself, square})
        for (const auto g : {itself, square}) worst = std::max(worst, std::abs(correlation(x, y, f, g)));
    return worst;
}

/// chi^2 of counts that should be equal, as standard deviations above its mean.
double chi_squared_distance(const std::vector<double>& counts) {
    double total = 0, chi = 0;
    for (const double n : counts) total += n;
    const double expected = total / static_cast<double>(counts.size());
    for (const double n : counts) chi += (n - expected) * (n - expected) / expected;
    const auto freedom = static_cast<double>(counts.size() - 1);
    return (chi - freedom) / std::sqrt(2 * freedom);
}

}  // namespace

/// Fixed seeds, so every result here is the same forever; bounds of 5 standard errors say that the seed is no lucky
/// one.
class TestRandomStatistics : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void moments_of_normals();
    void tails_of_normals();
    void distribution_of_normals();
    void moments_of_exponentials();
    void distribution_of_exponentials();
    void moments_of_uniforms();
    void uniforms_fill_the_interval();
    void pairs_of_uniforms_fill_the_square();
    void independence_data();
    void independence();
    void single_bits_are_fair();

  private:
    static std::vector<double> normals(std::uint64_t seed, std::uint64_t stream, std::uint64_t step, std::size_t count,
                                       std::uint64_t first_site = 0);
    std::vector<double> normals_;
};

std::vector<double> TestRandomStatistics::normals(std::uint64_t seed, std::uint64_t stream, std::uint64_t step,
                                                  std::size_t count, std::uint64_t first_site) {
    std::vector<double> result(count);
    Random(seed).normals<double>({stream}, step, first_site, 1, result);
    return result;
}

void TestRandomStatistics::initTestCase() {
    normals_ = normals(1, 0, 0, many);
}

void TestRandomStatistics::moments_of_normals() {
    for (int n = 1; n <= 8; ++n) {
        const double distance = moment_distance(normals_, n, normal_moment(n), normal_moment(2 * n));
        VERIFY_CLOSE_AS(qPrintable(QString("moment %1").arg(n)), distance, 0, 5);
    }
}

void TestRandomStatistics::tails_of_normals() {
    for (const double limit : {1.0, 2.0, 3.0, 4.0, 4.5}) {
        double above = 0, below = 0;
        for (const double x : normals_) {
            above += x > limit;
            below += x < -limit;
        }
        const double expected = many * normal_tail(limit) / 2;
        VERIFY_CLOSE_AS(qPrintable(QString("numbers above %1").arg(limit)), above, expected, 5 * std::sqrt(expected));
        VERIFY_CLOSE_AS(qPrintable(QString("numbers below -%1").arg(limit)), below, expected, 5 * std::sqrt(expected));
    }
    const auto far = std::count_if(normals_.begin(), normals_.end(), [](double x) { return std::abs(x) > 5; });
    QVERIFY(far >= 1 && far <= 20);  // 5.7 expected; outside with probability 0.3 % and 1e-6
}

void TestRandomStatistics::distribution_of_normals() {
    const std::vector<double> part(normals_.begin(), normals_.begin() + 1'000'000);
    QVERIFY(kolmogorov(part, normal_distribution) < 2.2);
}

void TestRandomStatistics::moments_of_exponentials() {
    std::vector<double> numbers(many / 2);
    Random(3).exponentials<double>({0}, 0, 0, 1, numbers);
    for (int n = 1; n <= 4; ++n) {
        const double distance = moment_distance(numbers, n, factorial(n), factorial(2 * n));
        VERIFY_CLOSE_AS(qPrintable(QString("moment %1").arg(n)), distance, 0, 5);
    }
    QVERIFY(*std::min_element(numbers.begin(), numbers.end()) > 0);
}

void TestRandomStatistics::distribution_of_exponentials() {
    std::vector<double> numbers(1'000'000);
    Random(4).exponentials<double>({0}, 0, 0, 1, numbers);
    QVERIFY(kolmogorov(numbers, [](double x) { return -std::expm1(-x); }) < 2.2);
}

void TestRandomStatistics::moments_of_uniforms() {
    const Random random(5);
    std::vector<double> numbers(2'000'000);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = random.uniform({0}, 0, i);
    for (int n = 1; n <= 8; ++n) {
        const double distance = moment_distance(numbers, n, 1.0 / (n + 1), 1.0 / (2 * n + 1));
        VERIFY_CLOSE_AS(qPrintable(QString("moment %1").arg(n)), distance, 0, 5);
    }
    QVERIFY(kolmogorov(numbers, itself) < 2.2);
}

void TestRandomStatistics::uniforms_fill_the_interval() {
    std::vector<double> counts(1000);
    const Random random(6);
    for (std::uint64_t i = 0; i < 2'000'000; ++i) ++counts[static_cast<std::size_t>(random.uniform({0}, i, 0) * 1000)];
    VERIFY_CLOSE(chi_squared_distance(counts), 0, 5);
}

void TestRandomStatistics::pairs_of_uniforms_fill_the_square() {
    for (const std::uint64_t apart : {1, 4, 64}) {  // within a block, in the next block, in the next batch
        std::vector<double> counts(64 * 64);
        const Random random(7);
        for (std::uint64_t i = 0; i < 1'000'000; ++i) {
            const auto x = static_cast<std::size_t>(random.uniform({0}, 0, 2 * i) * 64);
            const auto y = static_cast<std::size_t>(random.uniform({0}, 0, 2 * i + apart) * 64);
            ++counts[64 * y + x];
        }
        VERIFY_CLOSE(chi_squared_distance(counts), 0, 5);
    }
}

void TestRandomStatistics::independence_data() {
    QTest::addColumn<int>("seed");
    QTest::addColumn<quint64>("stream");
    QTest::addColumn<quint64>("step");
    QTest::addColumn<quint64>("first_site");
    QTest::newRow("the next site") << 1 << quint64(0) << quint64(0) << quint64(1);
    QTest::newRow("two sites on") << 1 << quint64(0) << quint64(0) << quint64(2);
    QTest::newRow("the next block") << 1 << quint64(0) << quint64(0) << quint64(4);
    QTest::newRow("the next row of 64") << 1 << quint64(0) << quint64(0) << quint64(64);
    QTest::newRow("the next step") << 1 << quint64(0) << quint64(1) << quint64(0);
    QTest::newRow("a step far away") << 1 << quint64(0) << (quint64(1) << 32) << quint64(0);
    QTest::newRow("the next chain") << 1 << quint64(1) << quint64(0) << quint64(0);
    QTest::newRow("another purpose") << 1 << quint64(Stream::of(1, 0).id) << quint64(0) << quint64(0);
    QTest::newRow("the next seed") << 2 << quint64(0) << quint64(0) << quint64(0);
}

void TestRandomStatistics::independence() {
    QFETCH(const int, seed);
    QFETCH(const quint64, stream);
    QFETCH(const quint64, step);
    QFETCH(const quint64, first_site);
    const std::size_t count = 2'000'000;
    const std::vector<double> here(normals_.begin(), normals_.begin() + count);
    const auto there = normals(static_cast<std::uint64_t>(seed), stream, step, count, first_site);
    VERIFY_CLOSE(worst_correlation(here, there), 0, 5);
}

/// Neighbouring steps, streams and seeds differ in half of all bits.
void TestRandomStatistics::single_bits_are_fair() {
    std::array<double, 32> ones{}, changed_step{}, changed_stream{};
    const Random random(9);
    const std::uint64_t count = 200'000;
    const auto word = [&](std::uint64_t stream, std::uint64_t step) {
        return static_cast<std::uint32_t>(random.uniform({stream}, step, 0) * 4294967296.0);
    };
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto here = word(3, i), step = here ^ word(3, i + 1), stream = here ^ word(4, i);
        for (std::size_t bit = 0; bit < 32; ++bit) {
            ones[bit] += here >> bit & 1;
            changed_step[bit] += step >> bit & 1;
            changed_stream[bit] += stream >> bit & 1;
        }
    }
    const double half = count / 2.0, allowed = 5 * std::sqrt(count / 4.0);
    for (std::size_t bit = 0; bit < 32; ++bit) {
        VERIFY_CLOSE(ones[bit], half, allowed);
        VERIFY_CLOSE(changed_step[bit], half, allowed);
        VERIFY_CLOSE(changed_stream[bit], half, allowed);
    }
}

QTEST_GUILESS_MAIN(TestRandomStatistics)
#include "tst_random_statistics.moc"
