// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "engine/core/lab.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/recipe_file.h"
#include "tests/support/failures.h"
#include "tests/support/toy_lab.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

namespace {

Recipe example() {
    return {
        .lab = "toy",
        .parameters = {{"memory", 0.1}, {"size", std::int64_t{64}}, {"trouble", std::string("none")}, {"burn", true}},
        .seed = 18446744073709551615u,
        .steps = 9007199254740993u,  // 2^53 + 1: no double holds it
        .title = "κ \"quoted\" \\ \n \t 中文 🜛",
        .summary = "line\u2028separator"};
}

}  // namespace

class TestRecipeFile : public QObject {
    Q_OBJECT

  private slots:
    void json_gives_back_the_recipe();
    void one_line_gives_back_the_recipe();
    void every_double_survives();
    void every_text_survives();
    void settings_need_no_quotes();
    void defaults();
    void files_give_back_the_recipe();
    void bad_files_data();
    void bad_files();
    void every_cut_is_noticed();
    void every_flipped_byte_is_a_recipe_or_a_sentence();
    void whole_numbers_beyond_64_bits();
    void deep_nesting_is_refused();
    void bad_lines_data();
    void bad_lines();
    void unreadable_files();
};

void TestRecipeFile::json_gives_back_the_recipe() {
    const auto recipe = example();
    QCOMPARE(parse_recipe(to_json(recipe), "test"), recipe);
}

void TestRecipeFile::one_line_gives_back_the_recipe() {
    auto recipe = example();
    recipe.title.clear();  // a line carries what decides the numbers
    recipe.summary.clear();
    QCOMPARE(parse_line(to_line(recipe)), recipe);
    QCOMPARE(to_line({.lab = "phi4", .parameters = {{"kappa", 0.27}, {"extent", std::int64_t{32}}}, .seed = 7}),
             std::string("phi4 kappa=0.27 extent=32 seed=7"));
    QCOMPARE(parse_line("  phi4\tkappa=0.27  \n").lab, std::string("phi4"));
    // Numbers become numbers, and a real that looks whole still fits a real parameter.
    const auto lab = test::toy_lab();
    const auto set = resolve(lab, parse_line("toy memory=1 size=6e1 burn=true"));
    QCOMPARE(set.get<double>("memory"), 1.0);
    QCOMPARE(set.get<std::int64_t>("size"), 60);
    QVERIFY(set.get<bool>("burn"));
}

void TestRecipeFile::every_double_survives() {
    for (const double number : {0.1, 1.0 / 3, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -0.0, 64.0,
                                0.30000000000000004, 123456789012345680.0}) {
        const Recipe recipe{.lab = "x", .parameters = {{"number", number}}};
        const auto from_json = parse_recipe(to_json(recipe), "test").parameters.at(0).second;
        QCOMPARE(std::get<double>(from_json), number);
        QVERIFY(std::signbit(std::get<double>(from_json)) == std::signbit(number));
        const auto from_line = parse_line(to_line(recipe)).parameters.at(0).second;
        if (const auto* whole = std::get_if<std::int64_t>(&from_line))
            QCOMPARE(static_cast<double>(*whole), number);
        else
            QVERIFY(std::get<double>(from_line) == number);
    }
}

void TestRecipeFile::every_text_survives() {
    for (const char* text : {"", " ", "x^2/2 + 3*cos(2*x)", "1.50", "7", "true", "nan", "\"", "\\", "a\\\"b c",
                             "\\\\ \\", "key=value", "x\ty", "x\ry", "x\ny", "−π·x ²", "=", "seed=2"}) {
        const Recipe recipe{.lab = "x", .parameters = {{"text", std::string(text)}, {"after", 0.5}}, .seed = 3};
        QCOMPARE(parse_line(to_line(recipe)), recipe);
        QCOMPARE(parse_recipe(to_json(recipe), "test"), recipe);
        QCOMPARE(parse_settings("text=" + to_word(std::string(text))).at(0).second, Value(std::string(text)));
    }
    VERIFY_CONTAINS(sentence(problem_of([] { parse_line("x text=\"a b"); })), "quotation mark is not closed");
    VERIFY_CONTAINS(sentence(problem_of([] { parse_line("x text=a + b"); })), "between double quotes");
}

void TestRecipeFile::settings_need_no_quotes() {
    using Settings = std::vector<std::pair<std::string, Value>>;
    QCOMPARE(parse_settings("kappa=0.5"), (Settings{{"kappa", 0.5}}));
    QCOMPARE(parse_settings("kappa=0.5 on=true"), (Settings{{"kappa", 0.5}, {"on", true}}));
    QCOMPARE(parse_settings("formula=x^2 + 1"), (Settings{{"formula", std::string("x^2 + 1")}}));
    QCOMPARE(parse_settings("formula=\"x^2 + 1\" on=true"),
             (Settings{{"formula", std::string("x^2 + 1")}, {"on", true}}));
    for (const char* text : {"", "kappa", "=1", "kappa 1", "  "})
        VERIFY_CONTAINS(sentence(problem_of([&] { parse_settings(text); })), "is not of the form key=value");
}

