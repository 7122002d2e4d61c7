// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "engine/core/archive.h"
#include "engine/core/measurement.h"
#include "engine/labs/labs.h"
#include "tests/support/close.h"
#include "tests/support/failures.h"
#include "tests/support/toy_lab.h"

using namespace langevin;
using langevin::test::problem_of;

class TestCore : public QObject {
    Q_OBJECT

  private slots:
    void numbers_with_errors_data();
    void numbers_with_errors();
    void numbers_with_errors_tell_the_truth();
    void distances_in_standard_errors();
    void sentences();
    void archive_gives_back_what_was_put();
    void archive_refuses_what_does_not_fit();
    void hashes_tell_states_apart();
    void recipes_become_parameters();
    void unknown_labs_are_named();
    void panels_say_what_they_show();
    void all_finite_sees_every_number();
};

void TestCore::numbers_with_errors_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("error");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, double error, const char* text) {
        QTest::newRow(text) << value << error << text;
    };
    row(1.2344, 0.005, "1.234(5)");
    row(0.5623, 0.0011, "0.5623(11)");
    row(0.5623, 0.00294, "0.5623(29)");
    row(0.5623, 0.00296, "0.562(3)");
    row(-0.5623, 0.0011, "-0.5623(11)");
    row(12.34, 4.5, "12.3(4.5)");
    row(12.34, 1.2, "12.3(1.2)");
    row(12.34, 0.97, "12.3(1.0)");
    row(12.34, 0.5, "12.3(5)");
    row(12.34, 9.9, "12.3(9.9)");
    row(1234.5, 25, "1234(25)");
    row(1234.6, 120, "1235(120)");
    row(0, 0.02, "0.000(20)");
    row(1e-3, 0.5, "0.0(5)");
    row(1.25e-6, 2.5e-8, "1.250e-06 ± 2.5e-08");
    row(4.3e-7, 9e-8, "4.3e-07 ± 9e-08");  // not 0.00000043(9), whose zeros nobody counts
    row(1.25e-4, 2.5e-8, "0.000125000(25)");
    row(2e-8, 3e-6, "0.000000(3)");
    row(1.2345678e-12, 3.4e-14, "1.23e-12 ± 3e-14");
    row(1.5, 2e-12, "1.5000000000000e+00 ± 2.0e-12");
    row(123456789, 20000, "1.23457e+08 ± 2.0e+04");
    row(6.02214e23, 1.5e19, "6.02214e+23 ± 1.5e+19");
    row(1e300, 0.5, "1.0000000000000001e+300 ± 5e-01");
    row(0.123456789, 0, "0.123457");
    row(0.123456789, std::nan(""), "0.123457");
    row(0.123456789, -1, "0.123457");
    row(0.123456789, INFINITY, "0.123457");
    row(std::nan(""), 1, "—");
    row(INFINITY, 1, "—");
}

void TestCore::numbers_with_errors() {
    QFETCH(const double, value);
    QFETCH(const double, error);
    QFETCH(const QString, text);
    QCOMPARE(QString::fromStdString(with_error(value, error)), text);
}

/// Whatever the size: what is printed reads back as the value within the error, and as the error
/// within a sixth of it.
void TestCore::numbers_with_errors_tell_the_truth() {
    const QRegularExpression pattern(
        R"(^(-?[0-9.]+(?:e[-+]\d+)?)(?:\(([0-9.]+(?:e[-+]\d+)?)\)| ± ([0-9.]+(?:e[-+]\d+)?))$)");
    for (const double value : {1.2345678901234567, -9.9999999, 0.0, 123456789.125, 6.02214076e23, 1.054e-34, 1e300})
        for (int exponent = -30; exponent <= 30; ++exponent)
            for (const double digits : {1.0, 1.49, 2.9499, 2.951, 4.5, 9.49, 9.96}) {
                const double error = digits * std::pow(10.0, exponent);
                const auto text = QString::fromStdString(with_error(value, error));
                const auto match = pattern.match(text);
                QVERIFY2(match.hasMatch() && text.size() < 40, qPrintable(text));
                const auto number = match.captured(1);
                // Digits without a point count in units of the last digit of the value.
                double shown =
                    match.captured(3).isEmpty() ? match.captured(2).toDouble() : match.captured(3).toDouble();
                const auto point = number.indexOf('.');
                if (match.captured(3).isEmpty() && !match.captured(2).contains('.') && point >= 0)
                    shown *= std::pow(10.0, static_cast<double>(point + 1 - number.size()));
                const double precision = std::max(0.2 * error, 1e-15 * std::abs(value));
                QVERIFY2(std::abs(number.toDouble() - value) <= precision, qPrintable(text));
                QVERIFY2(std::abs(shown / error - 1) < 0.17, qPrintable(QString("%1 for %2").arg(text).arg(error)));
            }
}

