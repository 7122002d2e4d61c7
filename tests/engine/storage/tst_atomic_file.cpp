// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "engine/core/archive.h"
#include "engine/storage/archive_file.h"
#include "engine/storage/atomic_file.h"
#include "tests/engine/storage/small_disk.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;
using langevin::test::SmallDisk;

namespace {

QStringList files(const std::string& folder) {
    return QDir(QString::fromStdString(folder))
        .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

Archive numbers(std::size_t count) {
    Archive archive;
    archive.put("numbers", std::vector<double>(count, 1.5));
    return archive;
}

/// Another user than root for as long as this lives, since root may write anywhere.
class Nobody {
  public:
    Nobody() : root_(::geteuid() == 0 && ::seteuid(65534) == 0) {}
    ~Nobody() {
        if (root_ && ::seteuid(0) != 0) std::abort();
    }
    Nobody(const Nobody&) = delete;
    Nobody& operator=(const Nobody&) = delete;

  private:
    bool root_;
};

}  // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        here_ = folder_->path().toStdString();
    }

    void writes_and_replaces();
    void reads_at_most_what_it_is_told();
    void folder_is_missing();
    void folder_is_a_file();
    void folder_is_read_only();
    void target_is_a_folder();
    void a_failing_writer_leaves_the_old_file();
    void a_full_disk_leaves_the_old_file();
    void a_full_disk_leaves_the_old_checkpoint();
    void what_killed_processes_left_is_removed();

  private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string here_;
};

void TestAtomicFile::writes_and_replaces() {
    const std::string binary("a\0b\r\n\xFF", 6);
    write_text(here_ + "/file", "old and longer than what comes after it");
    write_text(here_ + "/file", binary);
    QCOMPARE(read_text(here_ + "/file"), binary);
    write_text(here_ + "/file", "");
    QCOMPARE(read_text(here_ + "/file"), std::string());
    QCOMPARE(files(here_), QStringList{"file"});
    require_writable(here_ + "/other");
    QCOMPARE(files(here_), QStringList{"file"});
}

void TestAtomicFile::reads_at_most_what_it_is_told() {
    write_text(here_ + "/file", std::string(1000, 'x'));
    QCOMPARE(read_text(here_ + "/file", 1000).size(), 1000u);
    VERIFY_CONTAINS(problem_of([&] { read_text(here_ + "/file", 999); }).what, "far more");
}

void TestAtomicFile::folder_is_missing() {
    const auto path = here_ + "/none/file";
    const auto text = problem_of([&] { write_text(path, "x"); });
    VERIFY_CONTAINS(sentence(text), path + ": cannot be written: the folder does not exist");
    QVERIFY(!text.remedy.empty());
    QCOMPARE(problem_of([&] { write_archive(path, numbers(3), {}); }), text);
    QCOMPARE(problem_of([&] { require_writable(path); }), text);
    QVERIFY(files(here_).isEmpty());
}

void TestAtomicFile::folder_is_a_file() {
    write_text(here_ + "/file", "x");
    VERIFY_CONTAINS(sentence(problem_of([&] { write_text(here_ + "/file/file", "y"); })), "the folder does not exist");
    QCOMPARE(read_text(here_ + "/file"), std::string("x"));
}

void TestAtomicFile::folder_is_read_only() {
    write_text(here_ + "/file", "old");
    ::chmod(here_.c_str(), 0555);
    const auto said = [&] {
        const Nobody nobody;
        return problem_of([&] { write_text(here_ + "/file", "new"); });
    }();
    ::chmod(here_.c_str(), 0755);
    VERIFY_CONTAINS(sentence(said), here_ + "/file: cannot be written: writing there is not allowed");
    QCOMPARE(read_text(here_ + "/file"), std::string("old"));
    QCOMPARE(files(here_), QStringList{"file"});
}

void TestAtomicFile::target_is_a_folder() {
    const auto path = here_ + "/folder";
    QVERIFY(QDir(folder_->path()).mkdir("folder"));
    write_text(path + "/inside", "x");
    VERIFY_CONTAINS(sentence(problem_of([&] { write_text(path, "y"); })), path + ": cannot be written");
    VERIFY_CONTAINS(sentence(problem_of([&] { read_text(path); })), path + ": is a folder");
    QCOMPARE(files(here_), QStringList{"folder"});
    QCOMPARE(read_text(path + "/inside"), std::string("x"));
}

