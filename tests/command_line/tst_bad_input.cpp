// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include "tests/command_line/program.h"
#include "tests/command_line/small_disk.h"

using namespace langevin::test;

namespace {

const QByteArray good_recipe =
    R"({"recipe": 1, "lab": "phi4", "parameters": {"extent": 8, "chains": 2, "start": "hot"}, "seed": 5, "steps": 30})";

QByteArray changed(const char* before, const char* after) {
    auto text = good_recipe;
    return text.replace(before, after);
}

}  // namespace

/// Bad input ends with exit code 2 and one line that says what is wrong; it never crashes and
/// writes nothing.
class TestBadInput : public QObject {
    Q_OBJECT

  private slots:
    void usage_data();
    void usage();
    void wrapped_numbers_data();
    void wrapped_numbers();
    void recipe_in_a_line_data();
    void recipe_in_a_line();
    void recipe_file_data();
    void recipe_file();
    void recipe_cut_off_anywhere();
    void refused_edits_data();
    void refused_edits();
    void folder_that_cannot_be_written_data();
    void folder_that_cannot_be_written();
    void folder_without_permission();
    void full_disk_data();
    void full_disk();
    void full_disk_while_configurations_are_saved_data();
    void full_disk_while_configurations_are_saved();

  private:
    void verify_refused(const Finished& finished, const QStringList& words);
    void verify_left_alone(const QTemporaryDir& folder, const QStringList& files = {});
};

void TestBadInput::verify_refused(const Finished& finished, const QStringList& words) {
    VERIFY_EXIT(finished, 2);
    QVERIFY2(finished.out.isEmpty(), finished.out);
    QVERIFY2(is_one_line(finished.err), finished.err);
    QVERIFY2(finished.err.startsWith("langevin-run: "), finished.err);
    for (const auto& word : words)
        QVERIFY2(finished.err.contains(word.toUtf8()), qPrintable("\"" + word + "\" is missing in: " + finished.err));
}

void TestBadInput::verify_left_alone(const QTemporaryDir& folder, const QStringList& files) {
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name), files);
}

void TestBadInput::usage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QStringList{} << "subcommand";
    QTest::newRow("unknown option") << QStringList{"run", "--lab", "phi4", "--steps", "3", "--fast"} << "--fast";
    QTest::newRow("option without its value") << QStringList{"run", "--lab", "phi4", "--steps"} << "--steps";
    QTest::newRow("words for a number") << QStringList{"run", "--lab", "phi4", "--steps", "many"} << "--steps";
    QTest::newRow("half a step") << QStringList{"run", "--lab", "phi4", "--steps", "2.5"} << "--steps";
    QTest::newRow("no thread") << QStringList{"run", "--lab", "phi4", "--steps", "3", "--threads", "0"} << "--threads";
    QTest::newRow("a million threads") << QStringList{"run", "--lab", "phi4", "--steps", "3", "--threads", "1000000"}
                                       << "--threads";
    QTest::newRow("no repeats") << QStringList{"sweep", "plan.json", "--repeats", "0"} << "--repeats";
    QTest::newRow("describe what") << QStringList{"describe"} << "lab";
    QTest::newRow("replay what") << QStringList{"replay"} << "session";
    QTest::newRow("verify what") << QStringList{"verify"} << "lab";
}

/// Usage has a second line that points to --help.
void TestBadInput::usage() {
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, word);
    const QTemporaryDir folder;
    const auto finished = langevin_run(arguments, folder.path());
    VERIFY_EXIT(finished, 2);
    QVERIFY2(finished.out.isEmpty(), finished.out);
    QVERIFY2(finished.err.contains(word.toUtf8()), finished.err);
    QCOMPARE(lines(finished.err).size(), 2);
    verify_left_alone(folder);
}

void TestBadInput::wrapped_numbers_data() {
    QTest::addColumn<QStringList>("numbers");
    QTest::newRow("steps below zero") << QStringList{"--steps", "-5"};
    QTest::newRow("seed below zero") << QStringList{"--steps", "3", "--seed", "-1"};
    QTest::newRow("seed beyond 64 bits") << QStringList{"--steps", "3", "--seed", "99999999999999999999"};
    QTest::newRow("interval below zero") << QStringList{"--steps", "3", "--save-every", "-1"};
}

