// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <algorithm>
#include <cmath>
#include <csignal>

#include "tests/command_line/program.h"
#include "tests/engine/storage/small_disk.h"

using namespace langevin::test;

namespace {

/// Kappa by lambda of the φ⁴ lab; its first row is the free field.
QByteArray plan(int steps, int repeats) {
    return QString(R"({ "sweep": 1, "lab": "phi4", "title": "Kappa and lambda", "seed": 5, "steps": %1, "repeats": %2,
        "parameters": {"extent": 8, "chains": 4, "randomise_length": true, "thermalisation": 100},
        "x": {"parameter": "kappa", "from": 0.05, "to": 0.2, "points": 4},
        "y": {"parameter": "lambda", "from": 0, "to": 0.6, "points": 3},
        "show": ["abs_magnetisation", "binder_cumulant"] })")
        .arg(steps)
        .arg(repeats)
        .toUtf8();
}

/// Rows of an exported table by the names of its columns.
QList<QMap<QString, double>> table(const QString& path) {
    QList<QMap<QString, double>> rows;
    QList<QByteArray> names;
    for (const auto& line : lines(read(path))) {
        if (line.startsWith('#')) continue;
        const auto cells = line.split(',');
        if (names.isEmpty()) {
            names = cells;
            continue;
        }
        rows.emplace_back();
        for (qsizetype c = 0; c < names.size(); ++c)
            rows.last()[names[c]] = cells[c].isEmpty() ? std::nan("") : cells[c].toDouble();
    }
    return rows;
}

/// In the order of their start.
QList<pid_t> children_of(qint64 process) {
    QList<pid_t> children;
    for (const auto& child : read(QString("/proc/%1/task/%1/children").arg(process)).split(' '))
        if (!child.trimmed().isEmpty()) children << child.toInt();
    return children;
}

/// MPI's library keeps memory for as long as it is loaded, from modules that are unloaded when the check looks at them.
QProcessEnvironment without_leak_check() {
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("ASAN_OPTIONS", "detect_leaks=0");
    return environment;
}

}  // namespace

class TestSweeps : public QObject {
    Q_OBJECT

    QTemporaryDir folder;
    QString path(const QString& name) const { return folder.filePath(name); }

    Finished run(const QStringList& arguments) const { return langevin_run(arguments, folder.path()); }
    /// All numbers of a store as text.
    QByteArray numbers(const QString& store) const {
        if (run({"sweep", "export", store, "--out", store + ".csv"}).code != 0) return "no export";
        return read(path(store + ".csv")) + read(path(store + "_runs.csv"));
    }

  private slots:
    void initTestCase() {
        QVERIFY(write(path("short.json"), plan(400, 1)));
        QVERIFY(write(path("long.json"), plan(20000, 2)));
    }

    /// φ⁴ needs no line for this: its susceptibility at λ = 0 is that of the free field, 1/(2(1 - 4κ)).
    void a_sweep_of_phi4_meets_the_free_field() {
        VERIFY_EXIT(run({"sweep", "long.json", "--store", "phi4.sweep", "--quiet", "--threads", "2"}), 0);
        VERIFY_EXIT(run({"sweep", "export", "phi4.sweep", "--out", "phi4.csv"}), 0);
        const auto rows = table(path("phi4.csv"));
        QCOMPARE(rows.size(), 12);
        int free = 0;
        for (const auto& row : rows) {
            if (row["lambda"] != 0) continue;
            const double exact = 1 / (2 * (1 - 4 * row["kappa"]));
            const double value = row["susceptibility"], error = row["susceptibility_error"];
            QVERIFY2(error > 0 && error < 0.02 * exact, qPrintable(QString("%1 %2").arg(value).arg(error)));
            QVERIFY2(std::abs(value - exact) < 5 * error,
                     qPrintable(QString("%1 %2 %3").arg(value).arg(error).arg(exact)));
            QVERIFY(std::abs(row["binder_cumulant"]) < 5 * row["binder_cumulant_error"]);
            ++free;
        }
        QCOMPARE(free, 4);
        const auto status = run({"sweep", "status", "phi4.sweep"});
        VERIFY_EXIT(status, 0);
        QVERIFY(status.out.contains("Binder cumulant: rows lambda, columns kappa"));
        QVERIFY(status.out.contains("24 of 24 runs"));
    }

    void a_torn_store_goes_on_and_says_so() {
        VERIFY_EXIT(run({"sweep", "short.json", "--store", "torn.sweep", "--quiet"}), 0);
        const auto before = numbers("torn.sweep");
        auto bytes = read(path("torn.sweep"));
        bytes.chop(20);
        bytes.replace(bytes.size() / 2, 1, "#");
        QVERIFY(write(path("torn.sweep"), bytes));
        const auto again = run({"sweep", "torn.sweep", "--quiet"});
        VERIFY_EXIT(again, 0);
        QVERIFY2(again.err.contains("cut off") && again.err.contains("damaged line"), again.err);
        QCOMPARE(numbers("torn.sweep"), before);
    }

