// SPDX-License-Identifier: GPL-3.0-or-later
// What happens in a child process stays there, unless it was sent home.
#include <unistd.h>

#include <QtTest>
#include <csignal>

#include "engine/storage/child_process.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

class TestChildProcess : public QObject {
    Q_OBJECT

    static Parcel run(const std::function<Parcel()>& work) {
        return in_child_process(work, {"the child died", "", "Take another"});
    }

  private slots:
    void everything_comes_home() {
        const std::vector<float> numbers = {1.5f, -0.0f, 1e-45f};
        const std::string text("a\0b", 3);
        auto parcel = run([&] {
            Parcel p;
            p.put(std::uint64_t{18446744073709551557u});
            p.put(text);
            p.put(numbers);
            p.put(std::vector<int>{});
            p.put(-7);
            return p;
        });
        QCOMPARE(parcel.number<std::uint64_t>(), std::uint64_t{18446744073709551557u});
        QCOMPARE(parcel.text(), text);
        QCOMPARE(parcel.numbers<float>(), numbers);
        QVERIFY(parcel.numbers<int>().empty());
        QCOMPARE(parcel.number<int>(), -7);
        VERIFY_CONTAINS(problem_of([&] { parcel.number<char>(); }).what, "not whole");
    }

    void much_comes_home() {
        const std::vector<double> many(1 << 22, 0.25);
        auto parcel = run([&] {
            Parcel p;
            p.put(many);
            return p;
        });
        QCOMPARE(parcel.numbers<double>(), many);
    }

    void a_failure_is_thrown_here() {
        const Problem problem{"is damaged", "a file", "Choose another"};
        QCOMPARE(problem_of([&] { run([&]() -> Parcel { throw Failure(problem); }); }), problem);
        QCOMPARE(problem_of([&] { run([]() -> Parcel { throw std::runtime_error("odd"); }); }).what,
                 std::string("odd"));
    }

    void a_crash_is_a_failure() {
        for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGKILL})
            QCOMPARE(problem_of([&] {
                         run([&] {
                             std::raise(signal);
                             return Parcel();
                         });
                     }).what,
                     std::string("the child died"));
        QCOMPARE(problem_of([&] { run([]() -> Parcel { ::_exit(3); }); }).what, std::string("the child died"));
    }
};

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_child_process.moc"
