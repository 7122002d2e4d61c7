// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "engine/statistics/autocorrelation.h"
#include "engine/statistics/binned_mean.h"
#include "engine/statistics/histogram.h"
#include "tests/engine/statistics/saved_and_loaded.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::statistics;
using langevin::test::Autoregression;
using langevin::test::normals;
using langevin::test::Spread;
using langevin::test::verify_refuses;
using langevin::test::verify_save_and_load;

class TestHistogram : public QObject {
    Q_OBJECT

  private slots:
    void binned_mean();
    void binned_error();
    void error_of_a_mean();
    void binned_error_of_slow_chains();
    void binned_error_of_correlated_data();
    void error_of_replicas();
    void groups_of_replicas();
    void bins_saved_and_loaded();
    void bins_refuse_foreign_archives();
    void histogram_of_normals();
    void histogram_doubles();
    void histogram_edges_and_nonsense();
    void histogram_grows_to_one_side();
    void histogram_of_a_fixed_range();
    void histogram_saved_and_loaded();
    void histogram_refuses_foreign_archives();
    void chi_squared();
};

void TestHistogram::binned_mean() {
    BinnedMean binned(2, 4);
    QCOMPARE(binned.mean(), (std::vector<double>{0, 0}));
    double sum = 0;
    for (int i = 1; i <= 100; ++i) {
        binned.push(std::vector<double>{1.0 * i, -2.0 * i});
        sum += i;
        VERIFY_CLOSE(binned.mean()[0], sum / i, 1e-12);  // through all mergers, half-full bins included
        VERIFY_CLOSE(binned.mean()[1], -2 * sum / i, 1e-12);
        QVERIFY(binned.bins() < 4);
    }
    QCOMPARE(binned.samples(), 100u);
    QCOMPARE(binned.error(), (std::vector<double>{0, 0}));  // never four complete bins
    binned.clear();
    QVERIFY(binned.samples() == 0 && binned.bins() == 0);
}

void TestHistogram::binned_error() {
    const auto x = normals(4, 37);
    BinnedMean binned(1, 16);
    for (const double v : x) binned.push({&v, 1});
    // 37 samples: merged at 16 and at 32, so nine bins of four and one sample over.
    QCOMPARE(binned.bins(), 9u);
    std::vector<double> means;
    for (std::size_t b = 0; b < 9; ++b) means.push_back((x[4 * b] + x[4 * b + 1] + x[4 * b + 2] + x[4 * b + 3]) / 4);
    QVERIFY(binned.error()[0] >= Spread(means).error * (1 - 1e-14));
    VERIFY_CLOSE(binned.error()[0], std::sqrt(squared_error_of_mean(means)), 1e-14);
}

void TestHistogram::error_of_a_mean() {
    QCOMPARE(squared_error_of_mean(std::vector<double>{1, 2, 4}), 0.0);
    QCOMPARE(squared_error_of_mean(std::vector<double>(20, 3.0)), 0.0);
    const std::vector<double> alternating = {1, -1, 1, -1, 1, -1, 1, -1};
    VERIFY_CLOSE(squared_error_of_mean(alternating), 1.0 / 7, 1e-14);  // as if independent, not less
}

/// Runs of thirty autocorrelation times, whose bins are shorter than one: bins alone would say a third of the error.
void TestHistogram::binned_error_of_slow_chains() {
    std::vector<double> pulls, naive;
    for (std::uint64_t replica = 0; replica < 400; ++replica) {
        BinnedMean binned(1, 64);
        std::vector<double> means;
        double sum = 0;
        int count = 0;
        for (const double v : Autoregression{0.98}.run(replica, 0, 1500)) {
            binned.push({&v, 1});
            sum += v;
            if (++count % 32 == 0) means.push_back(std::exchange(sum, 0.0) / 32);
        }
        QVERIFY(binned.bins() > 32);
        pulls.push_back(binned.mean()[0] / binned.error()[0]);
        naive.push_back(binned.mean()[0] / Spread(means).error);
    }
    QVERIFY2(Spread(pulls).deviation > 0.8 && Spread(pulls).deviation < 1.45,
             qPrintable(QString::number(Spread(pulls).deviation)));
    QVERIFY2(Spread(naive).deviation > 1.7, qPrintable(QString::number(Spread(naive).deviation)));
}

void TestHistogram::binned_error_of_correlated_data() {
    std::vector<double> pulls;
    for (std::uint64_t replica = 0; replica < 300; ++replica) {
        BinnedMean binned(1, 64);
        for (const double v : Autoregression{0.8}.run(replica, 0, 64 * 150)) binned.push({&v, 1});
        pulls.push_back(binned.mean()[0] / binned.error()[0]);
    }
    VERIFY_CLOSE(Spread(pulls).mean, 0, 5 / std::sqrt(300.0));
    VERIFY_CLOSE(Spread(pulls).deviation, 1, 0.15);
}

