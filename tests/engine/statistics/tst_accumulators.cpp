// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

#include "engine/core/error.h"
#include "engine/statistics/linear_fit.h"
#include "engine/statistics/time_series.h"
#include "tests/engine/statistics/saved_and_loaded.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::statistics;
using langevin::test::Autoregression;
using langevin::test::normals;
using langevin::test::Spread;
using langevin::test::verify_refuses;
using langevin::test::verify_save_and_load;

class TestAccumulators : public QObject {
    Q_OBJECT

  private slots:
    void series_means_and_covariances();
    void series_blocks();
    void series_far_from_zero();
    void series_saved_and_loaded_data();
    void series_saved_and_loaded();
    void series_refuses_foreign_archives();
    void line_by_hand();
    void line_with_weights();
    void line_without_enough_points();
    void line_errors_are_calibrated();
};

void TestAccumulators::series_means_and_covariances() {
    const auto x = normals(1, 999), y = normals(2, 999);
    TimeSeries series(2, 3, 64);  // 333 samples of 3 chains: blocks of 8, the last one half full
    double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); i += 3) {
        series.push(
            std::vector<double>{x[i], x[i + 1], x[i + 2], x[i] + y[i], x[i + 1] + y[i + 1], x[i + 2] + y[i + 2]});
        for (std::size_t k = i; k < i + 3; ++k) {
            mx += x[k] / 999;
            my += (x[k] + y[k]) / 999;
            xx += x[k] * x[k] / 999;
            xy += x[k] * (x[k] + y[k]) / 999;
            yy += (x[k] + y[k]) * (x[k] + y[k]) / 999;
        }
    }
    QCOMPARE(series.samples(), 333u);
    VERIFY_CLOSE(series.mean(0), mx, 1e-13);
    VERIFY_CLOSE(series.mean(1), my, 1e-13);
    VERIFY_CLOSE(series.covariance(0, 0), xx - mx * mx, 1e-12);
    VERIFY_CLOSE(series.covariance(0, 1), xy - mx * my, 1e-12);
    VERIFY_CLOSE(series.covariance(1, 1), yy - my * my, 1e-12);
    VERIFY_SAME(series.covariance(1, 0), series.covariance(0, 1));
    series.clear();
    QVERIFY(series.samples() == 0 && series.blocks() == 0 && series.block_size() == 1 && series.mean(0) == 0);
    QVERIFY(series.covariance(0, 1) == 0);
}

void TestAccumulators::series_blocks() {
    TimeSeries series(1, 2, 4);
    const auto push = [&](double a, double b) { series.push(std::vector<double>{a, b}); };
    const auto blocks = [&](std::size_t chain) {
        const auto s = series.series(0, chain);
        return std::vector<double>(s.begin(), s.end());
    };
    for (int i = 1; i <= 3; ++i) push(i, 10 * i);
    QCOMPARE(blocks(0), (std::vector<double>{1, 2, 3}));
    QCOMPARE(blocks(1), (std::vector<double>{10, 20, 30}));
    push(4, 40);  // full: pairs
    QCOMPARE(series.block_size(), 2u);
    QCOMPARE(blocks(0), (std::vector<double>{1.5, 3.5}));
    push(5, 50);  // half a block is not shown, but it counts in the mean
    QCOMPARE(blocks(1), (std::vector<double>{15, 35}));
    QCOMPARE(series.mean(0), 16.5);
    for (int i = 6; i <= 8; ++i) push(i, 10 * i);
    QCOMPARE(series.block_size(), 4u);
    QCOMPARE(blocks(0), (std::vector<double>{2.5, 6.5}));
    QCOMPARE(series.samples(), 8u);
}

/// A large constant must not eat the digits of the variance.
void TestAccumulators::series_far_from_zero() {
    TimeSeries near(1, 1, 64), far(1, 1, 64);
    for (const double x : normals(3, 1000)) {
        near.push(std::vector<double>{x});
        far.push(std::vector<double>{x + 1e8});
    }
    VERIFY_CLOSE(far.covariance(0, 0) / near.covariance(0, 0), 1, 1e-6);
    VERIFY_CLOSE(far.mean(0) - 1e8, near.mean(0), 1e-7);
}

void TestAccumulators::series_saved_and_loaded_data() {
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    for (const int before : {0, 1, 15, 16, 17, 100, 255})
        for (const int after : {0, 1, 200}) QTest::addRow("%d then %d", before, after) << before << after;
}

void TestAccumulators::series_saved_and_loaded() {
    QFETCH(const int, before);
    QFETCH(const int, after);
    const TimeSeries empty(2, 3, 16);
    verify_save_and_load(empty, empty, before, after,
                         [](TimeSeries& s, int i) { s.push(normals(static_cast<std::uint64_t>(i), 6)); });
}

