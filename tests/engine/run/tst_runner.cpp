// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <thread>

#include "tests/engine/run/waiting.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::test;
using namespace std::chrono_literals;

class TestRunner : public QObject {
    Q_OBJECT

  private slots:
    void runs_to_its_length();
    void ends_when_the_simulation_is_finished();
    void begins_paused_and_steps_one_by_one();
    void pauses_and_goes_on();
    void pauses_at_a_step_and_goes_on();
    void numbers_do_not_depend_on_the_clock();
    void live_edits_are_in_the_journal();
    void refused_edits_become_a_sentence();
    void keeps_the_pace();
    void commands_do_not_hurry_the_pace();
    void impossible_paces_neither_race_nor_block();
    void trouble_becomes_a_failed_phase_data();
    void trouble_becomes_a_failed_phase();
    void the_last_moment_is_there_in_the_midst_of_a_step();
    void a_checkpoint_never_comes_from_the_run_before();
    void bad_starts_fail_and_the_next_one_runs();
    void attention_decides_what_is_filled();

  private:
    Lab lab_ = toy_lab();
};

void TestRunner::runs_to_its_length() {
    Runner runner;
    QVERIFY(!runner.take() && !runner.take_checkpoint());
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.seed = 4, .length = 1000});
    const auto last = wait_for_phase(runner, run, Phase::finished);
    QVERIFY(last);
    QCOMPARE(last->step, 1000u);
    QCOMPARE(last->progress.total, 1000.0);
    QCOMPARE(last->progress.done, 1000.0);
    QVERIFY(last->panel("values") && last->scalar("mean") && last->message.empty());
    QVERIFY(last->rates.elapsed_seconds > 0);
    QVERIFY(!runner.take());  // nothing more comes
    const auto checkpoint = checkpoint_of(runner);
    QVERIFY(checkpoint);
    QCOMPARE(checkpoint->hash(), hash_after(lab_, 1000, 4));
}

void TestRunner::ends_when_the_simulation_is_finished() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"last", whole(17)}}), {});
    const auto last = wait_for_phase(runner, run, Phase::finished);
    QVERIFY(last);
    QCOMPARE(last->step, 17u);
}

void TestRunner::begins_paused_and_steps_one_by_one() {
    Runner runner;
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.seed = 4, .paused = true});
    const auto first = wait_for_phase(runner, run, Phase::paused);
    QVERIFY(first);
    QCOMPARE(first->step, 0u);
    std::this_thread::sleep_for(30ms);
    QVERIFY(!runner.take());
    for (std::uint64_t step = 1; step <= 3; ++step) {
        runner.step_once();
        const auto next = wait_for_step(runner, run, step);
        QVERIFY(next);
        QCOMPARE(next->step, step);
        QCOMPARE(next->phase, Phase::paused);
    }
    for (int i = 0; i < 5; ++i) runner.step_once();
    QVERIFY(wait_for_step(runner, run, 8));
    std::this_thread::sleep_for(20ms);
    const auto checkpoint = checkpoint_of(runner);
    QCOMPARE(checkpoint->step, 8u);
    QCOMPARE(checkpoint->hash(), hash_after(lab_, 8, 4));
}

void TestRunner::pauses_and_goes_on() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"delay", whole(1)}}), {});
    QVERIFY(wait_for_step(runner, run, 3));
    runner.step_once();  // means nothing while it runs
    runner.pause(true);
    QVERIFY(wait_for_phase(runner, run, Phase::paused));
    const auto at = checkpoint_of(runner)->step;
    std::this_thread::sleep_for(30ms);
    QCOMPARE(checkpoint_of(runner)->step, at);
    runner.pause(false);
    QVERIFY(wait_for_step(runner, run, at + 3));
}

void TestRunner::pauses_at_a_step_and_goes_on() {
    Runner runner;
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.seed = 4, .pause_at = 250});
    const auto paused = wait_for_phase(runner, run, Phase::paused);
    QVERIFY(paused);
    QCOMPARE(paused->step, 250u);
    std::this_thread::sleep_for(30ms);
    QVERIFY(!runner.take());
    runner.pause(false);
    QVERIFY(wait_for_step(runner, run, 300));
}