void TestRecipeFile::defaults() {
    const auto recipe = parse_recipe(R"({"recipe": 1, "lab": "toy"})", "test");
    QCOMPARE(recipe, (Recipe{.lab = "toy", .parameters = {}, .seed = 1, .steps = 0}));
    QCOMPARE(parse_line("toy"), recipe);
}

void TestRecipeFile::files_give_back_the_recipe() {
    const QTemporaryDir folder;
    const auto path = folder.filePath("räzept.json").toStdString();
    write_recipe(path, example());
    QCOMPARE(read_recipe(path), example());
}

void TestRecipeFile::bad_files_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, QByteArray content, const char* said) {
        QTest::newRow(name) << content << QString(said);
    };
    row("empty", "", "cut off");
    row("blank", "  \n\n", "cut off");
    row("cut off", "{\"recipe\": 1, \"la", "cut off");
    row("missing comma", "{\"recipe\": 1,\n \"lab\" \"toy\"}", "line 2, column 12");
    row("comment", "{\"recipe\": 1, // first\n \"lab\": \"toy\"}", "line 1, column 15");
    row("two objects", "{\"recipe\": 1, \"lab\": \"toy\"} {}", "line 1, column 29");
    row("rubbish", QByteArray::fromHex("894844460d0a1a0a00000000000800"), "line 1, column 1");
    row("zeros", QByteArray(1000, '\0'), "line 1, column 1");
    row("Latin-1", "{\"recipe\": 1, \"lab\": \"\xE9t\xE9\"}", "line 1, column 24");
    row("half a surrogate", "{\"recipe\": 1, \"lab\": \"\\ud800\"}", "line 1");
    row("UTF-16", QByteArray("{\0\"\0", 4), "line 1, column 2");
    row("not an object", "[1, 2]", "object");
    row("a number", "7", "object");
    row("no format", "{\"lab\": \"toy\"}", "\"recipe\" is missing");
    row("another format", "{\"recipe\": 2, \"lab\": \"toy\"}", "format 2");
    row("no lab", "{\"recipe\": 1}", "\"lab\" is missing");
    row("lab of wrong type", "{\"recipe\": 1, \"lab\": 4}", "\"lab\" must be a text");
    row("unknown key", "{\"recipe\": 1, \"lab\": \"toy\", \"sede\": 4}", "\"sede\"");
    row("parameters of wrong type", "{\"recipe\": 1, \"lab\": \"toy\", \"parameters\": [1]}", "\"parameters\" must be");
    row("null", "{\"recipe\": 1, \"lab\": \"toy\", \"parameters\": {\"size\": null}}", "\"size\" must be");
    row("a list", "{\"recipe\": 1, \"lab\": \"toy\", \"parameters\": {\"size\": [4]}}", "\"size\" must be");
    row("an object", "{\"recipe\": 1, \"lab\": \"toy\", \"parameters\": {\"size\": {}}}", "\"size\" must be");
    row("beyond doubles", "{\"recipe\": 1, \"lab\": \"toy\", \"parameters\": {\"memory\": 1e999}}", "too large");
    row("negative seed", "{\"recipe\": 1, \"lab\": \"toy\", \"seed\": -1}", "\"seed\" must be a whole number");
    row("real seed", "{\"recipe\": 1, \"lab\": \"toy\", \"seed\": 1.5}", "\"seed\" must be a whole number");
    row("huge seed", "{\"recipe\": 1, \"lab\": \"toy\", \"seed\": 18446744073709551616}", "\"seed\"");
    row("negative steps", "{\"recipe\": 1, \"lab\": \"toy\", \"steps\": -3}", "\"steps\" must be a whole number");
    row("a key twice", "{\"recipe\": 1, \"lab\": \"toy\", \"seed\": 1, \"seed\": 2}", "\"seed\" stands there twice");
    row("a parameter twice",
        "{\"recipe\": 1, \"lab\": \"toy\", \"parameters\": {\"size\": 4, \"memory\": 0.1, "
        "\"size\": 6}}",
        "\"size\" stands there twice");
}

/// The sentence names the file, the place in it and what to do.
void TestRecipeFile::bad_files() {
    QFETCH(const QByteArray, content);
    QFETCH(const QString, said);
    const QTemporaryDir folder;
    const auto path = folder.filePath("bad.json").toStdString();
    std::ofstream(path, std::ios::binary).write(content.constData(), content.size());
    const auto problem = problem_of([&] { read_recipe(path); });
    VERIFY_CONTAINS(problem.what, said.toStdString());
    QCOMPARE(problem.where, path);
    QVERIFY(!problem.remedy.empty());
    VERIFY_CONTAINS(sentence(problem), path + ": ");
}

void TestRecipeFile::every_cut_is_noticed() {
    const auto text = to_json(example());
    for (std::size_t size = 0; size + 1 < text.size(); ++size) {  // the last byte is a newline
        const auto problem = problem_of([&] { parse_recipe(text.substr(0, size), "cut.json"); });
        VERIFY_CONTAINS(problem.what, "cut off");
        QCOMPARE(problem.where, std::string("cut.json"));
    }
}

