// SPDX-License-Identifier: GPL-3.0-or-later
// Session files with the two sides of a comparison.
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/storage/atomic_file.h"
#include "engine/storage/session_file.h"
#include "tests/engine/storage/saved.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;
using langevin::test::Saved;

class TestComparedSessions : public QObject {
    Q_OBJECT

  private slots:
    void both_sides_of_a_comparison_come_back();
    void sides_that_do_not_go_together_data();
    void sides_that_do_not_go_together();
};

void TestComparedSessions::both_sides_of_a_comparison_come_back() {
    const QTemporaryDir folder;
    const auto path = folder.filePath("session.json").toStdString();
    const Saved saved;
    Saved other;
    other.advance(7);
    other.checkpoint = other.execution.checkpoint();
    auto session = saved.session;
    session.second = {make_session(other.lab, other.execution.first_parameters(), 2, other.checkpoint)};
    session.apart = {"memory"};
    const auto files = [&] { return QDir(folder.path()).entryList(QDir::Files, QDir::Name); };
    // Again and again, by turns.
    for (const QString turn : {"", "-2", ""}) {
        write_session(path, session, saved.checkpoint, &other.checkpoint);
        QCOMPARE(files(),
                 (QStringList{"session.checkpoint" + turn + ".h5", "session.json", "session.second" + turn + ".h5"}));
        const auto back = read_session(path);
        QCOMPARE(back.apart, session.apart);
        QCOMPARE(back.second.size(), 1u);
        QCOMPARE(back.second.front().recipe, session.second.front().recipe);
        QCOMPARE(read_checkpoint(path, back, saved.lab).hash(), saved.checkpoint.hash());
        QCOMPARE(read_checkpoint(path, back.second.front(), saved.lab).hash(), other.checkpoint.hash());
    }
    // A save that is killed before the session took its place has left states that nobody names.
    const auto whole = read_text(path);
    write_session(path, session, saved.checkpoint, &other.checkpoint);
    write_session(path, session, saved.checkpoint, &other.checkpoint);
    QCOMPARE(read_text(path), whole);
    write_session(path, saved.session, saved.checkpoint);
    QCOMPARE(files(), (QStringList{"session.checkpoint-2.h5", "session.json"}));
    QVERIFY(read_session(path).second.empty() && read_session(path).apart.empty());
}

void TestComparedSessions::sides_that_do_not_go_together_data() {
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("instead");
    QTest::addColumn<QString>("said");
    QTest::newRow("another lab") << "\"lab\": \"toy\""
                                 << "\"lab\": \"phi4\""
                                 << "run of phi4";
    QTest::newRow("a third one") << "\"waypoints\""
                                 << "\"apart\": [], \"second\": SESSION, \"waypoints\""
                                 << "of its own";
    QTest::newRow("no session") << "\"session\": 1"
                                << "\"sweep\": 1"
                                << "sweep";
    QTest::newRow("another entry") << "\"version\""
                                   << "\"colour\": 1, \"version\""
                                   << "\"colour\"";
}

void TestComparedSessions::sides_that_do_not_go_together() {
    QFETCH(const QString, found);
    QFETCH(QString, instead);
    QFETCH(const QString, said);
    const Saved saved;
    const auto plain = QString::fromStdString(to_json(saved.session));
    auto session = saved.session;
    session.second = {saved.session};
    auto text = QString::fromStdString(to_json(session));
    const auto at = text.indexOf(found, text.indexOf("\"second\""));
    QVERIFY2(at >= 0, qPrintable(text));
    text.replace(at, found.size(), instead.replace("SESSION", plain));
    const auto problem = problem_of([&] { parse_session(text.toStdString(), "file.json"); });
    VERIFY_CONTAINS(problem.what, said.toStdString());
    VERIFY_CONTAINS(problem.where, "file.json");
    for (const char* apart : {"3", "[3]", "{}"}) {
        auto wrong =
            QString::fromStdString(to_json(session)).replace("\"apart\": []", QString("\"apart\": %1").arg(apart));
        VERIFY_CONTAINS(problem_of([&] { parse_session(wrong.toStdString(), "file.json"); }).what, "\"apart\"");
    }
    auto alone = QString::fromStdString(to_json(session)).replace("\"apart\": [],", "");
    VERIFY_CONTAINS(problem_of([&] { parse_session(alone.toStdString(), "file.json"); }).what, "\"apart\"");
}

QTEST_APPLESS_MAIN(TestComparedSessions)
#include "tst_compared_sessions.moc"