void TestRunner::numbers_do_not_depend_on_the_clock() {
    const auto expected = hash_after(lab_, 300, 11);
    for (const auto budget : {0ms, 1ms, 100ms}) {
        Runner runner;
        if (budget == 1ms) runner.set_pace(3000.0);
        const auto run = runner.start(lab_, ParameterSet(lab_.parameters),
                                      {.seed = 11, .length = 300, .threads = 2, .frame_budget = budget});
        for (int i = 0; i < 3; ++i) {
            runner.pause(true);
            runner.pause(false);
            runner.request_checkpoint();
        }
        QVERIFY(wait_for_phase(runner, run, Phase::finished));
        QCOMPARE(checkpoint_of(runner)->hash(), expected);
    }
}

void TestRunner::live_edits_are_in_the_journal() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"delay", whole(1)}}), {.seed = 6});
    QVERIFY(wait_for_step(runner, run, 2));
    for (int i = 0; i < 50; ++i) runner.edit("memory", 0.01 * i);
    runner.edit("memory", 0.875);
    QVERIFY(wait_for(runner, [](const Snapshot& s) { return s.parameters->get<double>("memory") == 0.875; }));
    runner.edit("delay", whole(0));
    QVERIFY(wait_for(runner, [](const Snapshot& s) { return s.parameters->get<std::int64_t>("delay") == 0; }));
    runner.pause(true);
    QVERIFY(wait_for_phase(runner, run, Phase::paused));
    const auto checkpoint = checkpoint_of(runner);
    const auto journal = runner.journal();
    QCOMPARE(journal, checkpoint->journal);
    QVERIFY(journal.size() >= 2 && journal.size() <= 52);
    QCOMPARE(journal[journal.size() - 2].value, Value(0.875));

    // The journal alone gives the same state.
    Execution again(lab_, toy_set(lab_, {{"delay", whole(1)}}), 6);
    auto next = journal.begin();
    while (again.steps() < checkpoint->step) {
        for (; next != journal.end() && next->step == again.steps(); ++next) again.edit(next->key, next->value);
        again.step({}, 1);
    }
    QCOMPARE(again.checkpoint().hash(), checkpoint->hash());
    runner.start(lab_, ParameterSet(lab_.parameters), {.paused = true});
    QVERIFY(wait_for_phase(runner, run + 1, Phase::paused));
    QVERIFY(runner.journal().empty());
}

void TestRunner::refused_edits_become_a_sentence() {
    Runner runner;
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.paused = true});
    QVERIFY(wait_for_phase(runner, run, Phase::paused));
    const auto said = [&](const std::string& key, const Value& value) {
        runner.edit(key, value);
        const auto snapshot = wait_for(runner, [](const Snapshot&) { return true; });
        return snapshot && snapshot->phase == Phase::paused ? snapshot->message : "no snapshot";
    };
    VERIFY_CONTAINS(said("memory", 5.0), "memory must be");
    VERIFY_CONTAINS(said("size", whole(4)), "size cannot change");
    VERIFY_CONTAINS(said("colour", whole(4)), "no parameter \"colour\"");
    QCOMPARE(said("memory", 0.25), std::string());
    QCOMPARE(runner.journal().size(), 1u);
}

void TestRunner::keeps_the_pace() {
    Runner runner;
    runner.set_pace(50.0);
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {});
    QElapsedTimer timer;
    timer.start();
    QVERIFY(wait_for_step(runner, run, 10));
    const auto elapsed = timer.elapsed();
    QVERIFY2(elapsed >= 170,
             qPrintable(QString::number(elapsed)));  // nine periods of 20 ms and some
    runner.set_pace(std::nullopt);
    QVERIFY(wait_for_step(runner, run, 2000));
}

/// Whatever else is asked for: at two steps a second there are two in a second.
void TestRunner::commands_do_not_hurry_the_pace() {
    Runner runner;
    runner.set_pace(2.0);
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {});
    QVERIFY(wait_for_step(runner, run, 1));
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 300) {
        runner.set_attention({});
        runner.request_checkpoint();
        runner.edit("memory", 0.001 * static_cast<double>(timer.elapsed()));
        std::this_thread::sleep_for(2ms);
    }
    const auto steps = checkpoint_of(runner)->step;
    const auto most = 2 + static_cast<std::uint64_t>(timer.elapsed() / 500);
    QVERIFY2(steps <= most, qPrintable(QString("%1 steps").arg(steps)));
}

void TestRunner::impossible_paces_neither_race_nor_block() {
    for (const double pace : {0.0, -1.0, 1e-300, std::nan("")}) {
        Runner runner;
        runner.set_pace(pace);
        const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {});
        QVERIFY(wait_for_step(runner, run, 1));
        std::this_thread::sleep_for(20ms);
        QCOMPARE(checkpoint_of(runner)->step, 1u);
        runner.set_pace(std::nullopt);
        QVERIFY(wait_for_step(runner, run, 100));
    }
}

