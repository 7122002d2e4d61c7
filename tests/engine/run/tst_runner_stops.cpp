// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <thread>

#include "tests/engine/run/waiting.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::test;
using namespace std::chrono_literals;

class TestRunnerStops : public QObject {
    Q_OBJECT

  private slots:
    void stops_in_the_middle_of_a_long_step();
    void starts_anew_in_the_middle_of_a_long_step();
    void starts_leave_nothing_of_the_run_before();
    void dies_in_the_middle_of_a_long_step();
    void leaves_a_long_estimate();
    void dies_at_any_moment();
    void rewinds_to_the_same_numbers();
    void rewinds_after_the_end_and_goes_on();
    void rewinds_to_listed_moments_only();
    void resumes_from_a_checkpoint();
    void every_command_from_many_threads();

  private:
    Lab lab_ = toy_lab();
};

void TestRunnerStops::stops_in_the_middle_of_a_long_step() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"delay", whole(long_delay)}}), {.seed = 3});
    QVERIFY(wait_for_phase(runner, run, Phase::running));
    std::this_thread::sleep_for(20ms);
    QElapsedTimer timer;
    timer.start();
    runner.stop();
    QVERIFY(timer.elapsed() < 50);  // the caller does not wait
    const auto last = wait_for_phase(runner, run, Phase::finished);
    QVERIFY(last);
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(last->step, 0u);
    QVERIFY(last->panel("values"));
    QVERIFY(checkpoint_of(runner));
}

void TestRunnerStops::starts_anew_in_the_middle_of_a_long_step() {
    Runner runner;
    const auto first = runner.start(lab_, toy_set(lab_, {{"delay", whole(long_delay)}}), {});
    QVERIFY(wait_for_phase(runner, first, Phase::running));
    QElapsedTimer timer;
    timer.start();
    const auto second = runner.start(lab_, ParameterSet(lab_.parameters), {.seed = 8, .length = 20});
    QCOMPARE(second, first + 1);
    while (timer.elapsed() < 10000) {
        const auto snapshot = runner.take();
        if (!snapshot) continue;
        QCOMPARE(snapshot->run, second);  // nothing of the first one comes any more
        if (snapshot->phase == Phase::finished) break;
    }
    QVERIFY2(timer.elapsed() < 300, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(checkpoint_of(runner)->hash(), hash_after(lab_, 20, 8));
}

/// Even if a snapshot of the old run is being made just then.
void TestRunnerStops::starts_leave_nothing_of_the_run_before() {
    Runner runner;
    const auto slow = toy_set(lab_, {{"trouble", word("slow observe")}});
    for (int i = 0; i < 5; ++i) {
        runner.start(lab_, slow, {.paused = true});
        std::this_thread::sleep_for(std::chrono::milliseconds(10 * i));
        const auto run = runner.start(lab_, slow, {.paused = true});
        const auto next = wait_for(runner, [](const Snapshot&) { return true; });
        QVERIFY(next);
        QCOMPARE(next->run, run);
    }
}

void TestRunnerStops::dies_in_the_middle_of_a_long_step() {
    QElapsedTimer timer;
    {
        Runner runner;
        const auto run = runner.start(lab_, toy_set(lab_, {{"delay", whole(long_delay)}, {"burn", true}}), {});
        QVERIFY(wait_for_phase(runner, run, Phase::running));
        std::this_thread::sleep_for(5ms);
        timer.start();
    }
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
}

/// For another run, and for good; also when the attention has changed since.
void TestRunnerStops::leaves_a_long_estimate() {
    const auto slow = toy_set(lab_, {{"trouble", word("long observe")}});
    QElapsedTimer timer;
    {
        Runner runner;
        runner.start(lab_, slow, {.paused = true});
        std::this_thread::sleep_for(20ms);
        timer.start();
        const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.paused = true});
        QVERIFY(wait_for_phase(runner, run, Phase::paused));
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        runner.set_attention({.complete = true});
        runner.start(lab_, slow, {.paused = true});
        runner.set_attention({});
        std::this_thread::sleep_for(20ms);
        timer.start();
    }
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
}

void TestRunnerStops::dies_at_any_moment() {
    for (int i = 0; i < 50; ++i) {
        Runner runner;
        if (i % 5 == 0) continue;
        if (i % 5 == 1) runner.set_pace(0.5);
        runner.start(lab_, ParameterSet(lab_.parameters), {.paused = i % 5 == 2, .frame_budget = 1ms});
        if (i % 5 == 3) runner.request_checkpoint();
        std::this_thread::sleep_for(std::chrono::microseconds(i * 20));
        if (i % 5 == 4) runner.start(lab_, ParameterSet(lab_.parameters), {});
    }
}

