// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <cmath>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "engine/parallel/parallel.h"
#include "tests/support/close.h"

using namespace langevin::parallel;

namespace {

const std::vector<int> teams = {1, 2, 3, 4, 7};

/// Terms of very different size: another order of adding gives another sum.
double term(std::size_t i) {
    return std::sin(static_cast<double>(i)) * std::pow(10.0, static_cast<double>(i % 17));
}

}  // namespace

class TestParallel : public QObject {
    Q_OBJECT

  private slots:
    void every_index_once_data();
    void every_index_once();
    void no_more_threads_than_asked_for();
    void one_thread_is_the_callers();
    void sums_have_the_same_bits_for_any_team();
    void exceptions_arrive_data();
    void exceptions_arrive();
    void impossible_teams_are_one_thread();
    void nested_calls_cover_every_index_once();
    void callers_on_several_threads();
};

void TestParallel::every_index_once_data() {
    QTest::addColumn<int>("threads");
    for (const int threads : teams) QTest::addRow("%d threads", threads) << threads;
}

void TestParallel::every_index_once() {
    QFETCH(const int, threads);
    for (const std::size_t count : {0, 1, 2, 3, 64, 1000, 20001}) {
        std::vector<int> seen(count);  // plain: every index has a place of its own
        for_each_index(count, threads, [&](std::size_t i) { ++seen.at(i); });
        QCOMPARE(seen, std::vector<int>(count, 1));
    }
}

void TestParallel::no_more_threads_than_asked_for() {
    for (const int threads : teams) {
        std::mutex mutex;
        std::set<std::thread::id> ids;
        for_each_index(200, threads, [&](std::size_t) {
            std::this_thread::sleep_for(std::chrono::microseconds(20));
            const std::lock_guard lock(mutex);
            ids.insert(std::this_thread::get_id());
        });
        QVERIFY(ids.size() <= static_cast<std::size_t>(threads));
        if (threads > 1) QVERIFY2(ids.size() > 1, "nothing ran side by side");
    }
}

void TestParallel::one_thread_is_the_callers() {
    std::vector<std::size_t> order;
    for_each_index(5, 1, [&](std::size_t i) { order.push_back(i); });
    QCOMPARE(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    const auto caller = std::this_thread::get_id();
    for_each_index(1, 8, [&](std::size_t) { QCOMPARE(std::this_thread::get_id(), caller); });
}

void TestParallel::sums_have_the_same_bits_for_any_team() {
    for (const std::size_t count : {0, 1, 10, 5000}) {
        double expected = 0, backwards = 0;
        for (std::size_t i = 0; i < count; ++i) expected += term(i);
        for (std::size_t i = count; i-- > 0;) backwards += term(i);
        QVERIFY(count < 5000 || expected != backwards);  // or this would test nothing
        for (const int threads : teams)
            for (int again = 0; again < 20; ++again) VERIFY_SAME(sum(count, threads, term), expected);
    }
}

void TestParallel::exceptions_arrive_data() {
    every_index_once_data();
}

void TestParallel::exceptions_arrive() {
    QFETCH(const int, threads);
    for (const std::size_t guilty : {0, 1, 50, 99}) {
        std::string said;
        std::atomic<int> inside = 0;
        try {
            for_each_index(100, threads, [&](std::size_t i) {
                ++inside;
                const auto leave = std::unique_ptr<std::atomic<int>, void (*)(std::atomic<int>*)>(
                    &inside, [](std::atomic<int>* count) { --*count; });
                if (i == guilty) throw std::runtime_error("index " + std::to_string(i));
            });
        } catch (const std::runtime_error& error) {
            QCOMPARE(inside.load(), 0);  // nobody is at work any more
            said = error.what();
        }
        QCOMPARE(said, "index " + std::to_string(guilty));
    }
    QVERIFY_THROWS_EXCEPTION(std::size_t, for_each_index(100, threads, [](std::size_t i) { throw i; }));
    QVERIFY_THROWS_EXCEPTION(std::bad_alloc, sum(100, threads, [](std::size_t) -> double { throw std::bad_alloc(); }));
    QCOMPARE(sum(100, threads, [](std::size_t) { return 1.0; }),
             100.0);  // and the next call is a good one
}

void TestParallel::impossible_teams_are_one_thread() {
    for (const int threads : {0, -1, -1000000}) {
        std::set<std::thread::id> ids;
        std::size_t calls = 0;
        for_each_index(50, threads, [&](std::size_t) {
            ++calls;
            ids.insert(std::this_thread::get_id());
        });
        QCOMPARE(calls, 50u);
        QCOMPARE(ids, (std::set<std::thread::id>{std::this_thread::get_id()}));
    }
}

/// Not asked for (a body runs on one thread), but it must not go wrong.
void TestParallel::nested_calls_cover_every_index_once() {
    for (const int threads : teams) {
        std::vector<std::vector<int>> seen(20, std::vector<int>(30));
        for_each_index(20, threads,
                       [&](std::size_t i) { for_each_index(30, threads, [&](std::size_t j) { ++seen[i][j]; }); });
        for (const auto& row : seen) QCOMPARE(row, std::vector<int>(30, 1));
        const auto inner = [&](std::size_t i) {
            return sum(50, threads, [i](std::size_t j) { return term(50 * i + j); });
        };
        double expected = 0;
        for (std::size_t i = 0; i < 20; ++i) expected += sum(50, 1, [i](std::size_t j) { return term(50 * i + j); });
        VERIFY_SAME(sum(20, threads, inner), expected);
        const auto deep = [&](std::size_t i) {
            for_each_index(30, threads, [i](std::size_t j) {
                if (i == 7 && j == 9) throw std::runtime_error("deep");
            });
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, for_each_index(20, threads, deep));
    }
}

void TestParallel::callers_on_several_threads() {
    double expected = 0;
    for (std::size_t i = 0; i < 500; ++i) expected += term(i);
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> callers;
        for (int c = 0; c < 3; ++c)
            callers.emplace_back([&] {
                for (int again = 0; again < 30; ++again)
                    if (sum(500, 3, term) != expected) ++wrong;
            });
    }
    QCOMPARE(wrong.load(), 0);
    QVERIFY(available_threads() >= 1);
}

QTEST_GUILESS_MAIN(TestParallel)
#include "tst_parallel.moc"