void TestAtomicFile::a_failing_writer_leaves_the_old_file() {
    write_text(here_ + "/file", "old");
    const auto half = [](const std::filesystem::path& temporary) {
        std::ofstream(temporary) << "half of the ne";
        throw std::runtime_error("stopped");
    };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, replace_file(here_ + "/file", half));
    QCOMPARE(read_text(here_ + "/file"), std::string("old"));
    QCOMPARE(files(here_), QStringList{"file"});
    // A writer that takes its file away.
    const auto gone = [](const std::filesystem::path& temporary) { std::filesystem::remove(temporary); };
    VERIFY_CONTAINS(sentence(problem_of([&] { replace_file(here_ + "/file", gone); })), "cannot be written");
    QCOMPARE(read_text(here_ + "/file"), std::string("old"));
}

void TestAtomicFile::a_full_disk_leaves_the_old_file() {
    const SmallDisk disk;
    if (!disk.mounted()) QSKIP("only root can make a small disk");
    const auto path = disk.path() + "/file";
    const std::string old(100000, 'o');
    write_text(path, old);
    const auto problem = problem_of([&] { write_text(path, std::string(200000, 'n')); });
    VERIFY_CONTAINS(sentence(problem), path + ": cannot be written: the disk is full");
    QVERIFY(!problem.remedy.empty());
    QCOMPARE(read_text(path), old);
    QCOMPARE(files(disk.path()), QStringList{"file"});
    write_text(path, std::string(1000, 'n'));  // and all is well once there is room
    QCOMPARE(read_text(path).size(), 1000u);
}

/// HDF5 writes through caches of its own: a full disk shows when a dataset is written or when the
/// file is closed.
void TestAtomicFile::a_full_disk_leaves_the_old_checkpoint() {
    const SmallDisk disk;
    if (!disk.mounted()) QSKIP("only root can make a small disk");
    const auto path = disk.path() + "/state.h5";
    write_archive(path, numbers(10000), {{"lab", "toy"}});
    const auto hash = read_archive(path).hash();
    QCOMPARE(hash, numbers(10000).hash());
    for (const std::size_t count : {std::size_t{30000}, std::size_t{1000000}}) {
        const auto problem = problem_of([&] { write_archive(path, numbers(count), {{"lab", "toy"}}); });
        VERIFY_CONTAINS(sentence(problem), path);
        VERIFY_CONTAINS(sentence(problem), "disk");
        QCOMPARE(read_archive(path).hash(), hash);
        QCOMPARE(files(disk.path()), QStringList{"state.h5"});
    }
    {
        std::ofstream filler(disk.path() + "/filler");
        filler << std::string(300000, 'x');
    }
    VERIFY_CONTAINS(sentence(problem_of([&] { write_archive(path, numbers(1), {}); })), path);
    QCOMPARE(read_archive(path).hash(), hash);
    std::filesystem::remove(disk.path() + "/filler");
    write_archive(path, numbers(5), {});
    QCOMPARE(read_archive(path).hash(), numbers(5).hash());
}

/// But nothing that may still be written, and nothing of others.
void TestAtomicFile::what_killed_processes_left_is_removed() {
    const auto killed = ::fork();
    if (killed == 0) ::_exit(0);
    QCOMPARE(::waitpid(killed, nullptr, 0), killed);
    const auto dead = ".part" + std::to_string(killed), alive = ".part" + std::to_string(::getppid());
    const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
    for (const auto& name : {"a" + dead, "a" + alive, "b" + dead, "a" + dead + "x", std::string("a.part")}) {
        std::ofstream(here_ + "/" + name) << "half";
        std::filesystem::last_write_time(here_ + "/" + name, old);
    }
    write_text(here_ + "/a", "whole");
    auto left = files(here_);
    QVERIFY(!left.contains(QString::fromStdString("a" + dead)));
    QCOMPARE(left.size(), 5);
    std::ofstream(here_ + "/a" + dead) << "half, a moment ago";  // on another machine, perhaps
    write_text(here_ + "/a", "whole");
    QCOMPARE(files(here_).size(), 6);
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