void TestRunner::trouble_becomes_a_failed_phase_data() {
    QTest::addColumn<QString>("where");
    for (const char* where : {"create", "step", "apply", "observe", "save", "load"}) QTest::newRow(where) << where;
}

/// Whatever throws, the page shows a sentence, the program lives and the next run is a good one.
void TestRunner::trouble_becomes_a_failed_phase() {
    QFETCH(const QString, where);
    Runner runner;
    const bool early = where == "create" || where == "load";
    const auto set = toy_set(lab_, {{"trouble", where.toStdString()}, {"after", whole(early ? 0 : 5)}});
    const auto run = runner.start(lab_, set, {.paused = true});
    if (!early) {
        for (int i = 0; i < (where == "step" ? 5 : 6); ++i) runner.step_once();
        if (where != "observe") QVERIFY(wait_for_step(runner, run, where == "step" ? 5 : 6));
    }
    if (where == "step") runner.step_once();
    if (where == "apply") runner.edit("memory", 0.0);
    if (where == "save") runner.request_checkpoint();
    if (where == "load") runner.rewind(0);
    const auto failed = wait_for_phase(runner, run, Phase::failed);
    QVERIFY(failed);
    VERIFY_CONTAINS(failed->message, "the toy broke in " + where.toStdString());
    runner.pause(false);
    runner.step_once();
    runner.edit("memory", 0.25);
    runner.set_attention({});
    runner.stop();
    const auto next = runner.start(lab_, ParameterSet(lab_.parameters), {.length = 10});
    const auto last = wait_for_phase(runner, next, Phase::finished);
    QVERIFY(last && last->message.empty() && last->step == 10);
}

/// While a step takes as long as it likes.
void TestRunner::the_last_moment_is_there_in_the_midst_of_a_step() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"delay", whole(60000)}}), {.seed = 4, .paused = true});
    QVERIFY(wait_for_phase(runner, run, Phase::paused));
    runner.pause(false);
    std::this_thread::sleep_for(30ms);
    runner.request_checkpoint();
    std::this_thread::sleep_for(30ms);
    QVERIFY(!runner.take_checkpoint());
    const auto moment = runner.last_moment();
    QVERIFY(moment && moment->step == 0);
    QCOMPARE(moment->hash(), hash_after(lab_, 0, 4));
    // Of a run that is not there yet there is none.
    runner.start(lab_, toy_set(lab_, {{"trouble", std::string("create")}}), {});
    QVERIFY(!runner.last_moment());
}

/// A state of one run would be saved as that of the other.
void TestRunner::a_checkpoint_never_comes_from_the_run_before() {
    Runner runner;
    const auto run = runner.start(lab_, toy_set(lab_, {{"trouble", std::string("slow save")}}), {.paused = true});
    QVERIFY(wait_for_phase(runner, run, Phase::paused));
    runner.request_checkpoint();
    std::this_thread::sleep_for(20ms);  // it is being made
    const auto next = runner.start(lab_, ParameterSet(lab_.parameters), {.paused = true});
    QVERIFY(wait_for_phase(runner, next, Phase::paused));
    QVERIFY(!runner.take_checkpoint());
    QVERIFY(checkpoint_of(runner));
}

void TestRunner::bad_starts_fail_and_the_next_one_runs() {
    Runner runner;
    auto bad = ParameterSet(lab_.parameters);
    QVERIFY(!bad.set("size", whole(4096)) && !bad.set("memory", 0.0));
    const auto run = runner.start(lab_, bad, {});
    const auto failed = wait_for_phase(runner, run, Phase::failed);
    QVERIFY(failed);
    VERIFY_CONTAINS(failed->message, "need a memory");
    runner.request_checkpoint();
    runner.rewind(0);
    const auto next = runner.start(lab_, ParameterSet(lab_.parameters), {.length = 1});
    QVERIFY(wait_for_phase(runner, next, Phase::finished));
}

void TestRunner::attention_decides_what_is_filled() {
    Runner runner;
    runner.set_attention({.panels = std::set<std::string>{}});
    const auto run = runner.start(lab_, ParameterSet(lab_.parameters), {.paused = true});
    const auto blind = wait_for_phase(runner, run, Phase::paused);
    QVERIFY(blind && !blind->panel("values") && blind->scalar("mean"));
    runner.set_attention({});
    const auto seeing = wait_for_phase(runner, run, Phase::paused);  // at once, though nothing moves
    QVERIFY(seeing && seeing->panel("values"));
}

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