/// Runs of two autocorrelation times: bins in time cannot know their error, many replicas can.
void TestHistogram::error_of_replicas() {
    constexpr std::size_t replicas = 64, samples = 40;
    std::vector<double> pulls, naive;
    for (std::uint64_t trial = 0; trial < 300; ++trial) {
        BinnedMean by_replica(1, 64, replicas), by_time(1, 64);
        std::vector<std::vector<double>> runs;
        for (std::uint64_t r = 0; r < replicas; ++r)
            runs.push_back(Autoregression{0.9}.run(trial * replicas + r, 0, samples));
        for (std::size_t t = 0; t < samples; ++t) {
            double sum = 0;
            for (std::size_t r = 0; r < replicas; ++r) {
                by_replica.push({&runs[r][t], 1}, r);
                sum += runs[r][t] / replicas;
            }
            by_time.push({&sum, 1});
        }
        QCOMPARE(by_replica.samples(), 2 * samples);  // 32 groups of two replicas
        VERIFY_CLOSE(by_replica.mean()[0], by_time.mean()[0], 1e-12);
        pulls.push_back(by_replica.mean()[0] / by_replica.error()[0]);
        naive.push_back(by_time.mean()[0] / by_time.error()[0]);
    }
    VERIFY_CLOSE(Spread(pulls).deviation, 1, 0.15);
    QVERIFY(Spread(naive).deviation > 2);
}

void TestHistogram::groups_of_replicas() {
    QCOMPARE(BinnedMean::groups_of(1), 1u);
    QCOMPARE(BinnedMean::groups_of(15), 1u);
    for (const std::size_t replicas : {16u, 20u, 24u, 40u, 64u, 1000u}) {
        const auto groups = BinnedMean::groups_of(replicas);
        QVERIFY(groups >= 16 && groups <= 32 && replicas % groups == 0);
        QCOMPARE(BinnedMean::groups_of(groups), groups);
    }
    QCOMPARE(BinnedMean::groups_of(37), 32u);
    const BinnedMean empty(3, 8, 20);
    for (const int before : {0, 1, 19, 100})
        verify_save_and_load(empty, empty, before, 50, [](BinnedMean& b, int i) {
            b.push(normals(static_cast<std::uint64_t>(i), 3), static_cast<std::size_t>(i));
        });
}

void TestHistogram::bins_saved_and_loaded() {
    const BinnedMean empty(3, 8);
    for (const int before : {0, 1, 7, 8, 9, 100})
        verify_save_and_load(empty, empty, before, 50,
                             [](BinnedMean& b, int i) { b.push(normals(static_cast<std::uint64_t>(i), 3)); });
}

void TestHistogram::bins_refuse_foreign_archives() {
    BinnedMean binned(3, 8);
    for (int i = 0; i < 5; ++i) binned.push(normals(1, 3));
    Archive good;
    binned.save(good, "a.");
    verify_refuses(BinnedMean(2, 8), good);
    verify_refuses(BinnedMean(3, 4), good);
    verify_refuses(binned, Archive{});
    using Counts = std::vector<std::uint64_t>;
    for (const auto& counts : {Counts{8, 1, 0, 8}, Counts{1ULL << 60, 1, 0, 5}, Counts{4, 1, 0, 5}, Counts{5, 0, 0, 5},
                               Counts{5, 1, 1, 5}, Counts{5, 1, 0}}) {
        auto bad = good;
        bad.put("a.counts", counts);
        verify_refuses(binned, bad);
    }
}