void TestRunnerStops::rewinds_to_the_same_numbers() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"delay", whole(2)}}), {.seed = 5});
    QVERIFY(wait_for_step(runner, run, 5));
    runner.edit("memory", -0.25);
    // Moments are a second apart.
    const auto two = wait_for(runner, [](const Snapshot& s) { return s.moments.size() >= 2; });
    QVERIFY(two);
    QCOMPARE(two->moments.front(), 0u);
    const auto moment = two->moments.back();
    const auto journal = runner.journal();
    QVERIFY(journal.size() == 1 && moment > 5);
    runner.edit("memory", 0.75);
    QVERIFY(wait_for_step(runner, run, moment + 5));

    const auto verify_at = [&](std::uint64_t step, const Journal& edits) {
        Execution again(lab_, ParameterSet(lab_.parameters), 5);
        while (again.steps() < step) {
            for (const auto& entry : edits)
                if (entry.step == again.steps()) again.edit(entry.key, entry.value);
            again.step({}, 1);
        }
        const auto checkpoint = checkpoint_of(runner);
        QCOMPARE(checkpoint->step, step);
        QCOMPARE(checkpoint->hash(), again.checkpoint().hash());
    };
    runner.rewind(moment);
    const auto back = wait_for_phase(runner, run, Phase::paused);
    QVERIFY(back);
    QCOMPARE(back->step, moment);
    QCOMPARE(back->moments.back(), moment);
    QCOMPARE(back->parameters->get<double>("memory"), -0.25);
    QCOMPARE(runner.journal(), journal);
    verify_at(moment, journal);
    runner.step_once();
    QVERIFY(wait_for_step(runner, run, moment + 1));
    verify_at(moment + 1, journal);

    runner.rewind(0);
    const auto first = wait_for(runner, [](const Snapshot& s) { return s.step == 0 && s.phase == Phase::paused; });
    QVERIFY(first);
    QCOMPARE(first->moments, std::vector<std::uint64_t>{0});  // what came after is forgotten
    QVERIFY(runner.journal().empty());
    verify_at(0, {});
    runner.pause(false);
    QVERIFY(wait_for_step(runner, run, 3));
}

/// Also in a lab whose steps look at the stop.
void TestRunnerStops::rewinds_after_the_end_and_goes_on() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"delay", whole(2)}}), {.seed = 5});
    QVERIFY(wait_for_step(runner, run, 3));
    runner.stop();
    QVERIFY(wait_for_phase(runner, run, Phase::finished));
    runner.pause(false);  // does not wake it
    std::this_thread::sleep_for(20ms);
    QVERIFY(!runner.take());
    runner.rewind(0);
    QVERIFY(wait_for_phase(runner, run, Phase::paused));
    runner.step_once();
    const auto one = wait_for_step(runner, run, 1);
    QVERIFY(one);
    QCOMPARE(one->phase, Phase::paused);
    runner.pause(false);
    QVERIFY(wait_for_step(runner, run, 4));
    runner.edit("delay", whole(long_delay));
    std::this_thread::sleep_for(20ms);
    runner.stop();  // and it can be stopped again
    QVERIFY(wait_for_phase(runner, run, Phase::finished));
}

void TestRunnerStops::rewinds_to_listed_moments_only() {
    Runner runner;
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.length = 10});
    QVERIFY(wait_for_phase(runner, run, Phase::finished));
    runner.rewind(7);
    QCOMPARE(checkpoint_of(runner)->step, 10u);
    QVERIFY(!runner.take());
}

void TestRunnerStops::resumes_from_a_checkpoint() {
    Execution execution(lab_, ParameterSet(lab_.parameters), 5);
    for (int i = 0; i < 10; ++i) execution.step({}, 1);
    execution.edit("memory", 0.25);
    const auto checkpoint = std::make_shared<const Checkpoint>(execution.checkpoint());
    for (int i = 0; i < 10; ++i) execution.step({}, 1);
    Runner runner;
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.seed = 5, .length = 20, .resume = checkpoint});
    QVERIFY(wait_for_phase(runner, run, Phase::finished));
    QCOMPARE(checkpoint_of(runner)->hash(), execution.checkpoint().hash());
    QCOMPARE(runner.journal(), execution.journal());

    auto other = *checkpoint;
    other.state = {};
    const auto bad =
        runner.start(lab_, ParameterSet(lab_.parameters), {.resume = std::make_shared<const Checkpoint>(other)});
    const auto failed = wait_for_phase(runner, bad, Phase::failed);
    QVERIFY(failed);
    VERIFY_CONTAINS(failed->message, "is missing");
}

void TestRunnerStops::every_command_from_many_threads() {
    Runner runner;
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 150; ++i) {
                    if (i % 50 == 0) runner.start(lab_, ParameterSet(lab_.parameters), {.paused = t == 1});
                    runner.edit("memory", 0.001 * i);
                    runner.pause((i + t) % 2 == 0);
                    runner.step_once();
                    std::this_thread::sleep_for(50us);
                    if (i % 3 == 0) runner.set_pace(i % 2 == 0 ? Pace(1000.0) : std::nullopt);
                    runner.set_attention({});
                    if (i % 7 == 0) runner.rewind(0);
                    if (i % 40 == 39) runner.stop();
                    runner.request_checkpoint();
                    if (runner.take()) ++taken;
                    if (runner.take_checkpoint()) ++taken;
                    taken += static_cast<int>(runner.journal().size() > 1000000);
                }
            });
    }
    QVERIFY(taken > 0);
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.seed = 2, .length = 50});
    runner.set_pace(std::nullopt);
    QVERIFY(wait_for_phase(runner, run, Phase::finished));
    QCOMPARE(checkpoint_of(runner)->hash(), hash_after(lab_, 50, 2));
}

QTEST_GUILESS_MAIN(TestRunnerStops)
#include "tst_runner_stops.moc"