void TestBadInput::wrapped_numbers() {
    QFETCH(const QStringList, numbers);
    const auto finished = langevin_run(QStringList{"run", "phi4 extent=2 chains=1", "--quiet"} + numbers, {}, 2000);
    VERIFY_EXIT(finished, 2);
    QVERIFY2(finished.err.contains(numbers[numbers.size() - 2].toUtf8()), finished.err);
}

void TestBadInput::recipe_in_a_line_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const QStringList& arguments, const QStringList& words) {
        QTest::newRow(name) << (QStringList{"run", "--steps", "3", "--out", "out"} + arguments) << words;
    };
    QTest::newRow("nothing to run") << QStringList{"run"} << QStringList{"nothing to run", "--lab"};
    QTest::newRow("no length") << QStringList{"run", "--lab", "phi4"} << QStringList{"how long", "--steps"};
    QTest::newRow("length zero") << QStringList{"run", "phi4 extent=8", "--steps", "0"}
                                 << QStringList{"how long", "--steps"};
    QTest::newRow("unknown command") << QStringList{"dance"} << QStringList{"no command \"dance\"", "run", "verify"};
    QTest::newRow("nearly a command") << QStringList{"verfiy", "phi4"} << QStringList{"Did you mean \"verify\"?"};
    QTest::newRow("two labs") << QStringList{"run", "phi4", "--lab", "coulomb_gas", "--steps", "3"}
                              << QStringList{"--lab", "names the lab already"};
    QTest::newRow("configurations for nowhere")
        << QStringList{"run", "phi4", "--steps", "3", "--save-every", "1"} << QStringList{"--save-every", "--out"};
    QTest::newRow("an edit after the end") << QStringList{"run", "phi4", "--steps", "3", "--edit", "3:kappa=0.1"}
                                           << QStringList{"--edit", "too late", "3 steps"};
    QTest::newRow("describe an unknown lab") << QStringList{"describe", "phi5"} << QStringList{"\"phi5\"", "phi4"};
    QTest::newRow("verify an unknown lab") << QStringList{"verify", "phi5"} << QStringList{"\"phi5\"", "phi4"};
    QTest::newRow("no such check") << QStringList{"verify", "phi4", "--only", "magic"}
                                   << QStringList{"\"magic\"", "describe"};
    row("unknown lab", {"--lab", "phi5"}, {"\"phi5\"", "phi4"});
    row("unknown lab in a line", {"phi5 kappa=0.2"}, {"\"phi5\"", "phi4"});
    row("unknown key", {"phi4 kapa=0.2"}, {"\"kapa\"", "Did you mean \"kappa\"?"});
    row("unknown key of --set", {"--lab", "phi4", "--set", "kapa=0.2"}, {"\"kapa\"", "\"kappa\""});
    row("unknown preset", {"--lab", "phi4", "--preset", "Free lunch"}, {"\"Free lunch\"", "\"Free field\""});
    row("unknown choice", {"phi4 algorithm=magic"}, {"algorithm", "hmc", "magic"});
    row("no value", {"phi4 kappa="}, {"kappa", "number from 0 to 1"});
    row("no key", {"phi4 =0.2"}, {"\"=0.2\"", "key=value"});
    row("word without a value", {"phi4 kappa=0.2 fast"}, {"\"fast\"", "key=value"});
    row("word for a number", {"phi4 kappa=high"}, {"kappa", "number from 0 to 1", "high"});
    row("number for a switch", {"phi4 randomise_length=7"}, {"randomise_length", "7"});
    row("number for a choice", {"phi4 start=1"}, {"start", "cold"});
    row("half a site", {"phi4 extent=8.5"}, {"extent", "whole number", "8.5"});
    row("odd extent", {"phi4 extent=7"}, {"extent", "steps of 2", "7"});
    row("too high", {"phi4 kappa=7"}, {"kappa", "from 0 to 1", "7"});
    row("too low", {"phi4 lambda=-1"}, {"lambda", "from 0 to 10", "-1"});
    row("not a number", {"phi4 kappa=nan"}, {"kappa", "from 0 to 1"});
    row("infinite", {"phi4 kappa=inf"}, {"kappa", "from 0 to 1"});
    row("no lattice", {"phi4 extent=0"}, {"extent", "from 2 to 512", "not 0"});
    row("a lattice of 10^18 sites", {"phi4 extent=1000000000"}, {"extent", "from 2 to 512", "1000000000"});
    row("beyond 64 bits", {"phi4 extent=99999999999999999999"}, {"extent", "from 2 to 512"});
    row("too much together", {"phi4 extent=512 chains=64"}, {"chains", "sites", "smaller lattice"});
    row("unbounded action", {"phi4 lambda=0 kappa=0.3 extent=8"}, {"kappa", "bounded below"});
    row("seed below zero", {"phi4 seed=-1"}, {"seed", "whole number", "-1"});
    row("steps in words", {"phi4 steps=many"}, {"steps", "whole number", "many"});
    row("no such lab", {"phi5"}, {"phi5", "phi4"});
    row("missing file", {"nowhere.json"}, {"nowhere.json", "no such file"});
    row("folder for a file", {"."}, {"is a folder"});
}