void TestRecipeFile::every_flipped_byte_is_a_recipe_or_a_sentence() {
    const auto text = to_json(example());
    int refused = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        for (const int flip : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
            auto damaged = text;
            damaged[i] = static_cast<char>(damaged[i] ^ flip);
            const auto problem = problem_of([&] { parse_recipe(damaged, "x"); });
            if (!problem.what.empty()) ++refused;
        }
    QVERIFY(refused > static_cast<int>(text.size()));
}

/// They do not wrap around to something that might be allowed.
void TestRecipeFile::whole_numbers_beyond_64_bits() {
    const auto recipe =
        parse_recipe(R"({"recipe": 1, "lab": "toy", "parameters": {"size": 18446744073709551615}})", "x");
    QCOMPARE(recipe.parameters, (parse_line("toy size=18446744073709551615").parameters));
    VERIFY_CONTAINS(problem_of([&] { resolve(test::toy_lab(), recipe); }).what, "not 18446744073709551616");
}

void TestRecipeFile::deep_nesting_is_refused() {
    const std::string open(1000000, '['), close(1000000, ']');
    QVERIFY(!problem_of([&] { parse_recipe(open, "x"); }).what.empty());
    QVERIFY(!problem_of([&] { parse_recipe(open + close, "x"); }).what.empty());
    const auto inside = R"({"recipe": 1, "lab": "toy", "parameters": {"size": )" + open + close + "}}";
    VERIFY_CONTAINS(problem_of([&] { parse_recipe(inside, "x"); }).what, "nested");
}

void TestRecipeFile::bad_lines_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << ""
                           << "empty";
    QTest::newRow("blank") << " \t "
                           << "empty";
    QTest::newRow("no sign") << "toy size"
                             << "\"size\"";
    QTest::newRow("no key") << "toy =3"
                            << "\"=3\"";
    QTest::newRow("negative seed") << "toy seed=-1"
                                   << "seed must be a whole number";
    QTest::newRow("seed in words") << "toy seed=one"
                                   << "\"one\"";
    QTest::newRow("no seed") << "toy seed="
                             << "seed must be";
    QTest::newRow("huge seed") << "toy seed=18446744073709551616"
                               << "seed must be";
    QTest::newRow("real steps") << "toy steps=1.5"
                                << "steps must be";
    QTest::newRow("twice") << "toy size=4 memory=0.5 size=6"
                           << "\"size\" stands there twice";
    QTest::newRow("seed twice") << "toy seed=4 seed=4"
                                << "\"seed\" stands there twice";
    // What only the lab can know.
    QTest::newRow("misspelt") << "toy sice=4"
                              << "\"sice\"";
    QTest::newRow("out of range") << "toy size=4098"
                                  << "size must be a whole number from 2 to 4096";
    QTest::newRow("between the steps") << "toy size=5"
                                       << "in steps of 2, not 5";
    QTest::newRow("not a number") << "toy memory=nan"
                                  << "memory must be a number from -1 to 1";
    QTest::newRow("infinite") << "toy memory=inf"
                              << "memory must be";
    QTest::newRow("beyond doubles") << "toy memory=1e999"
                                    << "memory must be";
    QTest::newRow("a word for a number") << "toy memory=large"
                                         << "\"large\"";
    QTest::newRow("another choice") << "toy trouble=everywhere"
                                    << "none, create, step";
    QTest::newRow("a number for a switch") << "toy burn=1"
                                           << "true or false";
    QTest::newRow("empty value") << "toy memory="
                                 << "memory must be";
    QTest::newRow("combination") << "toy size=4096 memory=0"
                                 << "need a memory";
}

void TestRecipeFile::bad_lines() {
    QFETCH(const QString, line);
    QFETCH(const QString, said);
    const auto lab = test::toy_lab();
    const auto problem = problem_of([&] { resolve(lab, parse_line(line.toStdString())); });
    VERIFY_CONTAINS(problem.what, said.toStdString());
    if (line.contains("sice")) VERIFY_CONTAINS(problem.remedy, "Did you mean \"size\"?");
}

void TestRecipeFile::unreadable_files() {
    const QTemporaryDir folder;
    const auto here = folder.path().toStdString();
    const auto missing = problem_of([&] { read_recipe(here + "/none.json"); });
    VERIFY_CONTAINS(sentence(missing), here + "/none.json: cannot be read: there is no such file");
    VERIFY_CONTAINS(sentence(problem_of([&] { read_recipe(here); })), here + ": is a folder");
    std::ofstream(here + "/large").put('x');
    std::filesystem::resize_file(here + "/large", std::uintmax_t{1} << 33);  // sparse
    VERIFY_CONTAINS(sentence(problem_of([&] { read_recipe(here + "/large"); })), "8192 MB");
}

QTEST_GUILESS_MAIN(TestRecipeFile)
#include "tst_recipe_file.moc"
