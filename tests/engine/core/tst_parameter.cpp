// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <stdexcept>

#include "engine/core/parameter.h"
#include "tests/support/failures.h"

using namespace langevin;

namespace {

Value whole(std::int64_t number) {
    return number;
}
Value word(const char* text) {
    return std::string(text);
}

ParameterSpec spec(const std::string& key, Value initial, Domain domain) {
    return {.key = key,
            .symbol = "",
            .label = key,
            .unit = "",
            .help = "",
            .group = "",
            .initial = std::move(initial),
            .domain = std::move(domain)};
}

std::optional<Problem> no_z(std::string_view text) {
    const auto place = text.find('z');
    if (place == std::string_view::npos) return std::nullopt;
    return Problem{"z is not allowed\n" + std::string(text) + "\n" + std::string(place, ' ') + "^", "", ""};
}

enum class Shape { round, square };

struct Parameters {
    double kappa = -1;
    int extent = -1;
    std::uint64_t count = 99;
    bool on = false;
    std::string name;
    Shape shape = Shape::round;
    float small = 0;
};

const Binding<Parameters>& binding() {
    static const auto table = [] {
        Binding<Parameters> b;
        auto kappa = spec("kappa", 0.25, Range{0, 1, 0.001});
        kappa.apply = Apply::live;
        kappa.former_keys = {"hopping"};
        auto count = spec("count", whole(7), Range{1, 100, 1});
        count.relevance = Relevance{"shape", {"square"}};
        auto small = spec("small", whole(1), Range{-4, 4, 0.5});
        small.initial = 0.5;
        small.relevance = Relevance{"name", {"b", "c"}};
        auto name = spec("name", word("a"), Choice{{{"a", "A"}, {"b", "B"}, {"c", "C"}}});
        name.relevance = Relevance{"shape", {"square"}};
        b.add(&Parameters::kappa, kappa);
        b.add(&Parameters::extent, spec("extent", whole(8), Range{4, 512, 4}));
        b.add(&Parameters::count, count);
        b.add(&Parameters::on, spec("on", true, Switch{}));
        b.add(&Parameters::name, name);
        b.add(&Parameters::shape, spec("shape", word("square"), Choice{{{"round", ""}, {"square", ""}}}));
        b.add(&Parameters::small, small);
        return b;
    }();
    return table;
}

/// What set() or set_text() said; "accepted" if nothing.
std::string said(const std::optional<Problem>& problem) {
    return problem ? sentence(*problem) : "accepted";
}

}  // namespace

class TestParameter : public QObject {
    Q_OBJECT

  private slots:
    void begins_at_the_initial_values();
    void contradictory_declarations_are_bugs();
    void accepts_values_data();
    void accepts_values();
    void accepts_text_data();
    void accepts_text();
    void text_reads_back_as_the_same_value();
    void refused_values_change_nothing();
    void unknown_keys_get_a_hint();
    void former_keys_still_work();
    void text_has_a_rule_of_its_own();
    void words_of_a_recipe();
    void describes_domains();
    void binding_fills_every_member();
    void relevance_goes_through_chains();
    void changed_lists_what_differs();

  private:
    ParameterSet set_{binding().schema()};
};

void TestParameter::begins_at_the_initial_values() {
    QCOMPARE(set_.get<double>("kappa"), 0.25);
    QCOMPARE(set_.get<std::int64_t>("extent"), 8);
    QCOMPARE(set_.get<std::string>("shape"), std::string("square"));
    QVERIFY(set_.changed().empty());
    QCOMPARE(set_.schema().find("kappa")->apply, Apply::live);
    QCOMPARE(set_.schema().find("extent")->apply, Apply::restart);
    QVERIFY(!set_.schema().find("none") && !set_.schema().index(""));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, set_.value("none"));
}

