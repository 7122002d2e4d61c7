// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <vector>

#include "engine/statistics/autocorrelation.h"
#include "tests/engine/statistics/autoregression.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::statistics;
using langevin::test::Autoregression;
using langevin::test::Spread;

namespace {

constexpr int replicas = 200;

struct Shape {
    std::size_t length = 0, chains = 1, capacity = 1 << 16;
};

/// Observables x, x^2 and x^4 of independent chains.
TimeSeries powers(const Autoregression& process, std::uint64_t seed, Shape shape) {
    std::vector<std::vector<double>> x;
    for (std::size_t c = 0; c < shape.chains; ++c) x.push_back(process.run(seed, c, shape.length));
    TimeSeries series(3, shape.chains, shape.capacity);
    std::vector<double> values(3 * shape.chains);
    for (std::size_t t = 0; t < shape.length; ++t) {
        for (std::size_t c = 0; c < shape.chains; ++c) {
            const double square = x[c][t] * x[c][t];
            values[c] = x[c][t];
            values[shape.chains + c] = square;
            values[2 * shape.chains + c] = square * square;
        }
        series.push(values);
    }
    return series;
}

/// Zero for the normal distribution, like a Binder cumulant.
double binder(std::span<const double> means) {
    return 1 - means[2] / (3 * means[1] * means[1]);
}

/// Delete-one-bin jackknife: slow, simple, and independent of the Gamma method.
double jackknife_error(const TimeSeries& series, std::size_t bins) {
    const std::size_t length = series.blocks() / bins;
    std::vector<double> total(3), bin(3 * bins);
    for (std::size_t a = 0; a < 3; ++a) {
        const auto values = series.series(a, 0);
        for (std::size_t i = 0; i < bins * length; ++i) {
            total[a] += values[i];
            bin[3 * (i / length) + a] += values[i];
        }
    }
    std::vector<double> estimates;
    for (std::size_t b = 0; b < bins; ++b) {
        std::vector<double> means(3);
        for (std::size_t a = 0; a < 3; ++a)
            means[a] = (total[a] - bin[3 * b + a]) / static_cast<double>((bins - 1) * length);
        estimates.push_back(binder(means));
    }
    return Spread(estimates).deviation * static_cast<double>(bins - 1) / std::sqrt(static_cast<double>(bins));
}

/// Pulls (estimate - truth) / error over many replicas must be standard normal.
void verify_calibrated(const std::vector<double>& pulls, double width) {
    const Spread spread(pulls);
    qInfo("pulls: mean %.3f, width %.3f", spread.mean, spread.deviation);
    VERIFY_CLOSE(spread.mean, 0, 5 / std::sqrt(static_cast<double>(pulls.size())));
    VERIFY_CLOSE(spread.deviation, 1, width);
}

}  // namespace

class TestAutocorrelation : public QObject {
    Q_OBJECT

  private slots:
    void means_and_times_data();
    void means_and_times();
    void function_of_means();
    void correlated_observables();
    void function_against_jackknife();
    void blocking_changes_no_error();
    void autocorrelation_function_data();
    void autocorrelation_function();
    void autocorrelation_function_of_blocks();
    void reliability();
    void little_data();
    void constant_data();
};

void TestAutocorrelation::means_and_times_data() {
    QTest::addColumn<double>("memory");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("chains");
    QTest::addColumn<int>("capacity");
    QTest::newRow("no memory") << 0.0 << 10000 << 1 << 65536;
    QTest::newRow("alternating") << -0.5 << 10000 << 1 << 65536;
    QTest::newRow("some memory") << 0.5 << 10000 << 1 << 65536;
    QTest::newRow("long memory") << 0.9 << 20000 << 1 << 65536;
    QTest::newRow("window beyond 200") << 0.99 << 100000 << 1 << 65536;
    QTest::newRow("eight chains") << 0.9 << 2500 << 8 << 65536;
    QTest::newRow("blocked") << 0.9 << 20000 << 1 << 512;
    QTest::newRow("blocked chains") << 0.9 << 2500 << 8 << 128;
}

