// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>

#include "engine/storage/atomic_file.h"
#include "engine/storage/sweep_file.h"
#include "engine/storage/sweep_store.h"
#include "engine/storage/table_file.h"
#include "tests/engine/storage/small_disk.h"
#include "tests/fuzz/mend.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

namespace {

SweepPlan plan() {
    return {.recipe = {.lab = "phi4",
                       .parameters = {{"extent", std::int64_t{8}}, {"start", std::string("hot")}},
                       .seed = 3,
                       .steps = 600,
                       .title = "φ⁴"},
            .x = {.key = "kappa", .low = 0.1, .high = 0.3, .points = 5},
            .y = {.key = "lambda", .low = 0.001, .high = 1, .points = 3, .logarithmic = true},
            .repeats = 2,
            .shown = {"binder_cumulant"},
            .refinements = {{{0, 0}, {64, 64}, 1}}};
}

SweepRecord record(int i, int repeat, double value) {
    return {{{i, 64}, repeat}, {{"a", value, 0.1}, {"b", 1 / 3.0 + i, std::nan("")}}, {}};
}
const std::vector<ScalarName> names = {{"a", "α", "Alpha", "J"}, {"b", "", "Beta \"quoted\"", ""}};

std::string text_of(const std::string& path) {
    return read_text(path);
}
void write_raw(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

class TestSweepStore : public QObject {
    Q_OBJECT

    QTemporaryDir folder;
    std::string path(const char* name) const { return folder.filePath(name).toStdString(); }

    /// A store with three runs.
    std::string made(const char* name) const {
        auto store = SweepStore::create(path(name), plan());
        store.append({record(0, 0, 1.5), record(0, 1, -0.0)}, names);
        store.append({record(64, 0, 1e-300)}, names);
        return path(name);
    }

  private slots:
    void plans_survive_json() {
        QVERIFY(parse_plan(to_json(plan()), "test") == plan());
        QVERIFY(is_plan(to_json(plan())));
        QVERIFY(!is_plan("{\"recipe\": 1}") && !is_plan("nonsense"));
    }

    void wrong_plans_get_a_sentence_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("part");
        const QString axis = R"({"parameter": "kappa", "from": 0, "to": 1, "points": 3})";
        const auto with = [&](const QString& rest) {
            return QString(R"({"sweep": 1, "lab": "phi4", "steps": 10, "x": %1, "y": %1%2})").arg(axis, rest);
        };
        QTest::newRow("newer") << R"({"sweep": 2, "lab": "phi4"})"
                               << "newer version";
        QTest::newRow("no steps") << R"({"sweep": 1, "lab": "phi4"})"
                                  << "\"steps\" is missing";
        QTest::newRow("unknown key") << with(R"(, "repeat": 2)") << "no entry \"repeat\"";
        QTest::newRow("scale") << with("").replace("\"points\": 3", "\"points\": 3, \"scale\": \"log\"")
                               << "\"linear\" or \"logarithmic\"";
        QTest::newRow("text") << with("").replace("\"from\": 0", "\"from\": \"a\"") << "must be a number";
        QTest::newRow("corner") << with(R"(, "refinements": [{"from": [1], "to": [2, 3]}])") << "two whole numbers";
        QTest::newRow("far corner") << with(R"(, "refinements": [{"from": [1, 4294967296], "to": [2, 3]}])")
                                    << "two whole numbers";
        QTest::newRow("cut off") << with("").chopped(5) << "cut off";
    }
    void wrong_plans_get_a_sentence() {
        QFETCH(const QString, json);
        QFETCH(const QString, part);
        VERIFY_CONTAINS(sentence(problem_of([&] { parse_plan(json.toStdString(), "plan.json"); })), part.toStdString());
    }

    void results_come_back_to_the_last_bit() {
        const auto contents = read_sweep(made("whole"));
        QVERIFY(contents.plan == plan());
        QCOMPARE(contents.names, names);
        QCOMPARE(contents.records.size(), std::size_t{3});
        QCOMPARE(contents.records[0].scalars[0].value, 1.5);
        QVERIFY(std::signbit(contents.records[1].scalars[0].value));
        QCOMPARE(contents.records[2].scalars[0].value, 1e-300);
        QCOMPARE(contents.records[2].scalars[1].value, 1 / 3.0 + 64);
        QVERIFY(std::isnan(contents.records[2].scalars[1].error));
        QVERIFY(contents.damaged.empty() && !contents.torn);
        QVERIFY(is_sweep_store(path("whole")));
        QVERIFY(!is_sweep_store(path("nowhere")));
    }

    void lines_between_programs_keep_every_bit() {
        const std::vector<SweepRecord> records = {record(0, 0, 0.1 + 0.2), {{{1, 2}, 3}, {}, "diverged"}};
        const auto back = parse_lines(to_lines(records, names));
        QCOMPARE(back.records[0].scalars[0].value, 0.1 + 0.2);
        QCOMPARE(back.records[1].failure, "diverged");
        QCOMPARE(back.names, names);
        QVERIFY(!problem_of([&] { parse_lines(to_lines(records, names).substr(3)); }).what.empty());
    }

    /// However many bytes of the last write reached the disk, all that was whole before is read, and going on works.
    void a_torn_end_loses_only_what_was_torn() {
        const auto whole = text_of(made("torn"));
        const auto last = whole.rfind('\n', whole.size() - 2) + 1;
        for (std::size_t size = last; size < whole.size(); ++size) {
            write_raw(path("torn"), whole.substr(0, size));
            const auto contents = read_sweep(path("torn"));
            QCOMPARE(contents.records.size(), std::size_t{2});
            QCOMPARE(contents.torn, size > last);
        }
        auto store = SweepStore::open(path("torn"));
        store.append({record(64, 0, 1e-300)}, names);
        QCOMPARE(QString::fromStdString(text_of(path("torn"))), QString::fromStdString(whole));
    }

    void every_flipped_bit_is_noticed() {
        const auto whole = text_of(made("flipped"));
        const auto header = whole.find('\n') + 1;
        for (std::size_t i = header; i < whole.size(); i += 3) {
            auto damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ 4);
            const auto contents = parse_sweep(damaged, "test");
            QVERIFY2(!contents.damaged.empty() || contents.torn, qPrintable(QString::number(i)));
            QVERIFY(contents.records.size() + contents.names.size() >= 3);  // two neighbouring lines at most
        }
        auto damaged = whole;
        damaged[header - 30] = 'z';
        VERIFY_CONTAINS(sentence(problem_of([&] { parse_sweep(damaged, "s"); })), "damaged in its first line");
    }

