// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "widgets/field/colour_bar.h"
#include "widgets/field/field_scale.h"
#include "widgets/field/mosaic.h"

using namespace langevin;
using namespace langevin::field;

class TestFieldScale : public QObject {
    Q_OBJECT

    static Field with(std::vector<double> values, bool symmetric = true) {
        Field f;
        f.rows = 1;
        f.columns = static_cast<int>(values.size());
        f.tiles = {0};
        f.values = std::move(values);
        f.symmetric = symmetric;
        return f;
    }

  private slots:
    void symmetric_fields_have_zero_in_the_middle() {
        FieldScale scale;
        scale.update(with({-0.3, 1.7}));
        QCOMPARE(scale.interval().low, -2.0);
        QCOMPARE(scale.interval().high, 2.0);
    }

    void grows_at_once_and_shrinks_slowly() {
        FieldScale scale;
        scale.update(with({1}));
        QVERIFY(scale.update(with({2.9})));
        QCOMPARE(scale.interval().high, 3.0);
        QVERIFY(!scale.update(with({1.0})));  // one quiet field changes nothing
        int updates = 0;
        while (scale.interval().high > 1.3 && updates < 1000) scale.update(with({1.0})), ++updates;
        QVERIFY(updates > 50 && updates < 500);
    }

    void does_not_flicker_with_the_noise() {
        FieldScale scale;
        int changes = 0;
        for (int i = 0; i < 300; ++i) changes += scale.update(with({2.2 + 0.25 * std::sin(i * 1.7)}));
        QVERIFY2(changes <= 2, qPrintable(QString::number(changes)));
    }

    void other_modes() {
        FieldScale scale;
        scale.setMode(RangeMode::symmetric);
        scale.update(with({0.1, 0.9}, false));
        QCOMPARE(scale.interval(), (Interval{-1, 1}));
        scale.setFixed({2, -1});
        scale.update(with({50}));
        QCOMPARE(scale.interval(), (Interval{-1, 2}));
        std::vector<double> values(1000, 0.5);
        for (int i = 0; i < 1000; ++i) values[static_cast<std::size_t>(i)] = i / 1000.0;
        values[500] = 1e6;
        scale.setMode(RangeMode::percentile);
        scale.update(with(values, false));
        QVERIFY(scale.interval().high < 1.2 && scale.interval().low > -0.1);
    }

    void natural_ranges_are_kept() {
        auto angles = with({0.1});
        angles.value.range = {{-3.2, 3.2}};
        FieldScale scale;
        scale.update(angles);
        QCOMPARE(scale.interval(), (Interval{-3.2, 3.2}));
    }

    void survives_odd_data() {
        FieldScale scale;
        scale.update(with({}));
        scale.update(with({std::nan(""), INFINITY}));
        QVERIFY(std::isfinite(scale.interval().low) && scale.interval().high > scale.interval().low);
        scale.update(with({0, 0, 0}));
        QVERIFY(scale.interval().high > scale.interval().low);
        FieldScale constant;
        constant.update(with({7, 7}, false));
        QVERIFY(constant.interval().low < 7 && constant.interval().high > 7);
        FieldScale huge;
        huge.update(with({1e300, -1e300}));
        QVERIFY(std::isfinite(huge.interval().high));
        FieldScale tiny;
        tiny.update(with({1e-300}));
        QVERIFY(tiny.interval().high > 0);
    }

    void round_numbers() {
        QCOMPARE(round_up(1.01), 1.2);
        QCOMPARE(round_up(0.021), 0.025);
        QCOMPARE(round_up(8.5), 10.0);
        QCOMPARE(round_up(100), 100.0);
    }

    void ticks_are_round_and_read_well() {
        QCOMPARE(ticks(-2, 2, 5), (std::vector<double>{-2, -1, 0, 1, 2}));
        QCOMPARE(tick_text(-1, 1), QString("−1"));
        QCOMPARE(tick_text(0.25, 0.25), "0.25");
        QCOMPARE(tick_text(0, 0.5), "0.0");
        QVERIFY(ticks(0, 1e-9, 5).size() >= 3);
        QCOMPARE(ticks(1, 1, 5).size(), std::size_t{1});
        for (int i = 0; i < 500; ++i) {  // one number is no scale
            const double low = -3 * std::exp(0.013 * i), high = low + std::exp(0.017 * (250 - i));
            QVERIFY2(ticks(low, high, 2).size() >= 2, qPrintable(QString("%1 to %2").arg(low).arg(high)));
        }
        QCOMPARE(ticks(-4, 4, 2), (std::vector<double>{-4, -2, 0, 2, 4}));
    }

    void mosaics_use_the_room() {
        const Mosaic wide(8, 64, 64, {800, 400}, 2);
        QCOMPARE(wide.rect(0).height(), wide.rect(0).width());
        QVERIFY(wide.tile_size().width() >= 195);
        for (int i = 0; i < 8; ++i) {
            QCOMPARE(wide.at(wide.rect(i).center()), i);
            for (int j = 0; j < i; ++j) QVERIFY(!wide.rect(i).intersects(wide.rect(j)));
            QVERIFY(QRect(0, 0, 800, 400).contains(wide.rect(i)));
        }
        QCOMPARE(wide.at({-5, -5}), -1);
        QVERIFY(Mosaic(5, 64, 64, {1, 1}, 9).tile_size().isEmpty());
    }
};

QTEST_MAIN(TestFieldScale)
#include "tst_field_scale.moc"
