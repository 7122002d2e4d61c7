// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/archive_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/session_file.h"
#include "tests/engine/storage/saved.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;
using langevin::test::Saved;

namespace {

void write_bytes(const std::string& path, const std::string& bytes) {
    std::filesystem::remove(path);  // some file systems flush a file that is overwritten, which takes long
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

class TestSessionFile : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("session.json").toStdString();
        beside_ = folder_->filePath("session.checkpoint.h5").toStdString();
    }

    void archives_give_back_every_kind_of_number();
    void archives_refuse_other_files();
    void session_and_checkpoint_come_back();
    void a_save_that_fails_leaves_the_last_one_whole();
    void a_checkpoint_without_its_session_harms_nothing();
    void a_run_goes_on_from_the_file();
    void the_real_lab_goes_on_from_the_file();
    void a_full_session_names_every_parameter();
    void bad_sessions_data();
    void bad_sessions();
    void cut_and_nested_sessions();
    void missing_and_foreign_checkpoints();
    void edits_after_the_end_are_refused();
    void every_cut_of_a_checkpoint_is_noticed();
    void no_flipped_byte_gives_a_wrong_state();

  private:
    /// Reads session and checkpoint and restores a run from them. What went wrong, or a problem of
    /// the test where the state is not the one that was saved.
    Problem restored(const Saved& saved);

    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_, beside_;
};

Problem TestSessionFile::restored(const Saved& saved) {
    return problem_of([&] {
        const auto session = read_session(path_);
        const auto checkpoint = read_checkpoint(path_, session, saved.lab);
        Execution execution(saved.lab, test::toy_set(saved.lab, {{"size", std::int64_t{16}}}), 1);
        execution.restore(checkpoint);
        if (execution.checkpoint().hash() != saved.checkpoint.hash() || execution.steps() != saved.checkpoint.step)
            throw std::logic_error("another state");
    });
}

void TestSessionFile::archives_give_back_every_kind_of_number() {
    Archive archive;
    archive.put("doubles", std::vector<double>{0.1, -0.0, 5e-324, std::nan(""), INFINITY});
    archive.put("floats", std::vector<float>{0.1f, 1e-45f, -0.0f});
    archive.put("whole", std::vector<std::int64_t>{INT64_MIN, -1, INT64_MAX});
    archive.put("naturals", std::vector<std::uint64_t>{0, UINT64_MAX});
    archive.put("nothing", std::vector<double>{});
    archive.put("name with blanks, κ", 1.5);
    write_archive(path_, archive, {{"recipe", "κ = 1"}, {"empty", ""}});
    const auto back = read_archive(path_);
    QCOMPARE(back.hash(), archive.hash());
    QCOMPARE(back.arrays().size(), archive.arrays().size());
    QCOMPARE(back.get<float>("floats"), archive.get<float>("floats"));
    QCOMPARE(back.get<std::int64_t>("whole"), archive.get<std::int64_t>("whole"));
    QCOMPARE(back.get<std::uint64_t>("naturals"), archive.get<std::uint64_t>("naturals"));
    QVERIFY(back.get<double>("nothing").empty());
}

void TestSessionFile::archives_refuse_other_files() {
    for (const std::string& content : {std::string(), std::string("text"), std::string(5000, '\0'),
                                       std::string("\x89HDF\r\n\x1a\n") + std::string(100, '\0')}) {
        write_bytes(path_, content);
        const auto problem = problem_of([&] { read_archive(path_); });
        QCOMPARE(problem.where, path_);
        VERIFY_CONTAINS(problem.what, "no HDF5 file");
        QVERIFY(!problem.remedy.empty());
    }
    VERIFY_CONTAINS(sentence(problem_of([&] { read_archive(path_ + "none"); })), "missing");
    VERIFY_CONTAINS(sentence(problem_of([&] { read_archive(folder_->path().toStdString()); })), "missing");
}