void TestCore::distances_in_standard_errors() {
    Measurement m;
    m.value = 1.1;
    m.error = 0.03;
    QVERIFY(!m.distance());
    m.expected = Expectation{1, 0.04, ""};
    VERIFY_CLOSE(*m.distance(), 2, 1e-12);
    m.expected->value = 1.2;
    VERIFY_CLOSE(*m.distance(), -2, 1e-12);
    m.error = std::nan("");
    QVERIFY(!m.distance());
    m.error = 0;
    m.expected->error = 0;
    QVERIFY(!m.distance());
}

void TestCore::sentences() {
    QCOMPARE(sentence({"kappa is too large", "a.json", "Choose less"}),
             std::string("a.json: kappa is too large. Choose less."));
    QCOMPARE(sentence({"is that so?", "", "Yes!"}), std::string("is that so? Yes!"));
    QCOMPARE(sentence({"nothing", "", ""}), std::string("nothing."));
    QCOMPARE(sentence({"ends early\nx +\n   ^", "V", "Go on"}), std::string("V: ends early.\nx +\n   ^\nGo on."));
    QCOMPARE(std::string(Failure({"nothing", "here", ""}).what()), std::string("here: nothing."));
}

void TestCore::archive_gives_back_what_was_put() {
    Archive archive;
    const std::vector<double> numbers = {0.1, -0.0, std::nan("")};
    archive.put("numbers", numbers);
    archive.put("span", std::span<const float>(std::vector<float>{1, 2, 3}).first(2));
    archive.put("whole", std::int64_t{-5});
    archive.put("natural", UINT64_MAX);
    archive.put("none", std::vector<double>{});
    VERIFY_SAME(archive.get<double>("numbers")[1], -0.0);
    QVERIFY(std::isnan(archive.get<double>("numbers", 3)[2]));
    QCOMPARE(archive.get<float>("span"), (std::vector<float>{1, 2}));
    QCOMPARE(archive.get_value<std::int64_t>("whole"), -5);
    QCOMPARE(archive.get_value<std::uint64_t>("natural"), UINT64_MAX);
    QCOMPARE(archive.bytes(), 24u + 8 + 8 + 8);
    archive.put("whole", 2.5);  // replaces, with another type
    QCOMPARE(archive.get_value<double>("whole"), 2.5);
}

void TestCore::archive_refuses_what_does_not_fit() {
    Archive archive;
    archive.put("two", std::vector<double>{1, 2});
    archive.put("none", std::vector<double>{});
    VERIFY_CONTAINS(problem_of([&] { archive.get<double>("three"); }).what, "\"three\" is missing");
    VERIFY_CONTAINS(problem_of([&] { archive.get<float>("two"); }).what, "\"two\" holds numbers of another type");
    VERIFY_CONTAINS(problem_of([&] { archive.get<double>("two", 3); }).what, "2 numbers instead of 3");
    VERIFY_CONTAINS(problem_of([&] { archive.get_value<double>("two"); }).what, "2 numbers instead of 1");
    VERIFY_CONTAINS(problem_of([&] { archive.get_value<double>("none"); }).what, "0 numbers instead of 1");
    VERIFY_CONTAINS(problem_of([&] { Archive::demand(false, "two"); }).what, "\"two\" holds impossible numbers");
    QVERIFY(!problem_of([&] { archive.get<double>("three"); }).remedy.empty());
    Archive::demand(true, "two");
}

void TestCore::hashes_tell_states_apart() {
    Archive a, b;
    a.put("x", std::vector<double>{1, 2});
    a.put("y", std::vector<double>{3});
    b.put("y", std::vector<double>{3});
    b.put("x", std::vector<double>{1, 2});
    QCOMPARE(a.hash(), b.hash());  // the order of putting means nothing
    std::set<std::uint64_t> seen = {a.hash(), Archive().hash()};
    const auto differs = [&](const Archive& archive) { return seen.insert(archive.hash()).second; };
    b.put("y", std::vector<double>{std::nextafter(3.0, 4.0)});
    QVERIFY(differs(b));
    b.put("y", std::vector<double>{});
    QVERIFY(differs(b));
    b.put("x", std::vector<double>{2, 1});
    QVERIFY(differs(b));
    Archive moved, zero, minus;
    moved.put("x", std::vector<double>{1});
    moved.put("y", std::vector<double>{2, 3});
    QVERIFY(differs(moved));
    zero.put("x", 0.0);
    minus.put("x", -0.0);
    QVERIFY(differs(zero) && differs(minus));
    Archive renamed;
    renamed.put("x", std::vector<double>{1, 2});
    renamed.put("z", std::vector<double>{3});
    QVERIFY(differs(renamed));
}

void TestCore::recipes_become_parameters() {
    const auto lab = test::toy_lab();
    const auto set = resolve(lab, {.lab = "toy", .parameters = {{"size", 16.0}, {"memory", std::int64_t{1}}}});
    QCOMPARE(set.get<std::int64_t>("size"), 16);
    QCOMPARE(set.get<double>("memory"), 1.0);
    QCOMPARE(resolve(lab, {.lab = "toy"}), ParameterSet(lab.parameters));
    const auto said = [&](std::vector<std::pair<std::string, Value>> parameters) {
        return sentence(problem_of([&] { resolve(lab, {.lab = "toy", .parameters = parameters}); }));
    };
    VERIFY_CONTAINS(said({{"sise", 16.0}}), "Did you mean \"size\"?");
    VERIFY_CONTAINS(said({{"size", 17.0}}), "in steps of 2");
    VERIFY_CONTAINS(said({{"size", 4096.0}, {"memory", 0.0}}), "4096 numbers need a memory. Choose fewer.");
    QVERIFY(!validate(lab, set));
}

