// SPDX-License-Identifier: GPL-3.0-or-later
// Where parameters stand, and how they begin.
#include <QtTest>
#include <cmath>

#include "engine/networks/learning/parameters.h"
#include "tests/support/close.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::networks;
using langevin::test::problem_of;

namespace {

struct Moments {
    double mean = 0, variance = 0, fourth = 0, largest = 0;
};

Moments moments(std::span<const double> x) {
    Moments m;
    const double n = static_cast<double>(x.size());
    for (const double v : x) m.mean += v / n;
    for (const double v : x) {
        const double square = (v - m.mean) * (v - m.mean);
        m.variance += square / n;
        m.fourth += square * square / n;
        m.largest = std::max(m.largest, std::abs(v));
    }
    return m;
}

}  // namespace

class TestParameters : public QObject {
    Q_OBJECT

  private slots:
    void places() {
        ParameterLayout layout;
        QCOMPARE(layout.add("weight", {5, 4, 3, 3}, Initialisation::zeros), std::size_t{0});
        QCOMPARE(layout.add("bias", {5}, Initialisation::zeros), std::size_t{1});
        layout.add("linear", {2, 7}, Initialisation::zeros);
        const auto& arrays = layout.arrays();
        QCOMPARE(arrays[0].shape, tape::Shape::parameter(5, 4, 3, 3));
        QCOMPARE(arrays[1].shape, tape::Shape::parameter(5));
        QCOMPARE(arrays[1].offset, std::size_t{180});
        QCOMPARE(arrays[2].offset, std::size_t{185});
        QCOMPARE(layout.size(), std::size_t{199});
        VERIFY_CLOSE(arrays[0].fan_in, 36, 0);
        VERIFY_CLOSE(arrays[0].fan_out, 45, 0);
        VERIFY_CLOSE(arrays[1].fan_in, 36, 0);  // of the weights before it
        VERIFY_CLOSE(arrays[2].fan_in, 7, 0);
        QVERIFY_EXCEPTION_THROWN(layout.add("bias", {5}, Initialisation::zeros), std::logic_error);
    }

    void names() {
        for (const char* name : {"zeros", "ones", "normal", "uniform_fan_in", "glorot_normal", "he_normal"})
            QCOMPARE(name_of(initialisation_of(name)), std::string(name));
        VERIFY_CONTAINS(problem_of([] { initialisation_of("xavier"); }).what, "\"xavier\"");
    }

    void statistics_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("variance");  // of a weight [64, 48, 3, 3]: fan-in 432, fan-out 576
        QTest::addColumn<double>("kurtosis");
        QTest::newRow("normal") << "normal" << 1.0 << 3.0;
        QTest::newRow("uniform") << "uniform_fan_in" << 1.0 / 432 / 3 << 1.8;
        QTest::newRow("Glorot") << "glorot_normal" << 2.0 / (432 + 576) << 3.0;
        QTest::newRow("He") << "he_normal" << 2.0 / 432 << 3.0;
    }
    void statistics() {
        QFETCH(const QString, name);
        QFETCH(const double, variance);
        QFETCH(const double, kurtosis);
        constexpr double gain = 0.5;
        ParameterLayout layout;
        layout.add("weight", {64, 48, 3, 3}, initialisation_of(name.toStdString()), gain);
        layout.add("bias", {64}, Initialisation::uniform_fan_in);
        const auto values = layout.initial<double>(Random(2));
        const auto m = moments(std::span(values).first(64 * 48 * 9));
        const double n = 64 * 48 * 9, expected = gain * gain * variance;
        VERIFY_CLOSE(m.mean, 0, 5 * std::sqrt(expected / n));
        VERIFY_CLOSE(m.variance, expected, 5 * expected * std::sqrt((kurtosis - 1) / n));
        VERIFY_CLOSE(m.fourth / (m.variance * m.variance), kurtosis, 5 * std::sqrt(24 / n));
        if (name == "uniform_fan_in") VERIFY_CLOSE(m.largest, gain / std::sqrt(432), 1e-3 * gain / std::sqrt(432));
        for (const double b : std::span(values).last(64)) QVERIFY(std::abs(b) <= 1 / std::sqrt(432));

        // The same in the other precision; others for another seed or another purpose; independent arrays.
        const auto single = layout.initial<float>(Random(2));
        for (std::size_t i = 0; i < values.size(); ++i) QCOMPARE(single[i], static_cast<float>(values[i]));
        QVERIFY(layout.initial<double>(Random(3))[0] != values[0]);
        QVERIFY(layout.initial<double>(Random(2), 1)[0] != values[0]);
    }

    void constants() {
        ParameterLayout layout;
        layout.add("weight", {3}, Initialisation::ones, 2);
        layout.add("bias", {2}, Initialisation::zeros);
        const auto values = layout.initial<float>(Random(1));
        QCOMPARE(std::vector<float>(values.begin(), values.end()), (std::vector<float>{2, 2, 2, 0, 0}));
    }

    void on_a_tape() {
        ParameterLayout layout;
        layout.add("weight", {2, 3}, Initialisation::normal);
        layout.add("bias", {2}, Initialisation::normal);
        const auto values = layout.initial<float>(Random(1));
        tape::Tape<float> tape;
        const BoundParameters<float> bound(tape, layout, values);
        QCOMPARE(bound[1].values().data(), &values[6]);  // no copy
        QVERIFY(bound[0].differentiable());
        QCOMPARE(bound[0].shape(), tape::Shape::parameter(2, 3));
        QVERIFY_EXCEPTION_THROWN((BoundParameters<float>(tape, layout, std::span(values).first(5))), std::logic_error);
    }
};

QTEST_GUILESS_MAIN(TestParameters)
#include "tst_parameters.moc"