void TestSessionFile::session_and_checkpoint_come_back() {
    const Saved saved;
    QCOMPARE(saved.session.journal.size(), 3u);
    QCOMPARE(saved.session.waypoints.size(), 6u);  // 1, 2, 4, 8, 16, 32
    write_session(path_, saved.session, saved.checkpoint);
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files, QDir::Name),
             (QStringList{"session.checkpoint.h5", "session.json"}));
    const auto session = read_session(path_);
    QCOMPARE(session.version, program_version());
    QCOMPARE(session.recipe, saved.session.recipe);
    QCOMPARE(session.recipe.seed, 18446744073709551557u);
    QCOMPARE(session.recipe.steps, 49u);
    QCOMPARE(session.journal, saved.session.journal);
    QCOMPARE(session.waypoints, saved.session.waypoints);
    QCOMPARE(session.hash, saved.checkpoint.hash());
    QCOMPARE(session.checkpoint, std::string("session.checkpoint.h5"));
    const auto checkpoint = read_checkpoint(path_, session, saved.lab);
    QCOMPARE(checkpoint.step, 49u);
    QCOMPARE(checkpoint.parameters, saved.checkpoint.parameters);
    QCOMPARE(checkpoint.parameters.get<double>("memory"), 0.125);
    QCOMPARE(checkpoint.journal, saved.checkpoint.journal);
    QCOMPARE(checkpoint.waypoints, saved.checkpoint.waypoints);
    QCOMPARE(checkpoint.hash(), saved.checkpoint.hash());
}

/// Neither of the two files may be replaced without the other.
void TestSessionFile::a_save_that_fails_leaves_the_last_one_whole() {
    const Saved saved;
    write_session(path_, saved.session, saved.checkpoint);
    auto newer = saved.session;
    newer.recipe.seed += 1;
    const auto beside = std::filesystem::path(path_).replace_extension(".checkpoint-2.h5");
    std::filesystem::create_directories(beside / "in the way");
    problem_of([&] { write_session(path_, newer, saved.checkpoint); });
    QCOMPARE(read_session(path_).recipe.seed, saved.session.recipe.seed);
    QCOMPARE(restored(saved).what, std::string());
}

/// Killed after the new checkpoint and before the new session, it has left both checkpoints and the old session.
void TestSessionFile::a_checkpoint_without_its_session_harms_nothing() {
    Saved saved;
    write_session(path_, saved.session, saved.checkpoint);
    const auto old = read_text(path_), old_checkpoint = read_text(beside_);
    Saved later;
    later.advance(5);
    later.checkpoint = later.execution.checkpoint();
    later.session = make_session(later.lab, later.execution.first_parameters(), 1, later.checkpoint);
    write_session(path_, later.session, later.checkpoint);
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files, QDir::Name),
             (QStringList{"session.checkpoint-2.h5", "session.json"}));
    write_bytes(path_, old);
    write_bytes(beside_, old_checkpoint);
    QCOMPARE(restored(saved).what, std::string());
    write_session(path_, later.session, later.checkpoint);
    QCOMPARE(restored(later).what, std::string());
    write_session(path_, saved.session, saved.checkpoint);
    QCOMPARE(restored(saved).what, std::string());
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files, QDir::Name),
             (QStringList{"session.checkpoint.h5", "session.json"}));
}

void TestSessionFile::a_run_goes_on_from_the_file() {
    Saved saved;
    write_session(path_, saved.session, saved.checkpoint);
    const auto session = read_session(path_);
    Execution again(saved.lab, resolve(saved.lab, session.recipe), session.recipe.seed);
    again.restore(read_checkpoint(path_, session, saved.lab));
    saved.advance(30);
    for (int i = 0; i < 30; ++i) again.step({}, 1);
    QCOMPARE(again.checkpoint().hash(), saved.execution.checkpoint().hash());
    QCOMPARE(again.checkpoint().waypoints, saved.execution.checkpoint().waypoints);
    QCOMPARE(again.journal(), saved.execution.journal());
}

