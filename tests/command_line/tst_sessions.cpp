// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <functional>

#include "engine/core/lab.h"
#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/session_file.h"
#include "tests/command_line/program.h"

using namespace langevin;
using namespace langevin::test;

namespace {

using Change = std::function<void(QJsonObject&)>;

/// Thirty steps with waypoints at 1, 2, 4, 8, 16 and edits before steps 7 and 12.
const QStringList thirty_steps = {"run",     "phi4 extent=8 chains=4 seed=5",
                                  "--steps", "30",
                                  "--edit",  "7:kappa=0.2",
                                  "--edit",  "12:lambda=0.1",
                                  "--out",   "out"};

Change in_recipe(const char* key, const QJsonValue& value) {
    return [=](QJsonObject& session) {
        auto recipe = session["recipe"].toObject();
        recipe[key] = value;
        session["recipe"] = recipe;
    };
}

Change in_parameters(const char* key, const QJsonValue& value) {
    return [=](QJsonObject& session) {
        auto recipe = session["recipe"].toObject();
        auto parameters = recipe["parameters"].toObject();
        parameters[key] = value;
        recipe["parameters"] = parameters;
        session["recipe"] = recipe;
    };
}

Change in_list(const char* list, int index, const char* key, const QJsonValue& value) {
    return [=](QJsonObject& session) {
        auto items = session[list].toArray();
        auto item = items[index].toObject();
        item[key] = value;
        items[index] = item;
        session[list] = items;
    };
}

Change at_top(const char* key, const QJsonValue& value) {
    return [=](QJsonObject& session) { session[key] = value; };
}

QByteArray changed(const QByteArray& text, const Change& how) {
    auto session = QJsonDocument::fromJson(text).object();
    how(session);
    return QJsonDocument(session).toJson();
}

}  // namespace

Q_DECLARE_METATYPE(Change)

class TestSessions : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void replay_is_identical();
    void replay_of_two_sides();
    void replay_finds_what_was_changed_data();
    void replay_finds_what_was_changed();
    void damaged_sessions_data();
    void damaged_sessions();
    void going_on_equals_one_long_run_data();
    void going_on_equals_one_long_run();
    void threads_change_nothing_data();
    void threads_change_nothing();
    void neither_output_nor_saving_changes_the_run();
    void an_interrupted_run_keeps_what_it_has_data();
    void an_interrupted_run_keeps_what_it_has();
    void interrupted_replay_and_verify();

  private:
    QByteArray thirty_;  // the session of these steps
};

void TestSessions::initTestCase() {
    const QTemporaryDir folder;
    VERIFY_EXIT(langevin_run(thirty_steps, folder.path()), 0);
    thirty_ = read(folder.filePath("out/session.json"));
}

/// The session file is enough: a replay begins at the start, not at a checkpoint.
void TestSessions::replay_is_identical() {
    const QTemporaryDir folder;
    QVERIFY(write(folder.filePath("session.json"), thirty_));
    const auto plain = langevin_run({"replay", "session.json"}, folder.path());
    VERIFY_EXIT(plain, 0);
    QCOMPARE(plain.out, "identical after 30 updates\n");
    const auto json = langevin_run({"replay", "session.json", "--json", "--threads", "3"}, folder.path());
    VERIFY_EXIT(json, 0);
    const auto outcome = json_lines(json.out).last();
    QCOMPARE(outcome["identical"].toBool(), true);
    QCOMPARE(outcome["steps"].toInt(), 30);
}

/// A comparison: both sides, each with its verdict.
void TestSessions::replay_of_two_sides() {
    const QTemporaryDir folder;
    const auto two = [&](const QByteArray& second) {
        auto object = QJsonDocument::fromJson(thirty_).object();
        object["apart"] = QJsonArray{"kappa"};
        object["second"] = QJsonDocument::fromJson(second).object();
        return write(folder.filePath("session.json"), QJsonDocument(object).toJson());
    };
    QVERIFY(two(thirty_));
    auto plain = langevin_run({"replay", "session.json"}, folder.path());
    VERIFY_EXIT(plain, 0);
    QCOMPARE(plain.out, "A: identical after 30 updates\nB: identical after 30 updates\n");
    QVERIFY(two(changed(thirty_, in_recipe("seed", 6))));
    plain = langevin_run({"replay", "session.json"}, folder.path());
    VERIFY_EXIT(plain, 1);
    QCOMPARE(plain.out, "A: identical after 30 updates\nB: different: equal until step 0, not at step 1\n");
    const auto json = langevin_run({"replay", "session.json", "--json"}, folder.path());
    VERIFY_EXIT(json, 1);
    const auto outcome = json_lines(json.out).last();
    QCOMPARE(outcome["identical"].toBool(), true);
    QCOMPARE(outcome["second"].toObject()["different_at"].toInt(), 1);
}