/// Errors are calibrated: pulls over 200 replicas have width 1 within 3 standard errors of a width (0.15). The
/// autocorrelation time comes out within 3 % (finite windows cut off a little of it).
void TestAutocorrelation::means_and_times() {
    QFETCH(const double, memory);
    QFETCH(const int, length);
    QFETCH(const int, chains);
    QFETCH(const int, capacity);
    const Autoregression process{memory};
    const Shape shape{static_cast<std::size_t>(length), static_cast<std::size_t>(chains),
                      static_cast<std::size_t>(capacity)};
    std::vector<double> pulls, times, time_pulls;
    for (int replica = 0; replica < replicas; ++replica) {
        const auto e = estimate(powers(process, 1000 + static_cast<std::uint64_t>(replica), shape), 0);
        pulls.push_back(e.value / e.error);
        times.push_back(e.tau);
        time_pulls.push_back((e.tau - process.tau()) / e.tau_error);
        VERIFY_CLOSE(e.effective_samples * 2 * e.tau, length * chains, 1e-6);
        QVERIFY(e.reliable);
    }
    verify_calibrated(pulls, 0.15);
    const Spread time(times), time_pull(time_pulls);
    qInfo("tau %.4f(%.4f), exactly %.4f; its pulls %.3f +- %.3f", time.mean, time.error, process.tau(), time_pull.mean,
          time_pull.deviation);
    VERIFY_CLOSE(time.mean / process.tau(), 1, 0.03 + 5 * time.error / process.tau());
    VERIFY_CLOSE(time_pull.deviation, 1, 0.35);
}

void TestAutocorrelation::function_of_means() {
    const Autoregression process{0.8};
    std::vector<double> pulls;
    for (int replica = 0; replica < replicas; ++replica) {
        const auto e = estimate(powers(process, 5000 + static_cast<std::uint64_t>(replica), {.length = 20000}), binder);
        pulls.push_back(e.value / e.error);
    }
    verify_calibrated(pulls, 0.15);
}

/// y = x + z: <x> / <y> with common fluctuations, which errors taken one by one would overestimate three times.
void TestAutocorrelation::correlated_observables() {
    std::vector<double> pulls;
    for (int replica = 0; replica < replicas; ++replica) {
        const auto seed = static_cast<std::uint64_t>(9000 + replica);
        const auto x = Autoregression{0.9}.run(seed, 0, 20000), z = Autoregression{0.5}.run(seed, 1, 20000);
        TimeSeries series(3, 1, 4096);
        for (std::size_t t = 0; t < x.size(); ++t)
            series.push(std::vector<double>{10 + x[t], 777, 20 + 2 * x[t] + 0.3 * z[t]});
        const auto e = estimate(series, [](std::span<const double> m) { return m[0] / m[2]; });
        pulls.push_back((e.value - 0.5) / e.error);
    }
    verify_calibrated(pulls, 0.15);
}

void TestAutocorrelation::function_against_jackknife() {
    const Autoregression process{0.8};
    std::vector<double> ratios;
    for (int replica = 0; replica < 40; ++replica) {
        const auto series = powers(process, 5000 + static_cast<std::uint64_t>(replica), {.length = 20000});
        ratios.push_back(estimate(series, binder).error / jackknife_error(series, 100));
    }
    const Spread spread(ratios);
    qInfo("Gamma method over jackknife: %.3f(%.3f)", spread.mean, spread.error);
    VERIFY_CLOSE(spread.mean, 1, 0.05);
}

void TestAutocorrelation::blocking_changes_no_error() {
    const Autoregression process{0.95};
    std::vector<double> ratios;
    for (int replica = 0; replica < 50; ++replica) {
        const auto seed = static_cast<std::uint64_t>(replica);
        const auto full = powers(process, seed, {.length = 30000}),
                   blocked = powers(process, seed, {.length = 30000, .capacity = 1024});
        QCOMPARE(full.block_size(), 1u);
        QCOMPARE(blocked.block_size(), 32u);
        const auto a = estimate(full, 1), b = estimate(blocked, 1);
        VERIFY_CLOSE(a.value, b.value, 1e-12);
        ratios.push_back(b.error / a.error);
    }
    VERIFY_CLOSE(Spread(ratios).mean, 1, 0.05);
}

void TestAutocorrelation::autocorrelation_function_data() {
    QTest::addColumn<double>("memory");
    QTest::addColumn<int>("chains");
    QTest::newRow("one chain") << 0.8 << 1;
    QTest::newRow("four chains") << 0.8 << 4;
    QTest::newRow("alternating") << -0.6 << 1;
}

