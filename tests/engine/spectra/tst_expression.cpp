// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "engine/spectra/formula.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;

namespace {

Formula parsed(const char* text) {
    auto result = Formula::parse(text);
    if (auto* problem = std::get_if<Problem>(&result)) qFatal("%s", problem->what.c_str());
    return std::get<Formula>(result);
}

}  // namespace

class TestFormula : public QObject {
    Q_OBJECT

  private slots:
    void values_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("expected");
        const auto row = [](const char* text, double x, double expected) {
            QTest::addRow("%s", text) << QByteArray(text) << x << expected;
        };
        row("1 + 2*3", 0, 7);
        row("(1 + 2)*3", 0, 9);
        row("2^3^2", 0, 512);
        row("-x^2", 3, -9);
        row("2^-1", 0, 0.5);
        row("--x", 2, 2);
        row("8/4/2", 0, 1);
        row("1 - 2 - 3", 0, -4);
        row("x^2/2 + 3*cos(2*x)", 0.5, 0.125 + 3 * std::cos(1.0));
        row("exp(log(x)) + sqrt(abs(-x))", 4, 6);
        row("cosh(x)^2 - sinh(x)^2", 0.7, 1);
        row("1.5e1*pi/pi", 0, 15);
        row("e", 0, std::exp(1.0));
        row("2^3*2 + 1", 0, 17);
        row("-2^2", 0, -4);
        row("2*-x", 3, -6);
        row("5/3", 0, 5.0 / 3);
        row("x^16 - x^-2", 2, 65536 - 0.25);
        row("2·x × 3 − π", 1, 6 - std::acos(-1.0));
        row("sqrt(0) + x", 1, 1);
        row(".5 + 1e-3 + 2.", 0, 2.501);
    }
    void values() {
        QFETCH(QByteArray, text);
        QFETCH(double, x);
        QFETCH(double, expected);
        VERIFY_CLOSE(parsed(text).evaluate(x).value, expected, 1e-12 * (1 + std::abs(expected)));
    }

    void derivatives_agree_with_differences_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"x^4/4 - 3*x^2", "exp(-x^2/2)*cos(3*x)", "log(1 + x^2)/(2 + sin(x))", "tanh(x)^3 + abs(x)",
              "sqrt(1 + x^2)", "(1 + x^2)^(x/3)", "2^x", "cosh(x/2)*sinh(x)", "x^1.5*x^0", "1/(x - 5)", "(x - 1)^3",
              "(2 - x)^7/50", "exp(x)/(1 + exp(x))", "x^-2", "abs(sin(2*x) - 0.1)", "(x^2 - x + 1)^2/(x + 0.5)"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void derivatives_agree_with_differences() {
        QFETCH(QByteArray, text);
        const auto formula = parsed(text);
        for (const double x : {0.3, 1.1, 2.7}) {
            const double h = 1e-4;
            const auto jet = formula.evaluate(x), up = formula.evaluate(x + h), down = formula.evaluate(x - h);
            VERIFY_CLOSE(jet.first, (up.value - down.value) / (2 * h), 1e-6 * (1 + std::abs(jet.first)));
            VERIFY_CLOSE(jet.second, (up.first - down.first) / (2 * h), 1e-6 * (1 + std::abs(jet.second)));
        }
    }

    void whole_powers_of_negative_numbers() {
        const auto jet = parsed("x^4").evaluate(-2);
        QCOMPARE(jet.value, 16.0);
        QCOMPARE(jet.first, -32.0);
        QCOMPARE(jet.second, 48.0);
        QVERIFY(std::isnan(parsed("log(x)").evaluate(-1).value));
        QCOMPARE(parsed("x^2").evaluate(0).second, 2.0);
        QCOMPARE(parsed("x^3").evaluate(0).second, 0.0);
        QCOMPARE(parsed("x^5").evaluate(-1).second, -20.0);
    }

    void constants_have_no_slope_and_quotients_do_not_overflow() {
        const auto constant = parsed("sqrt(0)*x + log(0)").evaluate(3);
        QCOMPARE(constant.first, 0.0);
        QCOMPARE(constant.second, 0.0);
        const auto tiny = parsed("x/x").evaluate(1e-310);
        QCOMPARE(tiny.value, 1.0);
        QCOMPARE(tiny.first, 0.0);
    }

    void problems_point_at_the_place_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("character");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* text, int character, const char* words) {
            QTest::addRow("%s", text) << QByteArray(text) << character << QString(words);
        };
        row("", 1, "ends where a number");
        row("   ", 4, "ends where a number");
        row("x +", 4, "ends where a number");
        row("x + * 2", 5, "\"*\", which is not expected");
        row("2 x", 3, "\"x\", which needs an operator before it");
        row("2(x)", 2, "\"(\", which needs an operator before it");
        row("(2 x)", 4, "\"x\", which needs an operator before it");
        row("(x + 1", 1, "a parenthesis that is not closed");
        row("x + 1)", 6, "closes a parenthesis that was not opened");
        row("()", 2, "\")\", which is not expected");
        row("foo(x)", 1, "\"foo\", which is neither x");
        row("X^2", 1, "\"X\", which is neither x");
        row("sin x", 5, "needs a parenthesis after sin");
        row("x + y", 5, "\"y\", which is neither x");
        row("x ^ 2 $", 7, "\"$\", which is not expected");
        row("1..2", 3, "\".\", which needs an operator before it");
        row(".", 1, "\".\", which is not a number");
        row("x + 1e999", 5, "too large or too small");
        row("x − π·y", 7, "\"y\", which is neither x");
        row("x + √x", 5, "\"√\", which is not expected");
        row("x\xff", 2, "\"?\", which is not expected");
    }
    void problems_point_at_the_place() {
        QFETCH(QByteArray, text);
        QFETCH(int, character);
        QFETCH(QString, words);
        const auto result = Formula::parse(text.constData());
        const auto* problem = std::get_if<Problem>(&result);
        QVERIFY(problem);
        const auto lines = QString::fromStdString(problem->what).split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines[0].contains(QString("character %1)").arg(character)), qPrintable(lines[0]));
        QVERIFY2(lines[0].contains(words), qPrintable(lines[0]));
        QVERIFY(lines[0].startsWith("the formula "));
        QCOMPARE(lines[2].indexOf('^') + 1, character);
    }

    void the_caret_stays_in_sight_of_a_long_text() {
        const std::string text = std::string(200, '1') + "+?" + std::string(100, '1');
        const auto result = Formula::parse(text);
        const auto lines = QString::fromStdString(std::get<Problem>(result).what).split('\n');
        QVERIFY(lines[1].size() < 60);
        QCOMPARE(lines[1].at(lines[2].indexOf('^')), QChar('?'));
    }

    void nonsense_is_refused_and_never_crashes() {
        std::mt19937 generator(1);
        const std::string letters = "x0123.+-*/^()  epiloghsqrtanc,";
        int good = 0;
        for (int i = 0; i < 100000; ++i) {
            std::string text;
            for (auto n = generator() % 30; n > 0; --n) text += letters[generator() % letters.size()];
            auto result = Formula::parse(text);
            if (auto* formula = std::get_if<Formula>(&result)) {
                (void)formula->evaluate(0.7);
                ++good;
            }
        }
        QVERIFY(good > 100);
        QVERIFY(std::holds_alternative<Problem>(Formula::parse(std::string(400, '('))));
        QVERIFY(std::holds_alternative<Problem>(Formula::parse(std::string(400, '-') + "x")));
        QVERIFY(std::holds_alternative<Problem>(Formula::parse(std::string(4000, 'x'))));
        std::string nested;  // as deep on the stack as nesting can be
        for (int depth = 0; depth < 60; ++depth) nested += "1+1*(";
        QCOMPARE(parsed((nested + "x" + std::string(60, ')')).c_str()).evaluate(2).value, 62.0);
        QVERIFY(std::holds_alternative<Problem>(Formula::parse(nested + "1+1*(x" + std::string(61, ')'))));
    }

    void any_bytes_are_a_formula_or_a_problem() {
        std::mt19937 generator(2);
        for (int i = 0; i < 20000; ++i) {
            std::string text;
            for (auto n = generator() % 12; n > 0; --n) text += static_cast<char>(generator() % 256);
            const auto result = Formula::parse(text);
            if (const auto* problem = std::get_if<Problem>(&result)) {
                const auto words = QString::fromStdString(problem->what);
                QVERIFY(!words.contains(QChar::ReplacementCharacter));  // is UTF-8, whatever was typed
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFormula)
#include "tst_expression.moc"