void TestSessions::replay_finds_what_was_changed_data() {
    QTest::addColumn<Change>("how");
    QTest::addColumn<int>("same_until");
    QTest::addColumn<int>("different_at");
    QTest::newRow("seed") << in_recipe("seed", 6) << 0 << 1;
    QTest::newRow("parameter") << in_parameters("kappa", 0.2701) << 0 << 1;
    QTest::newRow("algorithm") << in_parameters("algorithm", "mala") << 0 << 1;
    QTest::newRow("value of the first edit") << in_list("journal", 0, "value", 0.2000001) << 4 << 8;
    QTest::newRow("step of the first edit") << in_list("journal", 0, "step", 6) << 4 << 8;
    QTest::newRow("value of the second edit") << in_list("journal", 1, "value", 0.11) << 8 << 16;
    QTest::newRow("step of the second edit") << in_list("journal", 1, "step", 13) << 8 << 16;
    QTest::newRow("another key") << in_list("journal", 1, "key", "kappa") << 8 << 16;
    QTest::newRow("no edits") << at_top("journal", QJsonArray()) << 4 << 8;
    QTest::newRow("hash on the way") << in_list("waypoints", 2, "hash", "0x1") << 2 << 4;
    QTest::newRow("hash at the end") << at_top("hash", "0x1") << 16 << 30;
    QTest::newRow("one step more") << in_recipe("steps", 31) << 16 << 31;
}

/// Exit code 1, and between which two steps it happened.
void TestSessions::replay_finds_what_was_changed() {
    QFETCH(const Change, how);
    QFETCH(const int, same_until);
    QFETCH(const int, different_at);
    const QTemporaryDir folder;
    QVERIFY(write(folder.filePath("session.json"), changed(thirty_, how)));
    const auto json = langevin_run({"replay", "session.json", "--json"}, folder.path());
    VERIFY_EXIT(json, 1);
    const auto outcome = json_lines(json.out).last();
    QCOMPARE(outcome["identical"].toBool(true), false);
    QCOMPARE(outcome["same_until"].toInt(), same_until);
    QCOMPARE(outcome["different_at"].toInt(), different_at);
    const auto plain = langevin_run({"replay", "session.json"}, folder.path());
    VERIFY_EXIT(plain, 1);
    const auto sentence = QString("different: equal until step %1, not at step %2\n").arg(same_until).arg(different_at);
    QCOMPARE(plain.out, sentence.toUtf8());
}

void TestSessions::damaged_sessions_data() {
    QTest::addColumn<Change>("how");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing in it") << Change([](QJsonObject& session) { session = {}; }) << "\"session\"";
    QTest::newRow("newer format") << at_top("session", 2) << "format 2";
    QTest::newRow("unknown entry") << at_top("colour", 1) << "\"colour\"";
    QTest::newRow("no hash") << at_top("hash", "none") << "hash";
    QTest::newRow("hash as a number") << at_top("hash", 17) << "hash";
    QTest::newRow("unknown lab") << in_recipe("lab", "phi5") << "\"phi5\"";
    QTest::newRow("unknown parameter") << in_parameters("kapa", 0.2) << "\"kapa\"";
    QTest::newRow("no lattice") << in_parameters("extent", 0) << "extent";
    QTest::newRow("too large a lattice") << in_parameters("extent", 1e9) << "extent";
    QTest::newRow("edit of an unknown key") << in_list("journal", 0, "key", "kapa") << "\"kapa\"";
    QTest::newRow("edit out of range") << in_list("journal", 0, "value", 7) << "kappa";
    QTest::newRow("edit that needs a restart") << in_list("journal", 0, "key", "extent") << "extent";
    QTest::newRow("edits out of order") << in_list("journal", 1, "step", 3) << "decrease";
    QTest::newRow("edit before the start") << in_list("journal", 0, "step", -1) << "step";
    QTest::newRow("journal of texts") << at_top("journal", QJsonArray{"kappa"}) << "journal";
    QTest::newRow("no waypoints") << at_top("waypoints", QJsonValue::Null) << "waypoints";
}