void TestAutocorrelation::autocorrelation_function() {
    QFETCH(const double, memory);
    QFETCH(const int, chains);
    const Autoregression process{memory};
    const std::size_t lags[] = {1, 2, 5, 10, 20};
    std::vector<std::vector<double>> pulls(std::size(lags));
    for (int replica = 0; replica < replicas; ++replica) {
        const auto seed = static_cast<std::uint64_t>(300 + replica);
        const auto found = autocorrelation(
            powers(process, seed, {20000 / static_cast<std::size_t>(chains), static_cast<std::size_t>(chains)}), 0, 60);
        QCOMPARE(found.rho.size(), 61u);
        QCOMPARE(found.rho_error.size(), 61u);
        QCOMPARE(found.block_size, 1.0);
        VERIFY_SAME(found.rho[0], 1);
        VERIFY_CLOSE(found.rho_error[0], 0, 1e-12);
        QVERIFY(found.window >= 1 && found.reliable);
        for (std::size_t i = 0; i < std::size(lags); ++i)
            pulls[i].push_back((found.rho[lags[i]] - std::pow(memory, lags[i])) / found.rho_error[lags[i]]);
    }
    for (const auto& lag : pulls) verify_calibrated(lag, 0.25);
}

/// After blocking, lags count blocks and the correlation of block averages: known for this process.
void TestAutocorrelation::autocorrelation_function_of_blocks() {
    const double memory = 0.95, size = 8;
    const auto found = autocorrelation(powers({memory}, 4, {.length = 8 * 30000, .capacity = 32768}), 0, 20);
    QCOMPARE(found.block_size, size);
    double zero = size, one = 0;  // sums of memory^|t - s| over a pair of blocks, for the same and for neighbours
    for (int t = 1; t < size; ++t) zero += 2 * (size - t) * std::pow(memory, t);
    for (int t = 1; t < 2 * size; ++t) one += (size - std::abs(t - size)) * std::pow(memory, t);
    for (std::size_t t = 1; t < 10; ++t)
        VERIFY_CLOSE(found.rho[t], one / zero * std::pow(memory, size * (static_cast<double>(t) - 1)),
                     5 * found.rho_error[t]);
    VERIFY_CLOSE(found.tau, Autoregression{memory}.tau(), 5 * found.tau_error);
}

void TestAutocorrelation::reliability() {
    const Autoregression process{0.98};  // tau = 49.5
    QVERIFY(!estimate(powers(process, 1, {.length = 500}), 0).reliable);
    QVERIFY(!autocorrelation(powers(process, 1, {.length = 500}), 0, 100).reliable);
    QVERIFY(estimate(powers(process, 1, {.length = 50000}), 0).reliable);
    QVERIFY(autocorrelation(powers(process, 1, {.length = 50000}), 0, 100).reliable);
    QVERIFY(estimate(powers(process, 1, {.length = 2500, .chains = 16}), 0).reliable);
    // A trend is no equilibrium: however long, the window never closes early enough.
    TimeSeries trend(1, 1, 4096);
    for (int t = 0; t < 4000; ++t) trend.push(std::vector<double>{static_cast<double>(t)});
    QVERIFY(!estimate(trend, 0).reliable);
}

void TestAutocorrelation::little_data() {
    TimeSeries series(2, 1, 16);
    auto e = estimate(series, 0);
    QVERIFY(std::isnan(e.error) && e.value == 0 && !e.reliable);
    QVERIFY(autocorrelation(series, 0, 10).rho.empty());
    series.push(std::vector<double>{3.0, 4.0});
    e = estimate(series, 0);
    QVERIFY(std::isnan(e.error) && e.value == 3 && !e.reliable);
    const auto ratio = estimate(series, [](std::span<const double> m) { return m[0] / m[1]; });
    QVERIFY(ratio.value == 0.75 && std::isnan(ratio.error));
    for (int i = 0; i < 3; ++i) {
        series.push(std::vector<double>{4.0 + i, 4.0});
        e = estimate(series, 0);
        QVERIFY(std::isfinite(e.error) && e.error > 0 && !e.reliable);
        QVERIFY(std::isfinite(e.tau) && std::isfinite(e.tau_error) && std::isfinite(e.effective_samples));
    }
    QVERIFY(!autocorrelation(series, 0, 10).rho.empty());
}

void TestAutocorrelation::constant_data() {
    TimeSeries series(2, 2, 64);
    for (int i = 0; i < 1000; ++i) series.push(std::vector<double>{2.5, 2.5, 0, 1});
    const auto e = estimate(series, 0);
    VERIFY_SAME(e.value, 2.5);
    VERIFY_SAME(e.error, 0);
    QVERIFY(autocorrelation(series, 0, 10).rho.empty());
    const auto product = estimate(series, [](std::span<const double> m) { return m[0] * m[1]; });
    QVERIFY(std::isfinite(product.value) && !std::isnan(product.tau));
}

QTEST_GUILESS_MAIN(TestAutocorrelation)
#include "tst_autocorrelation.moc"