void TestParameter::contradictory_declarations_are_bugs() {
    const auto build = [](std::vector<ParameterSpec> specs) { ParameterSchema{std::move(specs)}; };
    const auto good = spec("a", 0.5, Range{});
    build({good});
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build({good, good}));
    auto former = spec("b", 0.5, Range{});
    former.former_keys = {"a"};
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build({good, former}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build({spec("a", 1.5, Range{})}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build({spec("a", std::nan(""), Range{})}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build({spec("a", whole(5), Range{4, 8, 2})}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build({spec("a", word("x"), Choice{{{"y", ""}}})}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build({spec("a", whole(1), Switch{})}));
}

void TestParameter::accepts_values_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");  // the value as JSON would have it
    QTest::addColumn<QString>("result");
    const auto row = [](const char* key, const char* text, const char* result) {
        QTest::newRow(qPrintable(QString("%1 %2").arg(key, text))) << key << text << result;
    };
    row("kappa", "0", "0");
    row("kappa", "1", "1");
    row("kappa", "0.3333", "0.3333");  // the step is for arrow keys
    row("kappa", "-1e-9", "kappa must be a number from 0 to 1, not -1e-09.");
    row("kappa", "1.0000000000000002", "kappa must be a number from 0 to 1, not 1.0000000000000002.");
    row("kappa", "nan", "kappa must be a number from 0 to 1, not nan.");
    row("kappa", "inf", "kappa must be a number from 0 to 1, not inf.");
    row("kappa", "\"half\"", "kappa must be a number from 0 to 1, not \"half\".");
    row("kappa", "true", "kappa must be a number from 0 to 1, not true.");
    row("extent", "512", "512");
    row("extent", "12.0", "12");
    row("extent", "12.5", "extent must be a whole number from 4 to 512 in steps of 4, not 12.5.");
    row("extent", "10", "extent must be a whole number from 4 to 512 in steps of 4, not 10.");
    row("extent", "0", "extent must be a whole number from 4 to 512 in steps of 4, not 0.");
    row("extent", "516", "extent must be a whole number from 4 to 512 in steps of 4, not 516.");
    row("extent", "9223372036854775807",
        "extent must be a whole number from 4 to 512 in steps of 4, not 9223372036854775807.");
    row("on", "false", "false");
    row("on", "0", "on must be true or false, not 0.");
    row("on", "\"true\"", "on must be true or false, not \"true\".");
    row("name", "\"c\"", "c");
    row("name", "\"C\"", "name must be a, b or c, not \"C\".");
    row("name", "\"\"", "name must be a, b or c, not \"\".");
    row("name", "1", "name must be a, b or c, not 1.");
}

void TestParameter::accepts_values() {
    QFETCH(const QString, key);
    QFETCH(const QString, text);
    QFETCH(const QString, result);
    Value value;
    bool is_whole = false;
    const auto number = text.toLongLong(&is_whole);
    if (text.startsWith('"'))
        value = text.mid(1, text.size() - 2).toStdString();
    else if (text == "true" || text == "false")
        value = text == "true";
    else if (is_whole)
        value = std::int64_t{number};
    else
        value = text.toDouble();
    auto set = set_;
    const auto problem = set.set(key.toStdString(), value);
    QCOMPARE(problem ? sentence(*problem) : to_text(set.value(key.toStdString())), result.toStdString());
    if (!problem) QCOMPARE(set.value(key.toStdString()).index(), set_.value(key.toStdString()).index());
}

void TestParameter::accepts_text_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    for (const char* text : {"0.5", "5e-1", ".5", "1", "0"}) QTest::newRow(text) << "kappa" << text << true;
    for (const char* text : {"", " ", "0.5 ", " 0.5", "0,5", "0.5x", "half", "nan", "inf", "1e999", "0x1", "--1", "1e"})
        QTest::newRow(qPrintable(QString("no number \"%1\"").arg(text))) << "kappa" << text << false;
    for (const char* text : {"16", "1.6e1", "16.0"}) QTest::newRow(text) << "extent" << text << true;
    for (const char* text : {"16.5", "18", "99999999999999999999"}) QTest::newRow(text) << "extent" << text << false;
    for (const char* text : {"true", "false", "on", "off", "yes", "no", "1", "0"})
        QTest::newRow(qPrintable(QString("switch ") + text)) << "on" << text << true;
    for (const char* text : {"True", "", "2", "maybe"})
        QTest::newRow(qPrintable(QString("switch ") + text)) << "on" << text << false;
    QTest::newRow("choice") << "shape"
                            << "round" << true;
    QTest::newRow("no choice") << "shape"
                               << "rond" << false;
}

void TestParameter::accepts_text() {
    QFETCH(const QString, key);
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    auto set = set_;
    const auto problem = set.set_text(key.toStdString(), text.toStdString());
    QCOMPARE(!problem, good);
    if (problem) VERIFY_CONTAINS(sentence(*problem), key.toStdString() + " must be ");
}

void TestParameter::text_reads_back_as_the_same_value() {
    auto set = set_;
    for (const double number : {0.1, 1.0 / 3, 5e-324, 0.30000000000000004, 1.0}) {
        QVERIFY(!set.set_text("kappa", to_text(number)));
        QCOMPARE(set.value("kappa"), Value(number));
    }
    QCOMPARE(to_text(true), std::string("true"));
    QCOMPARE(to_text(whole(-64)), std::string("-64"));
    QCOMPARE(to_text(0.022), std::string("0.022"));
    QCOMPARE(to_text(word("hmc")), std::string("hmc"));
}

void TestParameter::refused_values_change_nothing() {
    auto set = set_;
    QVERIFY(!set.set("extent", whole(64)));
    const auto before = set;
    QVERIFY(set.set("extent", whole(63)));
    QVERIFY(set.set_text("kappa", "7"));
    QVERIFY(set.set("none", 1.0));
    QVERIFY(set == before);
    VERIFY_CONTAINS(said(set.set("name", std::string(1000, 'x'))), "xxx…\"");  // quoted in part
    QVERIFY(said(set.set("name", std::string(1000, 'x'))).size() < 200);
}

void TestParameter::unknown_keys_get_a_hint() {
    auto set = set_;
    QCOMPARE(said(set.set("kapa", 0.1)), std::string("there is no parameter \"kapa\". Did you mean \"kappa\"?"));
    QCOMPARE(said(set.set_text("Extent", "8")),
             std::string("there is no parameter \"Extent\". Did you mean \"extent\"?"));
    QCOMPARE(said(set.set("temperature", 0.1)),
             std::string("there is no parameter \"temperature\". The parameters are kappa, extent, "
                         "count, on, name, shape, small."));
    QVERIFY(said(set.set(std::string(100000, 'k'), 0.1)).size() < 300);
    VERIFY_CONTAINS(said(set.set("", 0.1)), "there is no parameter \"\"");
}

void TestParameter::former_keys_still_work() {
    auto set = set_;
    QVERIFY(!set.set("hopping", 0.125));
    QCOMPARE(set.get<double>("kappa"), 0.125);
    QCOMPARE(set.changed().at(0).first, std::string("kappa"));
}

void TestParameter::text_has_a_rule_of_its_own() {
    const auto build = [](Value initial) {
        return std::make_shared<const ParameterSchema>(
            std::vector{spec("v", std::move(initial), Text{"letters but z", no_z}), spec("free", word(""), Text{})});
    };
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build(word("z")));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, build(true));
    ParameterSet set(build(word("x + 1")));
    QCOMPARE(said(set.set_text("v", "x + y")), std::string("accepted"));
    QCOMPARE(said(set.set("v", word("xz"))), std::string("v: z is not allowed.\nxz\n ^"));
    QCOMPARE(set.get<std::string>("v"), std::string("x + y"));
    QVERIFY(!set.set("v", whole(3)));  // a number is a text too, also when a line made one of it
    QCOMPARE(set.value("v"), word("3"));
    QCOMPARE(said(set.set("v", true)), std::string("v must be letters but z, not true."));
    QCOMPARE(said(set.set_text("free", "a\nb")), std::string("free must be a single line of text."));
    QCOMPARE(said(set.set_text("free", std::string(1001, 'a'))), std::string("free must be at most 1000 bytes long."));
    QCOMPARE(said(set.set_text("free", "true")), std::string("accepted"));
    QCOMPARE(set.value("free"), word("true"));
}