void TestSessionFile::the_real_lab_goes_on_from_the_file() {
    const auto registry = labs::all();
    const auto& lab = registry.find("phi4");
    const auto set =
        resolve(lab, {.lab = "phi4", .parameters = {{"extent", std::int64_t{8}}, {"thermalisation", std::int64_t{5}}}});
    Execution execution(lab, set, 3);
    for (int i = 0; i < 20; ++i) execution.step({}, 1);
    QVERIFY(!execution.edit("kappa", 0.25));
    for (int i = 0; i < 20; ++i) execution.step({}, 1);
    const auto checkpoint = execution.checkpoint();
    write_session(path_, make_session(lab, set, 3, checkpoint), checkpoint);
    const auto session = read_session(path_);
    Execution again(lab, resolve(lab, session.recipe), session.recipe.seed);
    again.restore(read_checkpoint(path_, session, lab));
    for (int i = 0; i < 20; ++i) QVERIFY(execution.step({}, 1) && again.step({}, 1));
    QCOMPARE(again.checkpoint().hash(), execution.checkpoint().hash());
}

void TestSessionFile::a_full_session_names_every_parameter() {
    const Saved saved;
    const auto& schema = *saved.lab.parameters;
    QCOMPARE(saved.session.recipe.parameters.size(), schema.specs().size());
    QCOMPARE(resolve(saved.lab, saved.session.recipe), saved.execution.first_parameters());
}

void TestSessionFile::bad_sessions_data() {
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("instead");
    QTest::addColumn<QString>("said");
    QTest::newRow("format") << "\"session\": 1"
                            << "\"session\": 3"
                            << "format 3";
    QTest::newRow("no recipe") << "\"recipe\": {"
                               << "\"recepi\": {"
                               << "\"recipe\" is missing";
    QTest::newRow("a recipe's format") << "\"recipe\": 1"
                                       << "\"recipe\": 9"
                                       << "format 9";
    QTest::newRow("no seed that is one") << "\"seed\": 18446744073709551557"
                                         << "\"seed\": -1"
                                         << "\"seed\" must be";
    QTest::newRow("a step") << "\"step\": 20"
                            << "\"step\": 20.5"
                            << "\"step\" must be";
    QTest::newRow("order") << "\"step\": 20"
                           << "\"step\": 41"
                           << "must not decrease";
    QTest::newRow("an edit's value") << "\"value\": 0.25"
                                     << "\"value\": null"
                                     << "\"value\" must be";
    QTest::newRow("an edit's key") << "\"key\": \"memory\""
                                   << "\"kye\": \"memory\""
                                   << "\"key\" is missing";
    QTest::newRow("hash without 0x") << "\"hash\": \"0x"
                                     << "\"hash\": \""
                                     << "\"hash\" must be";
    QTest::newRow("hash beyond 64 bits") << "\"hash\": \"0x"
                                         << "\"hash\": \"0x11111111111111111"
                                         << "\"hash\" must be";
    QTest::newRow("another entry") << "\"version\""
                                   << "\"colour\": 1, \"version\""
                                   << "\"colour\"";
    QTest::newRow("version twice") << "\"version\""
                                   << "\"version\": \"1\", \"version\""
                                   << "stands there twice";
    QTest::newRow("checkpoint elsewhere") << "session.checkpoint.h5"
                                          << "../session.checkpoint.h5"
                                          << "names no checkpoint";
    QTest::newRow("unknown parameter") << "\"key\": \"memory\""
                                       << "\"key\": \"memery\""
                                       << "\"memery\"";
    QTest::newRow("edit out of range") << "\"value\": 0.25"
                                       << "\"value\": 7"
                                       << "memory must be";
    QTest::newRow("edit that needs a restart") << "\"key\": \"memory\",\n      \"value\": 0.25"
                                               << "\"key\": \"size\",\n      \"value\": 16"
                                               << "size cannot change";
    QTest::newRow("recipe out of range") << "\"size\": 16"
                                         << "\"size\": 15"
                                         << "size must be";
    QTest::newRow("another size") << "\"size\": 16"
                                  << "\"size\": 18"
                                  << "16 numbers instead of 18";
}