void TestBadInput::recipe_in_a_line() {
    QFETCH(const QStringList, arguments);
    QFETCH(const QStringList, words);
    const QTemporaryDir folder;
    verify_refused(langevin_run(arguments, folder.path()), words);
    verify_left_alone(folder);
}

void TestBadInput::recipe_file_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const QByteArray& bytes, const QStringList& words) {
        QTest::newRow(name) << bytes << words;
    };
    row("unknown lab", changed("phi4", "phi5"), {"\"phi5\"", "phi4"});
    row("no lab", changed("\"lab\": \"phi4\", ", ""), {"bad.json", "\"lab\""});
    row("unknown entry", changed("\"seed\"", "\"sead\""), {"bad.json", "\"sead\""});
    row("unknown key", changed("extent", "extend"), {"\"extend\"", "Did you mean \"extent\"?"});
    row("text for a number", changed("8", "\"8\""), {"extent", "whole number"});
    row("list for a number", changed("8", "[8]"), {"bad.json", "extent"});
    row("nothing for a number", changed("8", "null"), {"bad.json", "extent"});
    row("number for a text", changed("\"hot\"", "3"), {"start", "cold"});
    row("seed in words", changed("5", "\"five\""), {"bad.json", "seed"});
    row("seed below zero", changed("5", "-5"), {"bad.json", "seed"});
    row("out of range", changed("8", "1024"), {"extent", "from 2 to 512", "1024"});
    row("beyond a double", changed("8", "1e999"), {"bad.json"});
    row("newer format", changed("1", "2"), {"bad.json", "format 2", "newer version"});
    row("a list", "[" + good_recipe + "]", {"bad.json"});
    row("two recipes", good_recipe + good_recipe, {"bad.json", "line 1"});
    row("a comma missing", changed("8,", "8"), {"bad.json", "line 1, column"});
    row("empty", "", {"bad.json"});
    row("not UTF-8", changed("hot", "h\xfft"), {"bad.json"});
    row("deep", QByteArray(200000, '['), {"bad.json"});
    QByteArray rubbish;
    for (unsigned i = 0; i < 5000; ++i) rubbish.append(static_cast<char>((i * i * 31 + i * 7) >> 3));
    row("rubbish", rubbish, {"bad.json"});
    row("zeros", QByteArray(5000, '\0'), {"bad.json"});
    row("a picture", "\x89PNG\r\n\x1a\n" + rubbish, {"bad.json"});
}

void TestBadInput::recipe_file() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QStringList, words);
    const QTemporaryDir folder;
    QVERIFY(write(folder.filePath("bad.json"), bytes));
    verify_refused(langevin_run({"run", "bad.json", "--out", "out"}, folder.path()), words);
    verify_refused(langevin_run({"replay", "bad.json"}, folder.path()), {"bad.json"});
    verify_left_alone(folder, {"bad.json"});
}

void TestBadInput::recipe_cut_off_anywhere() {
    const QTemporaryDir folder;
    QVERIFY(write(folder.filePath("bad.json"), good_recipe));
    VERIFY_EXIT(langevin_run({"run", "bad.json"}, folder.path()), 0);
    for (qsizetype length = 0; length < good_recipe.size(); length += 3) {
        QVERIFY(write(folder.filePath("bad.json"), good_recipe.left(length)));
        verify_refused(langevin_run({"run", "bad.json", "--out", "out"}, folder.path()), {"bad.json", "cut off"});
        if (QTest::currentTestFailed()) QFAIL(qPrintable(QString("at %1 bytes").arg(length)));
    }
    verify_left_alone(folder, {"bad.json"});
}