void TestParameter::words_of_a_recipe() {
    QCOMPARE(to_word(0.25), std::string("0.25"));
    QCOMPARE(to_word(word("hmc")), std::string("hmc"));
    QCOMPARE(to_word(word("x^2\\y")), std::string("x^2\\y"));
    QCOMPARE(to_word(word("x + 1")), std::string("\"x + 1\""));
    QCOMPARE(to_word(word("")), std::string("\"\""));
    QCOMPARE(to_word(word("1.50")), std::string("\"1.50\""));
    QCOMPARE(to_word(word("true")), std::string("\"true\""));
    QCOMPARE(to_word(word("a\"\\b")), std::string("\"a\\\"\\\\b\""));
}

void TestParameter::describes_domains() {
    QCOMPARE(describe(Text{"a formula in x"}, false), std::string("a formula in x"));
    QCOMPARE(describe(Switch{}, false), std::string("true or false"));
    QCOMPARE(describe(Range{0.5, 1e-3, 0.1}, false), std::string("a number from 0.5 to 0.001"));
    QCOMPARE(describe(Range{1, 64, 1}, true), std::string("a whole number from 1 to 64"));
    QCOMPARE(describe(Range{2, 512, 2}, true), std::string("a whole number from 2 to 512 in steps of 2"));
    QCOMPARE(describe(Choice{{{"a", ""}}}, false), std::string("a"));
    QCOMPARE(describe(Choice{{{"a", ""}, {"b", ""}}}, false), std::string("a or b"));
    QCOMPARE(describe(Choice{{{"a", ""}, {"b", ""}, {"c", ""}}}, false), std::string("a, b or c"));
}