void TestSessionFile::bad_sessions() {
    QFETCH(const QString, found);
    QFETCH(const QString, instead);
    QFETCH(const QString, said);
    const Saved saved;
    write_session(path_, saved.session, saved.checkpoint);
    auto text = QString::fromStdString(read_text(path_));
    const auto at = text.indexOf(found);
    QVERIFY2(at >= 0, qPrintable(text));
    text.replace(at, found.size(), instead);
    write_text(path_, text.toStdString());
    const auto problem = restored(saved);
    VERIFY_CONTAINS(problem.what, said.toStdString());
    if (!said.contains("numbers instead")) VERIFY_CONTAINS(problem.where, path_);
    QVERIFY(!problem.remedy.empty());
}

void TestSessionFile::cut_and_nested_sessions() {
    const Saved saved;
    const auto text = to_json(saved.session);
    for (std::size_t size = 0; size + 1 < text.size(); ++size)
        VERIFY_CONTAINS(problem_of([&] { parse_session(text.substr(0, size), "x"); }).what, "cut off");
    const std::string open(1000000, '['), close(1000000, ']');
    const auto nested = R"({"session": 1, "version": "", "recipe": {"recipe": )" + open + close + "}}";
    VERIFY_CONTAINS(problem_of([&] { parse_session(nested, "x"); }).what, "nested");
}

void TestSessionFile::missing_and_foreign_checkpoints() {
    const Saved saved;
    write_session(path_, saved.session, saved.checkpoint);
    QVERIFY(restored(saved).what.empty());

    Archive other = saved.checkpoint.state;
    other.put("memory", 0.126);
    write_archive(beside_, other, {});
    auto problem = restored(saved);
    VERIFY_CONTAINS(problem.what, "another hash");
    QCOMPARE(problem.where, beside_);
    QVERIFY(!problem.remedy.empty());

    std::filesystem::remove(beside_);
    problem = restored(saved);
    VERIFY_CONTAINS(problem.what, "missing");
    QCOMPARE(problem.where, beside_);

    auto without = saved.session;
    without.checkpoint.clear();
    write_text(path_, to_json(without));
    VERIFY_CONTAINS(restored(saved).what, "names no checkpoint");
}

/// They would be taken for edits in force.
void TestSessionFile::edits_after_the_end_are_refused() {
    Saved saved;
    saved.session.journal.push_back({50, "memory", 0.5});
    write_session(path_, saved.session, saved.checkpoint);
    const auto problem = restored(saved);
    VERIFY_CONTAINS(problem.what, "after the end");
    VERIFY_CONTAINS(problem.where, path_);
}

void TestSessionFile::every_cut_of_a_checkpoint_is_noticed() {
    const Saved saved;
    write_session(path_, saved.session, saved.checkpoint);
    const auto whole = read_text(beside_);
    for (std::size_t size = 0; size < whole.size(); size += size < 2048 ? 7 : 61) {
        write_bytes(beside_, whole.substr(0, size));
        const auto problem = restored(saved);
        QVERIFY2(!problem.what.empty(), qPrintable(QString("cut at %1 of %2").arg(size).arg(whole.size())));
        QCOMPARE(problem.where, beside_);
        QVERIFY(!problem.remedy.empty());
    }
}

/// Many bytes of the format mean nothing (gaps, times): then the right state comes back. Otherwise
/// a sentence.
void TestSessionFile::no_flipped_byte_gives_a_wrong_state() {
    const Saved saved;
    write_session(path_, saved.session, saved.checkpoint);
    const auto whole = read_text(beside_);
    const auto original = saved.checkpoint.hash();
    int refused = 0;
    const std::string gap(24, '\0');
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i % 16 != 0 && i >= 12 && whole.compare(i - 12, 24, gap) == 0) continue;
        for (const int flip : {1, 128, 255}) {
            auto damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ flip);
            write_bytes(beside_, damaged);
            // In this process, which is quicker; by times as the program reads.
            auto checkpoint = saved.checkpoint;
            const auto problem = i % 64 == 0 ? restored(saved) : problem_of([&] {
                checkpoint.state = read_archive_here(beside_);
                if (checkpoint.hash() != original) throw Failure({"another hash", "", ""});
            });
            if (!problem.what.empty()) ++refused;
        }
    }
    qInfo("%d damaged files refused", refused);
    QVERIFY(refused > 500);
}

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_session_file.moc"
