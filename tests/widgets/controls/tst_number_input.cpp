// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers typed by a user in Berlin, Paris, Zürich or Boston: one rule, whatever the language of the machine.
#include <QLineEdit>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include "widgets/controls/number_input.h"
#include "widgets/controls/seed_edit.h"
#include "widgets/parameters/value_spin_box.h"

using namespace langevin;
using namespace langevin::controls;

class TestNumberInput : public QObject {
    Q_OBJECT

    static ParameterSpec spec(const Value& initial, const Range& range) {
        return {.key = "key",
                .symbol = "",
                .label = "Label",
                .unit = "",
                .help = "h",
                .group = "g",
                .initial = initial,
                .domain = range};
    }

    static void languages() {
        QTest::addColumn<QLocale>("language");
        QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany);
        QTest::newRow("French") << QLocale(QLocale::French, QLocale::France);
        QTest::newRow("Swiss") << QLocale(QLocale::German, QLocale::Switzerland);
        QTest::newRow("American") << QLocale(QLocale::English, QLocale::UnitedStates);
    }

  private slots:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void numbers_are_read_as_they_are_meant() {
        const std::pair<const char*, double> cases[] = {{"0.27", 0.27},
                                                        {"0,27", 0.27},
                                                        {" .5 ", 0.5},
                                                        {",5", 0.5},
                                                        {"1e-3", 1e-3},
                                                        {"1E-3", 1e-3},
                                                        {"1,5e-3", 1.5e-3},
                                                        {"1 000", 1000},
                                                        {"1 234 567,5", 1234567.5},
                                                        {"1\u202F000", 1000},
                                                        {"1\u00A0000", 1000},
                                                        {"1'000", 1000},
                                                        {"1’000.5", 1000.5},
                                                        {"+2", 2},
                                                        {"−0,5", -0.5},
                                                        {"1,000", 1},
                                                        {"64", 64}};
        for (const auto& [typed, value] : cases) {
            const auto read = read_number(QString::fromUtf8(typed));
            QVERIFY2(read, typed);
            QCOMPARE(*read, value);
        }
        for (const char* typed :
             {"", "-", "abc", "1,000.5", "1.000,5", "1,2,3", "1 2", "1 0000", "0x10", "nan", "inf", "1e999", "++1"})
            QVERIFY2(!read_number(QString::fromUtf8(typed)), typed);
    }

    void before_three_digits_of_a_whole_number_a_mark_means_thousands() {
        const std::pair<const char*, quint64> cases[] = {{"1000", 1000},         {"1 000", 1000},
                                                         {"1,000", 1000},        {"1.000", 1000},
                                                         {"1,234,567", 1234567}, {"1.234.567", 1234567}};
        for (const auto& [typed, value] : cases) QCOMPARE(read_count(typed).value_or(0), value);
        for (const char* typed : {"", "-1", "1.5", "1,5", "1,0000", "1.234,567", "12a", "99999999999999999999"})
            QVERIFY2(!read_count(typed), typed);
    }

    void fields_keep_the_rule_in_every_language_data() { languages(); }
    void fields_keep_the_rule_in_every_language() {
        QFETCH(const QLocale, language);
        QLocale::setDefault(language);

        const auto real = spec(0.25, Range{0, 5000, 0.001});
        parameters::ValueSpinBox box(real, parameters::SliderScale(std::get<Range>(real.domain), false));
        auto* line = box.findChild<QLineEdit*>();
        QCOMPARE(line->text(), "0.250");
        const std::pair<const char*, double> cases[] = {
            {"0,27", 0.27}, {"0.28", 0.28}, {"1e-3", 1e-3}, {"1 000", 1000}, {"2 500,5", 2500.5}};
        for (const auto& [typed, value] : cases) {
            line->selectAll();
            QTest::keyClicks(line, typed);
            QTest::keyClick(&box, Qt::Key_Return);
            QCOMPARE(box.value(), value);
            QVERIFY2(!line->text().contains(','), qPrintable(line->text()));
        }
        const auto whole = spec(std::int64_t{64}, Range{4, 100000, 1});
        parameters::ValueSpinBox count(whole, parameters::SliderScale(std::get<Range>(whole.domain), true));
        line = count.findChild<QLineEdit*>();
        QSignalSpy refused(&count, &parameters::ValueSpinBox::refused);
        for (const char* typed : {"1 000", "2,000", "3.000"}) {
            line->selectAll();
            QTest::keyClicks(line, typed);
            QTest::keyClick(&count, Qt::Key_Return);
            QCOMPARE(count.value(), 1000.0 * (typed[0] - '0'));
        }
        QCOMPARE(refused.size(), 0);
        line->selectAll();
        QTest::keyClicks(line, "12,5");
        QTest::keyClick(&count, Qt::Key_Return);
        QCOMPARE(refused.size(), 1);
        QCOMPARE(count.value(), 3000.0);

        NumberSpinBox size;
        size.setRange(20, 2000);
        size.setDecimals(1);
        size.setSuffix(" mm");
        size.setValue(85.5);
        QCOMPARE(size.text(), "85.5 mm");
        auto* edit = size.findChild<QLineEdit*>();
        edit->selectAll();
        QTest::keyClicks(edit, "90,5");
        QCOMPARE(size.value(), 90.5);

        SeedEdit seed;
        seed.selectAll();
        QTest::keyClicks(&seed, "1 234");
        QTest::keyClick(&seed, Qt::Key_Return);
        QCOMPARE(seed.text(), "1234");
        seed.setSeed(18446744073709551615u);
        QVERIFY(seed.sizeHint().width() > seed.fontMetrics().horizontalAdvance("18446744073709551615"));
    }
};

QTEST_MAIN(TestNumberInput)
#include "tst_number_input.moc"
