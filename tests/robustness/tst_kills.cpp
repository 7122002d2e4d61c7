// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that are killed at any moment lose nothing that they had written. LANGEVIN_KILLS sets how often.
#include <QDateTime>
#include <QRandomGenerator>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/session_file.h"
#include "engine/storage/sweep_store.h"
#include "tests/command_line/program.h"
#include "tests/support/patience.h"

using namespace langevin;
using namespace langevin::test;

namespace {

int kills() {
    bool given = false;
    const int value = qEnvironmentVariableIntValue("LANGEVIN_KILLS", &given);
    return given ? value : 8;
}

constexpr int at_last = 600000;  // ms; what the killed ones left to do

int repeats() {
    return qMax(10, 3 * kills());
}

/// So many runs of about a millisecond that they outlast all kills.
QByteArray plan() {
    return QString(R"({ "sweep": 1, "lab": "phi4", "title": "Kappa and lambda", "seed": 5, "steps": 400, "repeats": %1,
        "parameters": {"extent": 4, "chains": 1, "thermalisation": 20},
        "x": {"parameter": "kappa", "from": 0.05, "to": 0.2, "points": 8},
        "y": {"parameter": "lambda", "from": 0, "to": 0.6, "points": 5},
        "show": ["abs_magnetisation", "binder_cumulant"] })")
        .arg(repeats())
        .toUtf8();
}

}  // namespace

class TestKills : public QObject {
    Q_OBJECT

    QTemporaryDir folder;
    QRandomGenerator random{20261130};

    QString path(const QString& name) const { return folder.filePath(name); }
    void wait_at_most(int milliseconds) { QTest::qSleep(random.bounded(milliseconds)); }
    /// Every fourth time at once, else when it has written: however busy the machine is, some of both.
    void wait_for_writing(const QString& file, int kill) {
        if (kill % 4 == 3) return;
        const auto state = [&] {
            const QFileInfo info(file);
            return std::pair(info.size(), info.lastModified());
        };
        const auto before = state();
        QVERIFY(QTest::qWaitFor([&] { return state() != before; }, patience));
    }

    QByteArray numbers(const QString& store) const {
        if (langevin_run({"sweep", "export", store, "--out", store + ".csv"}, folder.path()).code != 0)
            return "no export";
        return read(path(store + ".csv")) + read(path(store + "_runs.csv"));
    }

    /// The session there, with the step it was saved at; throws where a side of it is not whole.
    std::uint64_t step_of(const QString& session_path) const {
        const auto registry = labs::all();
        const auto file = session_path.toStdString();
        const auto session = storage::read_session(file);
        const auto& lab = registry.find("phi4");
        return std::min(storage::read_checkpoint(file, session, lab).step,
                        storage::read_checkpoint(file, session.second.at(0), lab).step);
    }

  private slots:
    void a_sweep_loses_no_cell() {
        QVERIFY(write(path("plan.json"), plan()));
        for (int n = 0; n < kills(); ++n) {
            QProcess process;
            start(process, {"sweep", "plan.json", "--store", "killed.sweep", "--quiet", "--threads", "2"},
                  folder.path());
            wait_for_writing(path("killed.sweep"), n);
            wait_at_most(50);
            send(process, SIGKILL);
            process.waitForFinished();
            QVERIFY2(process.exitStatus() == QProcess::CrashExit, "the sweep was over before the last kill");
        }
        VERIFY_EXIT(langevin_run({"sweep", "plan.json", "--store", "killed.sweep", "--quiet"}, folder.path(), at_last),
                    0);
        VERIFY_EXIT(langevin_run({"sweep", "plan.json", "--store", "whole.sweep", "--quiet"}, folder.path(), at_last),
                    0);
        QCOMPARE(numbers("killed.sweep"), numbers("whole.sweep"));

        // Each run stands there once, and whole.
        const auto store = lines(read(path("killed.sweep")));
        const auto runs = std::ranges::count_if(store, [](const QByteArray& l) { return l.startsWith("{\"run\""); });
        const auto contents = storage::read_sweep(path("killed.sweep").toStdString());
        QCOMPARE(runs, 40 * repeats());
        QCOMPARE(contents.records.size(), static_cast<std::size_t>(runs));
        QVERIFY(contents.damaged.empty() && !contents.torn);
    }

    void a_session_is_always_whole() {
        const auto session = path("session.json");
        std::uint64_t step = 0;
        for (int n = 0; n < kills(); ++n) {
            QProcess process;
            process.start(BINARY_DIR "/bin/save_again", {session});
            QVERIFY2(process.waitForReadyRead(patience), process.readAllStandardError());
            wait_for_writing(session, n);
            wait_at_most(60);
            send(process, SIGKILL);
            process.waitForFinished();
            QVERIFY2(process.exitStatus() == QProcess::CrashExit, process.readAllStandardError());
            const auto now = step_of(session);
            QVERIFY(now >= step);
            step = now;
        }
        QVERIFY(step >= static_cast<std::uint64_t>(kills()) / 2);

        // What is left of writing goes with the next save, a minute later.
        const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::minutes(2);
        for (const auto& name : QDir(folder.path()).entryList({"session.*.part*"}))
            std::filesystem::last_write_time(path(name).toStdString(), old);
        QProcess process;
        process.start(BINARY_DIR "/bin/save_again", {session});
        QVERIFY(process.waitForReadyRead(patience));
        for (int saves = 0; saves < 3; ++saves) wait_for_writing(session, 0);
        send(process, SIGKILL);
        process.waitForFinished();
        QVERIFY(step_of(session) > step);
        const auto left = QDir(folder.path()).entryList({"session.*"}, QDir::Files);
        // Session, two states of each side, what this one was at.
        QVERIFY2(left.size() <= 7, qPrintable(left.join(' ')));
    }
};

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