    void an_interrupted_sweep_ends_in_order() {
        QProcess process;
        start(process, {"sweep", "long.json", "--store", "stopped.sweep", "--quiet"}, folder.path());
        QVERIFY(wait_until_caught(process, SIGINT));
        QTest::qWait(200);
        send(process, SIGINT);
        const auto stopped = finish(process);
        VERIFY_EXIT(stopped, 130);
        QVERIFY(stopped.out.contains("kept in stopped.sweep"));
    }

    void two_programs_do_not_write_one_store() {
        QProcess first;
        start(first, {"sweep", "long.json", "--store", "held.sweep", "--quiet"}, folder.path());
        QVERIFY(QTest::qWaitFor([&] { return QFileInfo(path("held.sweep")).size() > 0; }, patience));
        const auto second = run({"sweep", "held.sweep"});
        VERIFY_EXIT(second, 2);
        QVERIFY2(is_one_line(second.err) && second.err.contains("another program"), second.err);
        VERIFY_EXIT(run({"sweep", "status", "held.sweep"}), 0);  // reading is possible
        first.kill();
        first.waitForFinished();
    }

    void shares_of_two_machines_are_joined() {
        for (const QString share : {"1", "2"})
            VERIFY_EXIT(
                run({"sweep", "short.json", "--store", "share" + share + ".sweep", "--share", share + "/2", "--quiet"}),
                0);
        VERIFY_EXIT(run({"sweep", "merge", "share1.sweep", "share2.sweep", "--out", "joined.sweep"}), 0);
        VERIFY_EXIT(run({"sweep", "short.json", "--store", "single.sweep", "--quiet"}), 0);
        QCOMPARE(numbers("joined.sweep"), numbers("single.sweep"));
    }

    void more_repeats_go_on_from_what_is_there() {
        VERIFY_EXIT(run({"sweep", "short.json", "--store", "more.sweep", "--quiet"}), 0);
        const auto more = run({"sweep", "short.json", "--store", "more.sweep", "--repeats", "3", "--json"});
        VERIFY_EXIT(more, 0);
        const auto result = json_lines(more.out).last();
        QCOMPARE(result["done"].toInt(), 36);
        const auto fewer = run({"sweep", "more.sweep", "--repeats", "2"});
        VERIFY_EXIT(fewer, 2);
        QVERIFY2(is_one_line(fewer.err), fewer.err);
    }

    void several_ranks_come_to_the_same_result() {
        const auto mpirun = QStandardPaths::findExecutable("mpirun");
        if (mpirun.isEmpty()) QSKIP("mpirun is not there");
        VERIFY_EXIT(run({"sweep", "short.json", "--store", "one.sweep", "--quiet"}), 0);
        QProcess process;
        process.setProcessEnvironment(without_leak_check());
        process.setWorkingDirectory(folder.path());
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(mpirun, {"--allow-run-as-root", "--oversubscribe", "-n", "3", BINARY_DIR "/bin/langevin-run",
                               "sweep", "short.json", "--store", "ranks.sweep", "--quiet"});
        const auto finished = finish(process);
        VERIFY_EXIT(finished, 0);
        QCOMPARE(finished.out.count("runs"), 1);  // rank 0 alone reports: they did know of each other
        QCOMPARE(numbers("ranks.sweep"), numbers("one.sweep"));
    }

    void a_rank_that_dies_costs_only_its_runs() {
        const auto mpirun = QStandardPaths::findExecutable("mpirun");
        if (mpirun.isEmpty()) QSKIP("mpirun is not there");
        QProcess process;
        process.setProcessEnvironment(without_leak_check());
        process.setWorkingDirectory(folder.path());
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(mpirun, {"--allow-run-as-root", "--oversubscribe", "-n", "2", BINARY_DIR "/bin/langevin-run",
                               "sweep", "long.json", "--store", "dying.sweep", "--quiet"});
        QVERIFY(QTest::qWaitFor([&] { return QFileInfo(path("dying.sweep")).size() > 2000; }, patience));
        const auto ranks = children_of(process.processId());
        QCOMPARE(ranks.size(), 2);
        ::kill(ranks.last(), SIGKILL);
        const auto died = finish(process);
        QVERIFY(died.code != 0);
        QVERIFY2(died.err.contains("exited on signal") || died.err.contains("rank"), died.err);
        VERIFY_EXIT(run({"sweep", "dying.sweep", "--quiet"}), 0);
        VERIFY_EXIT(run({"sweep", "long.json", "--store", "living.sweep", "--quiet"}), 0);
        QCOMPARE(numbers("dying.sweep"), numbers("living.sweep"));
    }

