// SPDX-License-Identifier: GPL-3.0-or-later
// What happens in another process stays there, unless it was sent home.
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <csignal>
#include <fstream>
#include <map>
#include <thread>

#include "engine/storage/hdf5/child_process.h"
#include "engine/storage/hdf5/reading.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

namespace {

std::filesystem::path this_program() {
    return std::filesystem::read_symlink("/proc/self/exe");
}

Parcel crash(Parcel question) {
    std::raise(question.number<int>());
    return {};
}

/// What this program does when it is started by itself, by the first argument.
const std::map<std::string, Parcel (*)(Parcel)> tasks = {
    {"echo", [](Parcel question) { return question; }},
    {"print", [](Parcel) { return std::fputs("a library's warning\n", stdout), std::fflush(stdout), Parcel(); }},
    {"refuse",
     [](Parcel) -> Parcel {
         throw Failure({"is damaged", "a file", "Choose another"});
     }},
    {"throw", [](Parcel) -> Parcel { throw std::runtime_error("odd"); }},
    {"leave", [](Parcel question) -> Parcel { ::_exit(question.number<int>()); }},
    {"crash", crash}};

Parcel number(int n) {
    Parcel p;
    p.put(n);
    return p;
}

Parcel ask(const std::string& task, const Parcel& question = {}) {
    return storage::ask(this_program(), {task}, question, {"the process died", "", "Take another"});
}

}  // namespace

class TestChildProcess : public QObject {
    Q_OBJECT

  private slots:
    void everything_comes_home() {
        const std::vector<float> numbers = {1.5f, -0.0f, 1e-45f};
        const std::string text("a\0b", 3);
        Parcel p;
        p.put(std::uint64_t{18446744073709551557u});
        p.put(text);
        p.put(numbers);
        p.put(std::vector<int>{});
        p.put(-7);
        auto parcel = ask("echo", p);
        QCOMPARE(parcel.number<std::uint64_t>(), std::uint64_t{18446744073709551557u});
        QCOMPARE(parcel.text(), text);
        QCOMPARE(parcel.numbers<float>(), numbers);
        QVERIFY(parcel.numbers<int>().empty());
        QCOMPARE(parcel.number<int>(), -7);
        VERIFY_CONTAINS(problem_of([&] { parcel.number<char>(); }).what, "not whole");
    }

    void much_comes_home() {
        const std::vector<double> many(1 << 22, 0.25);
        Parcel p;
        p.put(many);
        QCOMPARE(ask("echo", p).numbers<double>(), many);
    }

    void what_is_printed_is_no_answer() { QVERIFY(ask("print").bytes().empty()); }

    void a_failure_is_thrown_here() {
        QCOMPARE(problem_of([] { ask("refuse"); }), (Problem{"is damaged", "a file", "Choose another"}));
        QCOMPARE(problem_of([] { ask("throw"); }).what, std::string("odd"));
    }

    void a_crash_is_a_failure() {
        for (const int signal : {SIGSEGV, SIGABRT, SIGFPE})
            QCOMPARE(problem_of([&] { ask("crash", number(signal)); }).what, std::string("the process died"));
        for (const int code : {0, 1})
            QCOMPARE(problem_of([&] { ask("leave", number(code)); }).what, std::string("the process died"));
    }

    /// Not the file's fault.
    void other_ends_are_told_apart() {
        VERIFY_CONTAINS(problem_of([] { ask("crash", number(SIGKILL)); }).what, "ended from outside");
        VERIFY_CONTAINS(problem_of([] { ask("crash", number(SIGALRM)); }).what, "longer than a minute");
        VERIFY_CONTAINS(problem_of([] { ask("leave", number(127)); }).what, "a library that langevin-read needs");
    }

    void nobody_may_be_told_of_its_end() {
        const auto before = std::signal(SIGCHLD, SIG_IGN);
        QCOMPARE(ask("echo", number(7)).number<int>(), 7);
        QCOMPARE(problem_of([] { ask("leave", number(0)); }).what, std::string("the process died"));
        std::signal(SIGCHLD, before);
    }

    void what_cannot_be_started_is_a_failure() {
        const auto said = problem_of([] { storage::ask("/nowhere/program", {}, {}, {"the process died", "", ""}); });
        VERIFY_CONTAINS(said.what, "/nowhere/program cannot be started: No such file");
        VERIFY_CONTAINS(said.remedy, "Install");
    }

    /// A copy of this process would wait forever for what they hold (seen under the address sanitizer).
    void other_threads_may_be_in_the_middle_of_anything() {
        std::atomic<bool> done = false;
        std::vector<std::jthread> others;
        for (int t = 0; t < 4; ++t)
            others.emplace_back([&done] {
                for (std::size_t size = 1; !done; size = size % 100000 + 997) std::vector<char> bytes(size);
            });
        for (int n = 0; n < 50; ++n) QCOMPARE(ask("echo", number(n)).number<int>(), n);
        done = true;
    }

    void the_reading_program_is_found() {
        const auto built = hdf5::reading_program(this_program());
        QCOMPARE(built, this_program().parent_path() / "langevin-read");

        const QTemporaryDir folder;
        const std::filesystem::path prefix = folder.path().toStdString();
        const auto said = problem_of([&] { hdf5::reading_program(prefix / "bin/langevin-lab"); });
        VERIFY_CONTAINS(said.what, "langevin-read, which reads such files, is missing");
        const auto installed = prefix / "libexec/langevin-lab/langevin-read";
        std::filesystem::create_directories(installed.parent_path());
        std::ofstream(installed) << "any";
        for (const char* program : {"langevin-lab", "langevin-run", "of another name", "langevin-lab (deleted)"})
            QCOMPARE(hdf5::reading_program(prefix / "bin" / program), installed);
    }
};

int main(int argc, char** argv) {
    if (argc == 2 && tasks.contains(argv[1])) answer(tasks.at(argv[1]));
    QCoreApplication app(argc, argv);
    TestChildProcess test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_child_process.moc"