void TestSessions::damaged_sessions() {
    QFETCH(const Change, how);
    QFETCH(const QString, word);
    const QTemporaryDir folder;
    QVERIFY(write(folder.filePath("session.json"), changed(thirty_, how)));
    const auto refused = langevin_run({"replay", "session.json"}, folder.path());
    VERIFY_EXIT(refused, 2);
    QVERIFY2(refused.out.isEmpty(), refused.out);
    QVERIFY2(is_one_line(refused.err) && refused.err.contains(word.toUtf8()), refused.err);
}

void TestSessions::going_on_equals_one_long_run_data() {
    QTest::addColumn<QString>("settings");
    QTest::newRow("hmc") << "algorithm=hmc";
    QTest::newRow("hmc of random length") << "algorithm=hmc integrator=minimum_norm randomise_length=true";
    QTest::newRow("langevin") << "algorithm=langevin step_size_ladder=true";
    QTest::newRow("mala") << "algorithm=mala step_size=0.02";
    QTest::newRow("metropolis") << "algorithm=metropolis";
    QTest::newRow("cluster") << "algorithm=cluster";
    QTest::newRow("single precision") << "algorithm=hmc precision=single";
}

/// What the window does with a session that langevin-run saved. An edit before, one after.
void TestSessions::going_on_equals_one_long_run() {
    QFETCH(const QString, settings);
    const QTemporaryDir folder;
    const auto registry = labs::all();
    const auto& lab = registry.find("phi4");
    const QString recipe = "phi4 extent=8 chains=4 seed=5 thermalisation=10 " + settings;
    const QStringList edits = {"--edit", "17:kappa=0.22", "--edit", "45:lambda=0.5"};
    const auto whole =
        langevin_run(QStringList{"run", recipe, "--steps", "60", "--out", "whole"} + edits, folder.path());
    VERIFY_EXIT(whole, 0);
    const auto part =
        langevin_run(QStringList{"run", recipe, "--steps", "40", "--out", "part"} + edits.mid(0, 2), folder.path());
    VERIFY_EXIT(part, 0);

    const auto path = folder.filePath("part/session.json").toStdString();
    const auto session = storage::read_session(path);
    Execution execution(lab, resolve(lab, session.recipe), session.recipe.seed);
    execution.restore(storage::read_checkpoint(path, session, lab));
    QCOMPARE(execution.steps(), std::uint64_t{40});
    QCOMPARE(execution.parameters().get<double>("kappa"), 0.22);
    while (execution.steps() < 60) {
        if (execution.steps() == 45) QVERIFY(!execution.edit("lambda", 0.5));
        QVERIFY(execution.step({}, 1));
    }
    const auto end = execution.checkpoint();
    QCOMPARE(quint64{end.hash()}, hash_in(whole.out));
    QVERIFY(hash_in(whole.out) != hash_in(part.out));
    // Saved anew, the session is that of the long run to the last character.
    QDir(folder.path()).mkdir("again");
    storage::write_session(folder.filePath("again/session.json").toStdString(),
                           storage::make_session(lab, execution.first_parameters(), execution.seed(), end), end);
    QCOMPARE(read(folder.filePath("again/session.json")), read(folder.filePath("whole/session.json")));
}

void TestSessions::threads_change_nothing_data() {
    QTest::addColumn<QString>("settings");
    QTest::newRow("hmc") << "extent=64 chains=16 algorithm=hmc";
    QTest::newRow("hmc, chains left over") << "extent=32 chains=13 algorithm=hmc integrator=minimum_norm";
    QTest::newRow("one chain") << "extent=64 chains=1 algorithm=hmc";
    QTest::newRow("langevin") << "extent=32 chains=16 algorithm=langevin step_size_ladder=true";
    QTest::newRow("mala") << "extent=32 chains=16 algorithm=mala step_size=0.02";
    QTest::newRow("metropolis") << "extent=32 chains=16 algorithm=metropolis";
    QTest::newRow("cluster") << "extent=32 chains=16 algorithm=cluster";
    QTest::newRow("single precision") << "extent=32 chains=16 algorithm=hmc precision=single";
}