void TestCore::unknown_labs_are_named() {
    const auto registry = labs::all();
    QCOMPARE(registry.find("phi4").id, std::string("phi4"));
    const auto problem = problem_of([&] { registry.find("phi5"); });
    QCOMPARE(problem.what, std::string("there is no lab \"phi5\""));
    for (const auto& lab : registry.labs()) VERIFY_CONTAINS(problem.remedy, lab.id);
    QVERIFY(problem_of([&] { registry.find(""); }).what.size() > 0);
    QVERIFY(sentence(problem_of([&] { registry.find(std::string(100000, 'x')); })).size() < 300);
    QVERIFY(!problem_of([] { Registry({}).find("phi4"); }).what.empty());
}

void TestCore::panels_say_what_they_show() {
    Field field;
    field.rows = 4;
    field.columns = 8;
    field.stride = 2;
    field.tiles = {2};
    field.values.assign(32, -1.5);
    field.values[5] = 2.5;
    field.value.label = "φ";
    field.note = "κ = 0.27";
    QCOMPARE(summary(field), std::string("Colour map of φ on a lattice of 8 by 16 sites, chain 3; "
                                         "values from -1.5 to 2.5. κ = 0.27."));
    Curves plot;
    plot.x = {"Lag", "updates", false, {}};
    plot.y.label = "ρ";
    plot.curves = {{"measured", {0, 1}, {1, 0.5}, {}, Role::measured, Mark::line, ""}, {"none", {}, {}}};
    QCOMPARE(summary(plot), std::string("ρ against Lag [updates]. measured: 2 points, 0.5 to 1, "
                                        "last 0.5. none: 0 points, no data."));
    plot.curves = {};
    for (const double end : {2.0, 3.0, 4.0}) {
        plot.curves.push_back({"", {0, 1}, {1, end}});
        plot.curves.back().family = "levels";
    }
    plot.curves.push_back({"law", {0, 1}, {1, 1}});
    QCOMPARE(summary(plot), std::string("ρ against Lag [updates]. levels: 3 curves, 1 to 4. law: 2 points, 1 to 1, "
                                        "last 1."));
    Histogram h;
    h.x.label = "M";
    h.edges = {0, 1, 3};
    h.density = {0.2, 0.4};
    QCOMPARE(summary(h), std::string("Histogram of M with 2 bins from 0 to 3, highest at 2."));
    Measurement m;
    m.label = "Mean";
    m.value = 1.2344;
    m.error = 0.005;
    m.expected = Expectation{1.25, 0, ""};
    QCOMPARE(summary(Table{{m}, ""}), std::string("Table of 1 quantities. Mean 1.234(5), expected 1.25."));
    QCOMPARE(summary(without_theory(Table{{m}, ""})), std::string("Table of 1 quantities. Mean 1.234(5)."));
    Curves three;
    for (const auto role : {Role::measured, Role::theory, Role::guide})
        three.curves.push_back({"c", {0, 1}, {1, 0.5}, {}, role, Mark::line, ""});
    const auto bare = std::get<Curves>(without_theory(three));
    QVERIFY(bare.curves.size() == 2 && bare.curves[0].role == Role::measured && bare.curves[1].role == Role::guide);
    h.references = three.curves;
    h.fit = GoodnessOfFit{"χ²/bin", 1, 0.5, ""};
    const auto plain = std::get<Histogram>(without_theory(h));
    QVERIFY(plain.references.size() == 2 && !plain.fit && plain.density == h.density);
    for (const auto& empty : {Panel(Field()), Panel(Curves()), Panel(Histogram()), Panel(Table())}) {
        QVERIFY(!summary(empty).empty());
        QVERIFY(all_finite(empty));
    }
}

void TestCore::all_finite_sees_every_number() {
    const double nan = std::nan("");
    Field field;
    field.values = {1, nan};
    QVERIFY(!all_finite(field));
    Curves plot;
    plot.curves = {{"c", {1, 2}, {1, 2}, {nan, 1}}};
    QVERIFY(all_finite(plot));  // a missing error is none
    plot.curves[0].y[1] = INFINITY;
    QVERIFY(!all_finite(plot));
    plot.curves[0] = {"c", {nan, 2}, {1, 2}};
    QVERIFY(!all_finite(plot));
    Histogram h;
    h.references = {{"c", {1}, {nan}}};
    QVERIFY(!all_finite(h));
    h = {};
    h.density = {nan};
    QVERIFY(!all_finite(h));
    Measurement m;
    m.error = nan;
    QVERIFY(all_finite(Table{{m}, ""}));
    m.value = nan;
    QVERIFY(!all_finite(Table{{m}, ""}));
}

QTEST_GUILESS_MAIN(TestCore)
#include "tst_core.moc"