    void what_is_no_store_or_newer_gets_a_sentence() {
        write_raw(path("text"), "hello\n");
        VERIFY_CONTAINS(sentence(problem_of([&] { read_sweep(path("text")); })), "no store of a sweep");
        write_raw(path("empty"), "");
        VERIFY_CONTAINS(sentence(problem_of([&] { read_sweep(path("empty")); })), "empty");
        auto newer = text_of(made("newer"));
        newer.replace(newer.find("\"sweep_store\":1"), 15, "\"sweep_store\":2");
        write_raw(path("newer"), newer);
        VERIFY_CONTAINS(sentence(problem_of([&] { read_sweep(path("newer")); })), "Use a newer version");
        VERIFY_CONTAINS(sentence(problem_of([&] { SweepStore::open(path("newer")); })), "Use a newer version");
        VERIFY_CONTAINS(sentence(problem_of([&] { SweepStore::open(path("missing")); })), "no such file");
        QVERIFY(!QFileInfo::exists(folder.filePath("missing")));
        VERIFY_CONTAINS(sentence(problem_of([&] { SweepStore::create(made("there"), plan()); })), "there already");
    }

    /// A right checksum does not make it ours.
    void a_header_without_its_entries_gets_a_sentence() {
        for (const auto& [entry, sentence_part] :
             {std::pair{"program", "\"program\" is missing"}, std::pair{"plan", "\"plan\" is missing"}}) {
            auto text = text_of(made(entry));
            text.replace(text.find('"' + std::string(entry) + '"'), 2, "\"_");
            text = fuzz::with_mended_lines(text);
            VERIFY_CONTAINS(sentence(problem_of([&] { parse_sweep(text, "s"); })), sentence_part);
        }
    }