    void why_there_is_no_result_is_said() {
        QVERIFY(write(path("unbounded.json"), R"({"sweep": 1, "lab": "phi4", "seed": 5, "steps": 400,
            "parameters": {"extent": 4, "chains": 2, "thermalisation": 10},
            "x": {"parameter": "kappa", "from": 0.2, "to": 0.3, "points": 2},
            "y": {"parameter": "lambda", "from": 0.0, "to": 0.1, "points": 2}})"));
        const auto done = run({"sweep", "unbounded.json", "--store", "unbounded.sweep", "--quiet"});
        VERIFY_EXIT(done, 0);
        QVERIFY2(done.out.contains("without a result at 1 point: kappa: at λ = 0"), done.out);
        const auto status = run({"sweep", "status", "unbounded.sweep"});
        VERIFY_EXIT(status, 0);
        QVERIFY2(status.out.contains("without a result at 1 point: kappa: at λ = 0"), status.out);
        const auto json = QJsonDocument::fromJson(run({"sweep", "status", "unbounded.sweep", "--json"}).out).object();
        const QJsonObject failures = json.value("failures").toObject();
        QCOMPARE(failures.size(), 1);
        QCOMPARE(failures.value(failures.keys().first()).toInt(), 1);
    }

    void what_cannot_be_shown_is_said() {
        QVERIFY(write(path("show.json"), plan(400, 1).replace("\"abs_magnetisation\"", "\"binder\"")));
        const auto swept = run({"sweep", "show.json", "--store", "show.sweep"});
        VERIFY_EXIT(swept, 0);
        QVERIFY2(swept.err.contains("the plan asks to show \"binder\""), swept.err);
        QVERIFY2(swept.out.contains("Binder cumulant: rows"), swept.out);  // what the lab would show
        const auto status = run({"sweep", "status", "show.sweep"});
        VERIFY_EXIT(status, 0);
        QVERIFY2(status.err.contains("The quantities are") && status.err.contains("binder_cumulant"), status.err);
        QVERIFY2(status.out.contains("1 run each of"), status.out);
    }

    void an_empty_share_is_said() {
        int empty = 0;
        for (int share = 1; share <= 40 && empty == 0; ++share) {
            const auto name = QString::number(share);
            const auto some = run({"sweep", "short.json", "--store", name + ".sweep", "--share", name + "/40"});
            VERIFY_EXIT(some, 0);
            empty += some.out.contains("0 of 0 runs");
            QCOMPARE(some.err.contains("nothing in this share: the sweep has only 12 runs"), empty == 1);
        }
        QCOMPARE(empty, 1);
    }

    void a_full_disk_is_said_and_what_was_done_is_kept() {
        const SmallDisk disk;
        if (!disk.mounted()) QSKIP("a small disk needs root");
        QVERIFY(write(path("wide.json"), plan(150, 40).replace("\"points\": 4", "\"points\": 8")));
        const auto store = QString::fromStdString(disk.path()) + "/s.sweep";
        const auto full = run({"sweep", "wide.json", "--store", store, "--quiet"});
        VERIFY_EXIT(full, 2);
        QVERIFY2(full.err.contains("disk is full") && full.err.contains("kept"), full.err);
        const auto status = run({"sweep", "status", store, "--json"});
        VERIFY_EXIT(status, 0);
        const auto json = QJsonDocument::fromJson(status.out).object();
        QVERIFY(json["done"].toInt() > 20 && json["done"].toInt() < json["total"].toInt());
        QCOMPARE(json["torn"].toBool(), false);
    }

    void mistakes_get_a_sentence_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const QStringList& arguments, const QString& part) {
            QTest::newRow(name) << arguments << part;
        };
        row("nothing", {"sweep"}, "nothing to sweep");
        row("no such file", {"sweep", "nowhere.json"}, "no such file");
        row("a recipe", {"sweep", "recipe.json"}, "is a recipe, not the plan of a sweep");
        row("another sweep", {"sweep", "short.json", "--store", "other.sweep"}, "holds another sweep");
        row("share", {"sweep", "short.json", "--store", "new.sweep", "--share", "3/2"}, "second of five");
        row("axis", {"sweep", "axis.json"}, "kappa");
        row("export", {"sweep", "export", "other.sweep", "--out", "x.txt"}, "Use .csv");
        row("quantity", {"sweep", "status", "other.sweep", "--map", "binder"}, "The quantities are");
        row("nearly a quantity", {"sweep", "status", "other.sweep", "--map", "binder_cumlant"}, "\"binder_cumulant\"?");
        row("merged over", {"sweep", "merge", "other.sweep", "--out", "other.sweep"}, "there already");
        row("newer", {"sweep", "newer.sweep"}, "newer version");
    }
    void mistakes_get_a_sentence() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, part);
        QVERIFY(write(path("recipe.json"), R"({"recipe": 1, "lab": "phi4"})"));
        QVERIFY(write(path("other.json"), plan(400, 1).replace("\"seed\": 5", "\"seed\": 6")));
        QVERIFY(write(path("axis.json"), plan(400, 1).replace("\"kappa\"", "\"kapa\"")));
        QVERIFY(write(path("newer.sweep"), R"({"sweep_store":7})"
                                           "\n"));
        VERIFY_EXIT(run({"sweep", "other.json", "--quiet"}), 0);
        const auto finished = run(arguments);
        VERIFY_EXIT(finished, 2);
        QVERIFY2(is_one_line(finished.err) && finished.err.contains(part.toUtf8()), finished.err);
    }
};

QTEST_GUILESS_MAIN(TestSweeps)
#include "tst_sweeps.moc"
