// SPDX-License-Identifier: GPL-3.0-or-later
// The fastest number of threads is found and followed, at little cost, on a clock that the test makes.
#include <QTest>
#include <cmath>
#include <functional>
#include <map>

#include "engine/run/thread_choice.h"

using namespace langevin;
using namespace std::chrono_literals;

namespace {

using Seconds = std::chrono::duration<double>;

/// Of a step with so many threads.
using Law = std::function<double(int threads)>;

/// A share of each thread, and what it takes to wake them.
Law law(double work, double waking) {
    return [=](int threads) { return work / threads + waking * (threads - 1); };
}

struct Outcome {
    int threads = 0;   ///< that made most steps
    double speed = 0;  ///< steps a second
};

Outcome run(ThreadChoice& choice, const Law& law, int most, double seconds) {
    std::map<int, int> steps;
    int all = 0;
    for (double time = 0; time < seconds; ++all) {
        const int threads = choice.threads(most);
        const double step = law(threads);
        choice.count(std::chrono::duration_cast<ThreadChoice::Duration>(Seconds(step)));
        time += step;
        ++steps[threads];
    }
    const auto favourite =
        std::max_element(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return {favourite->first, all / seconds};
}

}  // namespace

class TestThreadChoice : public QObject {
    Q_OBJECT

  private slots:
    void the_fastest_is_found_data() {
        QTest::addColumn<double>("work");
        QTest::addColumn<double>("waking");
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("fastest");
        QTest::newRow("small") << 2e-4 << 3e-4 << 2 << 1;
        QTest::newRow("small, many cores") << 2e-4 << 3e-4 << 16 << 1;
        QTest::newRow("middle") << 1e-3 << 4e-5 << 16 << 4;
        QTest::newRow("large") << 1e-2 << 1e-6 << 16 << 16;
        QTest::newRow("no power of two") << 1e-2 << 1e-6 << 6 << 6;
        QTest::newRow("long steps") << 0.4 << 1e-6 << 8 << 8;
        QTest::newRow("one core") << 1e-3 << 1e-6 << 1 << 1;
    }
    void the_fastest_is_found() {
        QFETCH(const double, work);
        QFETCH(const double, waking);
        QFETCH(const int, most);
        QFETCH(const int, fastest);
        ThreadChoice choice;
        QCOMPARE(choice.threads(most), most);
        const auto cost = law(work, waking);
        const auto found = run(choice, cost, most, 20);
        QCOMPARE(found.threads, fastest);
        QVERIFY2(found.speed > 0.93 / cost(fastest), qPrintable(QString::number(found.speed * cost(fastest))));
    }

    void it_follows_what_changes() {
        ThreadChoice choice;
        QCOMPARE(run(choice, law(1e-2, 1e-6), 8, 5).threads, 8);
        QCOMPARE(run(choice, law(1e-4, 1e-3), 8, 5).threads, 1);
        QCOMPARE(run(choice, law(1e-2, 1e-6), 8, 10).threads, 8);
    }

    void another_limit_is_kept_at_once() {
        ThreadChoice choice;
        run(choice, law(1e-2, 1e-6), 8, 5);
        QCOMPARE(choice.threads(1), 1);
        choice.count(5s);
        QCOMPARE(choice.threads(3), 3);
    }
};

QTEST_GUILESS_MAIN(TestThreadChoice)
#include "tst_thread_choice.moc"
