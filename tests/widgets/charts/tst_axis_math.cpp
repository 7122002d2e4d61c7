// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>

#include "widgets/charts/axis_math.h"

using namespace langevin::charts;

class TestAxisMath : public QObject {
    Q_OBJECT
  private slots:
    void thinning_keeps_every_spike() {
        std::vector<double> x(100000), y(100000);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] = static_cast<double>(i);
            y[i] = std::sin(0.001 * x[i]);
        }
        y[54321] = 17;
        y[777] = -9;
        const auto points = thinned(x, y, 300);
        QVERIFY(points.x.size() <= 600);
        QCOMPARE(*std::max_element(points.y.begin(), points.y.end()), 17.0);
        QCOMPARE(*std::min_element(points.y.begin(), points.y.end()), -9.0);
        QVERIFY(std::is_sorted(points.x.begin(), points.x.end()));
    }

    void thinning_leaves_short_curves_and_drops_what_is_not_finite() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto points = thinned({1, 2, 3, 4}, {5, nan, 7, std::numeric_limits<double>::infinity()}, 100);
        QCOMPARE(points.x, (std::vector<double>{1, 3}));
        QCOMPARE(points.y, (std::vector<double>{5, 7}));
        QVERIFY(thinned({}, {}, 10).x.empty());
    }

    void ranges_grow_at_once_and_shrink_late() {
        const Interval shown{0, 10};
        QCOMPARE(settled(shown, {1, 9}), shown);          // fits: nothing moves
        QVERIFY(settled(shown, {0, 12}).high >= 12);      // grows, with room to spare
        QVERIFY(settled(shown, {0, 12}).high > 12);
        QCOMPARE(settled(shown, {0, 6}), shown);          // a little smaller: stays
        QCOMPARE(settled(shown, {0, 4}), (Interval{0, 4}));  // much smaller: follows
    }

    void a_single_value_gets_a_neighbourhood() {
        QVERIFY(with_margin({5, 5}, 0.05).width() > 0);
        QVERIFY(with_margin({0, 0}, 0.05).width() > 0);
        QCOMPARE(with_margin({0, 10}, 0.1), (Interval{-1, 11}));
    }

    void linear_ticks_are_nice_numbers() {
        const auto ticks = linear_ticks({-0.3, 1.04}, 6);
        QVERIFY(ticks.size() >= 3 && ticks.size() <= 8);
        for (const auto& tick : ticks) {
            const double steps = tick.position / 0.5;
            QVERIFY2(std::abs(steps - std::round(steps)) < 1e-9, qPrintable(tick.label));
        }
        QCOMPARE(ticks.front().label, QStringLiteral("0.0"));
        QCOMPARE(linear_ticks({-1, 0.1}, 2).front().label, QStringLiteral("−1"));
        QVERIFY(linear_ticks({3, 3}, 5).empty());
        QVERIFY(linear_ticks({0, std::numeric_limits<double>::infinity()}, 5).empty());
    }

    void logarithmic_ticks_cover_many_and_few_decades() {
        QCOMPARE(logarithmic_ticks({-6, 6}, 5).size(), std::size_t{5});
        for (const auto& tick : logarithmic_ticks({0, 3}, 5)) QVERIFY(tick.position >= 0 && tick.position <= 3);
        QVERIFY(logarithmic_ticks({0.1, 0.5}, 5).size() >= 2);  // less than a decade still has numbers
        QCOMPARE(logarithmic_ticks({4.5, 5.5}, 3).front().label, QStringLiteral("10⁵"));
    }

    void numbers_read_like_numbers() {
        QCOMPARE(number_text(-0.25, 4), QStringLiteral("−0.25"));
        QCOMPARE(number_text(1234567, 3), QStringLiteral("1.23·10⁶"));
        QCOMPARE(number_text(1.5e-7, 3), QStringLiteral("1.5·10⁻⁷"));
        QCOMPARE(number_text(123456, 3), QStringLiteral("123456"));
        QCOMPARE(number_text(0, 3), QStringLiteral("0"));
    }
};

QTEST_APPLESS_MAIN(TestAxisMath)
#include "tst_axis_math.moc"