    void runs_without_whole_numbers_are_left_out() {
        for (const char* number : {"4294967360", "64.5", "1e300", "true"}) {
            auto text = text_of(made(number));
            const auto run = text.rfind("\"run\":[64,");
            text.replace(run + 7, 2, number);
            const auto contents = parse_sweep(fuzz::with_mended_lines(text), "s");
            QCOMPARE(contents.records.size(), std::size_t{2});
            QCOMPARE(contents.damaged.size(), std::size_t{1});
        }
    }

    void one_program_writes_and_others_read() {
        auto store = SweepStore::create(path("held"), plan());
        VERIFY_CONTAINS(sentence(problem_of([&] { SweepStore::open(path("held")); })), "another program");
        store.append({record(0, 0, 1)}, names);
        QCOMPARE(read_sweep(path("held")).records.size(), std::size_t{1});
    }

    void an_extended_plan_is_the_one_that_counts() {
        {
            auto store = SweepStore::open(made("extended"));
            auto more = plan();
            more.repeats = 9;
            store.append(more);
        }
        QCOMPARE(read_sweep(path("extended")).plan.repeats, 9);
    }

    void a_full_disk_leaves_the_store_whole() {
        const test::SmallDisk disk;
        if (!disk.mounted()) QSKIP("a small disk needs root");
        auto store = SweepStore::create(disk.path() + "/s.sweep", plan());
        int written = 0;
        const auto problem = problem_of([&] {
            for (; written < 100000; ++written) store.append({record(written, 0, 1)}, names);
        });
        VERIFY_CONTAINS(sentence(problem), "the disk is full");
        VERIFY_CONTAINS(sentence(problem), "earlier results are kept");
        const auto contents = read_sweep(disk.path() + "/s.sweep");
        QCOMPARE(contents.records.size(), static_cast<std::size_t>(written));
        QVERIFY(!contents.torn && contents.damaged.empty());
    }

    void shares_are_joined() {
        {
            auto a = SweepStore::create(path("a"), plan()), b = SweepStore::create(path("b"), plan());
            a.append({record(0, 0, 1), record(64, 0, 2)}, names);
            b.append({record(64, 0, 2), record(64, 1, 3)}, names);
        }
        merge_sweeps({path("a"), path("b")}, path("both"));
        QCOMPARE(read_sweep(path("both")).records.size(), std::size_t{3});
        auto other = plan();
        other.recipe.seed = 4;
        { SweepStore::create(path("c"), other); }
        VERIFY_CONTAINS(sentence(problem_of([&] {
                            merge_sweeps({path("a"), path("c")}, path("no"));
                        })),
                        "another sweep");
        {
            auto d = SweepStore::create(path("d"), plan());
            d.append({record(0, 0, 1.0000001)}, names);
        }
        VERIFY_CONTAINS(sentence(problem_of([&] { merge_sweeps({path("a"), path("d")}, path("no")); })), "disagrees");
        QVERIFY(!QFileInfo::exists(folder.filePath("no")));
    }

    void tables_are_plain() {
        const NumberTable table{{"x", "y"}, {{1, 2.5}, {std::nan(""), 1e-20}}};
        write_table_csv(path("t.csv"), table, "two\nlines");
        QCOMPARE(text_of(path("t.csv")), "# two lines\nx,y\n1,\n2.5,1e-20\n");
        write_tables_hdf5(path("t.h5"), {{"points", &table}}, "{}");
        QVERIFY(QFileInfo(folder.filePath("t.h5")).size() > 1000);
        auto explained = table;
        explained.meanings = {"", "Phase (0 low, 1 high)"};
        write_table_csv(path("t.csv"), explained, "sweep");
        QCOMPARE(text_of(path("t.csv")), "# sweep\n# y: Phase (0 low, 1 high)\nx,y\n1,\n2.5,1e-20\n");
        write_tables_hdf5(path("explained.h5"), {{"points", &explained}}, "{}");
        VERIFY_CONTAINS(text_of(path("explained.h5")), "Phase (0 low, 1 high)");
        QVERIFY(text_of(path("t.h5")).find("meaning") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestSweepStore)
#include "tst_sweep_store.moc"