/// The hash, and every number in every text file.
void TestSessions::threads_change_nothing() {
    QFETCH(const QString, settings);
    const QTemporaryDir folder;
    const QStringList run = {"run", "phi4 thermalisation=5 interval=2 " + settings, "--steps", "40"};
    const auto one = langevin_run(run + QStringList{"--threads", "1", "--out", "1"}, folder.path());
    const auto two = langevin_run(run + QStringList{"--threads", "2", "--out", "2"}, folder.path());
    const auto five = langevin_run(run + QStringList{"--threads", "5"}, folder.path());
    const auto other = langevin_run(run + QStringList{"--threads", "1", "--seed", "4"}, folder.path());
    for (const auto& finished : {one, two, five, other}) VERIFY_EXIT(finished, 0);
    QVERIFY(hash_in(one.out) != 0 && hash_in(one.out) != hash_in(other.out));
    QCOMPARE(hash_in(two.out), hash_in(one.out));
    QCOMPARE(hash_in(five.out), hash_in(one.out));
    const auto names = QDir(folder.filePath("1")).entryList({"*.csv", "*.vti", "*.json"});
    QVERIFY(names.size() > 10);
    for (const auto& name : names)
        QVERIFY2(read(folder.filePath("2/" + name)) == read(folder.filePath("1/" + name)), qPrintable(name));
}

void TestSessions::neither_output_nor_saving_changes_the_run() {
    const QTemporaryDir folder;
    const QStringList recipe = {"run", "phi4 extent=8 chains=4 seed=5", "--steps", "30"};
    const auto bare = langevin_run(recipe, folder.path());
    VERIFY_EXIT(bare, 0);
    VERIFY_EXIT(langevin_run(recipe + QStringList{"--no-json", "--save-every", "3", "--out", "a"}, folder.path()), 0);
    VERIFY_EXIT(langevin_run(recipe + QStringList{"--quiet", "--out", "b"}, folder.path()), 0);
    QCOMPARE(hash_in(read(folder.filePath("a/session.json"))), hash_in(bare.out));
    QCOMPARE(hash_in(read(folder.filePath("b/session.json"))), hash_in(bare.out));
}

void TestSessions::an_interrupted_run_keeps_what_it_has_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("end of a batch job") << SIGTERM;
}

/// Also: what a pipe receives meanwhile are JSON objects, one a line.
void TestSessions::an_interrupted_run_keeps_what_it_has() {
    QFETCH(const int, signal);
    const QTemporaryDir folder;
    QProcess process;
    start(process, {"run", "phi4 extent=32 chains=8 seed=9 steps=1000000000", "--out", "out"}, folder.path());
    QByteArray early;
    QVERIFY(QTest::qWaitFor(
        [&] { return process.waitForReadyRead(100), (early += process.readAllStandardOutput()).contains('\n'); },
        patience));
    send(process, signal);
    auto finished = finish(process);
    VERIFY_EXIT(finished, 130);
    finished.out.prepend(early);
    QVERIFY2(finished.err.isEmpty(), finished.err);

    const auto objects = json_lines(finished.out);
    QVERIFY(objects.size() >= 2);
    double step = 0;
    for (qsizetype i = 0; i < objects.size(); ++i) {
        QCOMPARE(objects[i]["event"].toString(), i + 1 < objects.size() ? "progress" : "result");
        QVERIFY(objects[i]["step"].toDouble() >= step);
        step = objects[i]["step"].toDouble();
    }
    const auto session = storage::read_session(folder.filePath("out/session.json").toStdString());
    QCOMPARE(static_cast<double>(session.recipe.steps), step);
    QCOMPARE(quint64{session.hash}, hash_in(finished.out));
    const auto replayed = langevin_run({"replay", "out/session.json"}, folder.path());
    VERIFY_EXIT(replayed, 0);
    QVERIFY2(replayed.out.startsWith("identical"), replayed.out);
    QVERIFY(QDir(folder.filePath("out")).entryList({"*.csv"}).size() > 5);
}

void TestSessions::interrupted_replay_and_verify() {
    const QTemporaryDir folder;
    QVERIFY(write(folder.filePath("session.json"), changed(thirty_, in_recipe("steps", 1000000000))));
    for (const QStringList& command : {QStringList{"replay", "session.json"}, QStringList{"verify", "phi4", "--all"}}) {
        QProcess process;
        start(process, command, folder.path());
        QVERIFY(wait_until_caught(process, SIGINT));
        send(process, SIGINT);
        VERIFY_EXIT(finish(process), 130);
    }
}

QTEST_GUILESS_MAIN(TestSessions)
#include "tst_sessions.moc"