void TestBadInput::refused_edits_data() {
    QTest::addColumn<QString>("edit");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no step") << "kappa=0.2" << QStringList{"--edit", "STEP:key=value"};
    QTest::newRow("step in words") << "ten:kappa=0.2" << QStringList{"--edit", "STEP:key=value", "ten"};
    QTest::newRow("step below zero") << "-1:kappa=0.2" << QStringList{"--edit", "STEP:key=value"};
    QTest::newRow("no value") << "10:kappa" << QStringList{"\"kappa\"", "key=value"};
    QTest::newRow("unknown key") << "10:kapa=0.2" << QStringList{"\"kapa\"", "\"kappa\""};
    QTest::newRow("out of range") << "10:kappa=9" << QStringList{"kappa", "from 0 to 1", "9"};
    QTest::newRow("needs a restart") << "10:extent=16" << QStringList{"extent", "Start anew"};
}

void TestBadInput::refused_edits() {
    QFETCH(const QString, edit);
    QFETCH(const QStringList, words);
    const auto finished = langevin_run({"run", "phi4 extent=8 chains=2", "--steps", "20", "--edit", edit});
    for (const auto& word : words) QVERIFY2(finished.err.contains(word.toUtf8()), finished.err);
    verify_refused(finished, words);
}

void TestBadInput::folder_that_cannot_be_written_data() {
    QTest::addColumn<QString>("out");
    QTest::newRow("a file") << "file";
    QTest::newRow("below a file") << "file/results";
    QTest::newRow("far below a file") << "file/a/b";
}

/// Known before the first step, not after the last one.
void TestBadInput::folder_that_cannot_be_written() {
    QFETCH(const QString, out);
    const QTemporaryDir folder;
    QVERIFY(write(folder.filePath("file"), "precious"));
    const auto finished =
        langevin_run({"run", "phi4 extent=8 chains=2", "--steps", "1000000000", "--out", out}, folder.path());
    verify_refused(finished, {out, "cannot be"});
    QCOMPARE(read(folder.filePath("file")), "precious");
    verify_left_alone(folder, {"file"});
}

void TestBadInput::folder_without_permission() {
    if (::geteuid() == 0) QSKIP("root may write anywhere");
    const QTemporaryDir folder;
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner);
    const auto finished =
        langevin_run({"run", "phi4 extent=8 chains=2", "--steps", "1000000000", "--out", folder.path()});
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    verify_refused(finished, {folder.path(), "not allowed"});
    verify_left_alone(folder);
}

void TestBadInput::full_disk_data() {
    QTest::addColumn<int>("kilobytes");
    QTest::newRow("from the start") << 4;
    QTest::newRow("at the panels") << 64;
    QTest::newRow("at the field") << 256;
    QTest::newRow("at the checkpoint") << 480;
}

/// Whatever was there before stays; nothing half written is left.
void TestBadInput::full_disk() {
    QFETCH(const int, kilobytes);
    const QTemporaryDir folder;
    const SmallDisk disk(folder.filePath("disk"), kilobytes);
    if (!disk.mounted()) QSKIP("a small disk needs the right to mount one");
    QVERIFY(write(folder.filePath("disk/session.json"), "precious"));
    const auto finished =
        langevin_run({"run", "phi4 extent=64 chains=2", "--steps", "30", "--out", "disk"}, folder.path());
    verify_refused(finished, {"cannot be", "disk"});
    // The session comes first: as it was, or whole.
    if (read(folder.filePath("disk/session.json")) != "precious")
        VERIFY_EXIT(langevin_run({"replay", "disk/session.json"}, folder.path()), 0);
    const auto left = QDir(folder.filePath("disk")).entryList(QDir::Files | QDir::Hidden);
    for (const auto& name : left) QVERIFY2(!name.contains(".part"), qPrintable(name));
}

void TestBadInput::full_disk_while_configurations_are_saved_data() {
    QTest::addColumn<int>("every");
    QTest::newRow("in mid-run") << 1;
    QTest::newRow("at the end") << 15;
}

void TestBadInput::full_disk_while_configurations_are_saved() {
    QFETCH(const int, every);
    const QTemporaryDir folder;
    const SmallDisk disk(folder.filePath("disk"), 128);
    if (!disk.mounted()) QSKIP("a small disk needs the right to mount one");
    const auto finished = langevin_run(
        {"run", "phi4 extent=64 chains=2", "--steps", "30", "--save-every", QString::number(every), "--out", "disk"},
        folder.path());
    QVERIFY(finished.err.contains("disk"));
    QVERIFY(!QFile::exists(folder.filePath("disk/configurations.h5.part")));
    verify_refused(finished, {"disk"});
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