void TestParameter::binding_fills_every_member() {
    auto set = set_;
    auto p = binding().read(set);
    QVERIFY(p.kappa == 0.25 && p.extent == 8 && p.count == 7 && p.on && p.name == "a" && p.shape == Shape::square &&
            p.small == 0.5f);
    for (const auto& [key, text] : std::vector<std::pair<const char*, const char*>>{{"kappa", "1"},
                                                                                    {"extent", "512"},
                                                                                    {"count", "100"},
                                                                                    {"on", "off"},
                                                                                    {"name", "c"},
                                                                                    {"shape", "round"},
                                                                                    {"small", "-4"}})
        QCOMPARE(said(set.set_text(key, text)), std::string("accepted"));
    p = binding().read(set);
    QVERIFY(p.kappa == 1 && p.extent == 512 && p.count == 100 && !p.on && p.name == "c" && p.shape == Shape::round &&
            p.small == -4);
}

void TestParameter::relevance_goes_through_chains() {
    auto set = set_;
    const auto relevant = [&](const char* key) { return set.relevant(*set.schema().find(key)); };
    QVERIFY(relevant("kappa") && relevant("name") && relevant("count") && !relevant("small"));
    QVERIFY(!set.set("name", word("b")));
    QVERIFY(relevant("small"));
    QVERIFY(!set.set("shape", word("round")));
    QVERIFY(!relevant("count") && !relevant("name") && !relevant("small"));
}

void TestParameter::changed_lists_what_differs() {
    auto set = set_;
    QVERIFY(!set.set("on", false) && !set.set("kappa", 0.5) && !set.set("extent", whole(8)));
    QCOMPARE(set.changed(), (std::vector<std::pair<std::string, Value>>{{"kappa", 0.5}, {"on", false}}));
    QVERIFY(!(set == set_));
    QVERIFY(!set.set("on", true) && !set.set("kappa", 0.25));
    QVERIFY(set.changed().empty() && set == set_);
}

QTEST_GUILESS_MAIN(TestParameter)
#include "tst_parameter.moc"