void TestAccumulators::series_refuses_foreign_archives() {
    TimeSeries series(2, 1, 16);
    for (int i = 0; i < 5; ++i) series.push(std::vector<double>{1.0 * i, 2.0});
    Archive good;
    series.save(good, "a.");
    verify_refuses(TimeSeries(3, 1, 16), good);
    verify_refuses(TimeSeries(2, 2, 16), good);
    verify_refuses(TimeSeries(2, 1, 4), good);  // more blocks than fit
    verify_refuses(series, Archive{});
    using Counts = std::vector<std::uint64_t>;
    for (const auto& counts : {Counts{16, 1, 0, 16}, Counts{1ULL << 60, 1, 0, 5}, Counts{4, 1, 0, 5},
                               Counts{5, 0, 0, 5}, Counts{5, 1, 1, 5}, Counts{5, 2, 7, 5}, Counts{5, 1, 0}}) {
        auto bad = good;
        bad.put("a.counts", counts);
        verify_refuses(series, bad);
    }
    for (const char* name : {"a.counts", "a.blocks", "a.open", "a.origin", "a.sum", "a.products"}) {
        auto bad = good;
        bad.put(name, std::vector<float>{1, 2, 3});
        verify_refuses(series, bad);
    }
}

void TestAccumulators::line_by_hand() {
    const std::vector<double> x{1, 2, 3}, y{1, 2, 2}, error{1, 1, 1};
    const auto fit = fit_line(x, y, error);  // S_xx = 2 about the mean 2
    VERIFY_CLOSE(fit.slope, 1.0 / 2, 1e-14);
    VERIFY_CLOSE(fit.intercept, 2.0 / 3, 1e-14);
    VERIFY_CLOSE(fit.slope_error, std::sqrt(1.0 / 2), 1e-14);
    VERIFY_CLOSE(fit.intercept_error, std::sqrt(1.0 / 3 + 4.0 / 2), 1e-14);
    VERIFY_CLOSE(fit.covariance, -1, 1e-14);
    VERIFY_CLOSE(fit.chi_squared, 1.0 / 6, 1e-14);
    QCOMPARE(fit.degrees_of_freedom, 1);
    VERIFY_CLOSE(fit.at(2), 5.0 / 3, 1e-14);
    VERIFY_CLOSE(fit.error_at(2), std::sqrt(1.0 / 3), 1e-14);  // smallest at the mean of x
    VERIFY_CLOSE(fit.error_at(0), fit.intercept_error, 1e-14);
}

/// Two points with errors 1 at x = 0 and 2 at x = 1: the line runs through both.
void TestAccumulators::line_with_weights() {
    const std::vector<double> x{0, 1, 0.3}, y{5, 8, 1000}, error{1, 2, 0};  // the last has no error: left out
    const auto fit = fit_line(x, y, error);
    VERIFY_CLOSE(fit.intercept, 5, 1e-13);
    VERIFY_CLOSE(fit.slope, 3, 1e-13);
    VERIFY_CLOSE(fit.intercept_error, 1, 1e-13);
    VERIFY_CLOSE(fit.slope_error, std::sqrt(5.0), 1e-13);
    VERIFY_CLOSE(fit.covariance, -1, 1e-13);
    VERIFY_CLOSE(fit.error_at(1), 2, 1e-13);
    VERIFY_CLOSE(fit.chi_squared, 0, 1e-13);
    QCOMPARE(fit.degrees_of_freedom, 0);
}

void TestAccumulators::line_without_enough_points() {
    using V = std::vector<double>;
    const auto empty = [](const V& x, const V& y, const V& error) {
        const auto fit = fit_line(x, y, error);
        return fit.intercept == 0 && fit.slope == 0 && fit.intercept_error == 0 && fit.degrees_of_freedom == 0;
    };
    QVERIFY(empty({}, {}, {}));
    QVERIFY(empty({1}, {2}, {1}));
    QVERIFY(empty({1, 1, 1}, {2, 3, 4}, {1, 1, 1}));
    QVERIFY(empty({1, 2, 3}, {2, 3, 4}, {1, 0, std::nan("")}));
}

void TestAccumulators::line_errors_are_calibrated() {
    const std::vector<double> x{0.25, 0.5, 0.75, 1}, error{0.4, 0.2, 0.1, 0.1};
    std::vector<double> intercepts, slopes, chi;
    for (std::uint64_t replica = 0; replica < 2000; ++replica) {
        const auto noise = normals(replica, 4);
        std::vector<double> y;
        for (std::size_t i = 0; i < 4; ++i) y.push_back(2 - 3 * x[i] + error[i] * noise[i]);
        const auto fit = fit_line(x, y, error);
        intercepts.push_back((fit.intercept - 2) / fit.intercept_error);
        slopes.push_back((fit.slope + 3) / fit.slope_error);
        chi.push_back(fit.chi_squared);
    }
    for (const auto& pulls : {intercepts, slopes}) {
        VERIFY_CLOSE(Spread(pulls).mean, 0, 5 / std::sqrt(2000.0));
        VERIFY_CLOSE(Spread(pulls).deviation, 1, 5 / std::sqrt(2 * 2000.0));
    }
    VERIFY_CLOSE(Spread(chi).mean, 2, 5 * Spread(chi).error);
}

QTEST_GUILESS_MAIN(TestAccumulators)
#include "tst_accumulators.moc"