void TestHistogram::histogram_of_normals() {
    RunningHistogram histogram(64, -1, 1);
    const auto x = normals(5, 400'000);
    for (std::size_t i = 0; i < x.size(); ++i) {
        histogram.count(x[i]);
        if (i % 100 == 99) histogram.commit();
    }
    QCOMPARE(histogram.samples(), 4000u);
    const auto edges = histogram.edges(), density = histogram.density(), error = histogram.error();
    QCOMPARE(edges.size(), 65u);
    QCOMPARE(edges.front(), -8.0);  // |x| beyond 4 has doubled the range three times
    QCOMPARE(edges.back(), 8.0);
    double total = 0;
    std::vector<double> expected;
    for (std::size_t i = 0; i < density.size(); ++i) {
        const double width = edges[i + 1] - edges[i];
        total += density[i] * width;
        expected.push_back((std::erf(edges[i + 1] / std::sqrt(2.0)) - std::erf(edges[i] / std::sqrt(2.0))) / 2 / width);
        if (std::abs(edges[i]) < 3) VERIFY_CLOSE(density[i], expected[i], 5 * error[i]);
    }
    VERIFY_CLOSE(total, 1, 1e-12);
    // 32 or so bins, each error known to about ten percent.
    VERIFY_CLOSE(chi_squared_per_degree(density, error, expected), 1, 1);
}

/// Doubling loses nothing: the same as having started with the wider range.
void TestHistogram::histogram_doubles() {
    RunningHistogram narrow(16, -1, 1), wide(16, -4, 4);
    const double values[] = {0.1, -0.9, 0.99, -0.3, 1.0, -1.0, -2.0, 3.9, 0.2, -3.99, 1e-9, -1e-9};
    for (const double v : values) {
        narrow.count(v);
        wide.count(v);
        if (v == -0.3 || v == 3.9) {  // some of it committed before, some pending
            narrow.commit();
            wide.commit();
        }
    }
    narrow.commit();
    wide.commit();
    QCOMPARE(narrow.edges(), wide.edges());
    const auto a = narrow.density(), b = wide.density();
    for (std::size_t i = 0; i < a.size(); ++i) VERIFY_CLOSE(a[i], b[i], 1e-15);
}

void TestHistogram::histogram_edges_and_nonsense() {
    RunningHistogram histogram(8, -2, 2);  // bins of width 1/2
    for (const double v : {-2.0, -1.5, 0.0, std::nextafter(2.0, 0.0)}) histogram.count(v);
    histogram.commit();
    QCOMPARE(histogram.edges().front(), -2.0);
    QCOMPARE(histogram.density(), (std::vector<double>{0.5, 0.5, 0, 0, 0.5, 0, 0, 0.5}));

    histogram.count(2.0);  // the upper edge lies outside
    histogram.commit();
    QCOMPARE(histogram.edges().front(), -4.0);

    const auto before = histogram.density();
    for (const double v :
         {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), 2.1e6})
        histogram.count(v);
    histogram.commit();  // nothing was counted: no sample
    QCOMPARE(histogram.samples(), 2u);
    QCOMPARE(histogram.density(), before);

    histogram.count(1.9e6);
    histogram.commit();
    QVERIFY(histogram.edges().back() > 1.9e6);
    histogram.clear();
    QVERIFY(histogram.edges().back() == 2 && histogram.samples() == 0);
    QCOMPARE(histogram.density(), std::vector<double>(8));
}

void TestHistogram::histogram_grows_to_one_side() {
    RunningHistogram histogram(8, 0, 4);  // bins of width 1/2
    for (const double v : {0.1, 3.9}) histogram.count(v);
    histogram.commit();
    histogram.count(5.5);  // now [0, 8) in bins of width 1
    histogram.commit();
    QCOMPARE(histogram.edges().front(), 0.0);
    QCOMPARE(histogram.density(), (std::vector<double>{0.25, 0, 0, 0.25, 0, 0.5, 0, 0}));
    histogram.count(-1);  // now [-8, 8) in bins of width 2
    histogram.commit();
    QCOMPARE(histogram.edges().front(), -8.0);
    QCOMPARE(histogram.density()[3], 1.0 / 3 / 2);
    QCOMPARE(histogram.density()[4], 1.0 / 6 / 2);
}

void TestHistogram::histogram_of_a_fixed_range() {
    RunningHistogram histogram(4, 0, 1, Outside::drop);
    for (const double v : {0.1, 0.6, 1.0, -3.0}) histogram.count(v);
    histogram.commit();
    QCOMPARE(histogram.edges().back(), 1.0);
    QCOMPARE(histogram.density(), (std::vector<double>{1, 0, 1, 0}));  // half of the norm lies outside
}

void TestHistogram::histogram_saved_and_loaded() {
    const RunningHistogram empty(16, -0.5, 0.5);
    for (const int before : {0, 1, 5, 100, 300})  // saved with counts pending and range doubled
        verify_save_and_load(empty, empty, before, 200, [](RunningHistogram& h, int i) {
            for (const double v : normals(static_cast<std::uint64_t>(i), 7)) h.count(v);
            if (i % 3 == 0) h.commit();
        });
}

void TestHistogram::histogram_refuses_foreign_archives() {
    RunningHistogram histogram(16, -0.5, 0.5);
    histogram.count(3);
    histogram.commit();
    Archive good;
    histogram.save(good, "a.");
    verify_refuses(RunningHistogram(32, -0.5, 0.5), good);
    verify_refuses(histogram, Archive{});
    for (const double high : {-0.5, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        auto bad = good;
        bad.put("a.range", std::vector<double>{-0.5, high});
        verify_refuses(histogram, bad);
    }
}

void TestHistogram::chi_squared() {
    QCOMPARE(chi_squared_per_degree({1, 2, 3}, {1, 0.5, 0}, {2, 3, 100}), (1.0 + 4.0) / 2);
    QVERIFY(std::isnan(chi_squared_per_degree({1, 2}, {0, std::nan("")}, {1, 2})));
}

QTEST_GUILESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
