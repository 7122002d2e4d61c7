// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "widgets/parameters/slider_scale.h"

using langevin::Range;
using langevin::parameters::SliderScale;

class TestSliderScale : public QObject {
    Q_OBJECT

  private slots:
    void round_trip_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("step");
        QTest::addColumn<bool>("logarithmic");
        QTest::addColumn<bool>("integer");
        QTest::newRow("linear") << 0.0 << 1.0 << 0.001 << false << false;
        QTest::newRow("linear, long") << 0.0 << 10.0 << 0.001 << false << false;
        QTest::newRow("linear, negative") << -3.0 << 3.0 << 0.05 << false << false;
        QTest::newRow("logarithmic") << 1e-4 << 1.0 << 0.1 << true << false;
        QTest::newRow("logarithmic from 0") << 0.0 << 1e6 << 1.0 << true << true;
        QTest::newRow("integers") << 1.0 << 20.0 << 1.0 << false << true;
        QTest::newRow("even integers, logarithmic") << 2.0 << 512.0 << 2.0 << true << true;
        QTest::newRow("grid that misses the end") << 0.0 << 10.0 << 4.0 << false << true;
    }

    /// Values rise with the position, lie on the grid, and going to the slider and back ends at
    /// most one position off.
    void round_trip() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, step);
        QFETCH(bool, logarithmic);
        QFETCH(bool, integer);
        const SliderScale scale({low, high, step, logarithmic}, integer);
        QCOMPARE(scale.position(low), 0);
        QCOMPARE(scale.position(high), scale.positions());
        QCOMPARE(scale.value(0), low);
        for (int at = 0; at <= scale.positions(); ++at) {
            const double value = scale.value(at);
            QVERIFY(value >= low && value <= high);
            QVERIFY(at == 0 || value >= scale.value(at - 1));
            const double back = scale.value(scale.position(value));
            QVERIFY(back >= scale.value(std::max(0, at - 1)) &&
                    back <= scale.value(std::min(scale.positions(), at + 1)));
            QCOMPARE(scale.text(value).toDouble(), value);
            if (integer)
                QCOMPARE(std::fmod(value - low, step), at == scale.positions() ? std::fmod(high - low, step) : 0.0);
        }
    }

    void steps_are_exact_decimals() {
        const SliderScale scale({0, 1, 0.001, false}, false);
        double value = 0.27;
        for (int i = 0; i < 30; ++i) value = scale.stepped(value, 1);
        QCOMPARE(scale.text(value), "0.300");
        QCOMPARE(value, 0.3);
        QCOMPARE(scale.stepped(0.2709, 1),
                 0.2719);  // what lies between grid points stays between them
        QCOMPARE(scale.stepped(0.9995, 1), 1.0);
        QCOMPARE(scale.stepped(0, -1), 0.0);
    }

    void logarithmic_steps_are_factors() {
        const SliderScale scale({1e-4, 1, 0.1, true}, false);
        QCOMPARE(scale.stepped(0.05, 1), 0.055);
        QCOMPARE(scale.stepped(1e-4, -1), 1e-4);
        QVERIFY(scale.stepped(1e-4, 1) > 1e-4);
    }

    void integer_steps_stay_on_the_grid() {
        const SliderScale scale({2, 512, 2, true}, true);
        QCOMPARE(scale.stepped(64, 1), 66.0);
        QCOMPARE(scale.stepped(2, -1), 2.0);
        QCOMPARE(scale.text(66), "66");
    }

    void text_shows_what_a_recipe_gave() {
        const SliderScale scale({0, 1, 0.001, false}, false);
        QCOMPARE(scale.text(0.27), "0.270");
        QCOMPARE(scale.text(0.270937), "0.270937");
    }
};

QTEST_MAIN(TestSliderScale)
#include "tst_slider_scale.moc"
