// SPDX-License-Identifier: GPL-3.0-or-later
// What every lab's runs must satisfy: the same bits whatever the threads, the pace and the interruptions; stops in
// time.
#include <unistd.h>

#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <chrono>
#include <thread>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/run/replay.h"
#include "engine/run/runner.h"
#include "tests/registry/lab_cases.h"
#include "tests/support/processor_wait.h"

using namespace langevin;
using namespace langevin::tests;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t steps = 24;

/// Sanitizers slow everything down.
double patience() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 20;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
    return 20;
#endif
#endif
    return 1;
}

/// Waits for a snapshot that satisfies the condition.
template <class Condition>
SnapshotPtr wait_for(Runner& runner, Condition condition, int milliseconds = 20000) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) {
        if (auto snapshot = runner.take(); snapshot && condition(*snapshot)) return snapshot;
        QTest::qSleep(1);
    }
    return nullptr;
}

std::uint64_t hash_of_runner(Runner& runner) {
    runner.request_checkpoint();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 20000) {
        if (const auto checkpoint = runner.take_checkpoint()) return checkpoint->hash();
        QTest::qSleep(1);
    }
    return 0;
}

}  // namespace

/// Labs that first collect what they learn from take no notice of some edits until they have it.
void collect(Execution& execution) {
    const auto collecting = [&] {
        Snapshot snapshot;
        execution.observe(snapshot, {});
        return snapshot.progress.text.starts_with("collecting");
    };
    for (int most = 2000; most > 0 && collecting(); --most) execution.step({}, 1);
}

class TestRuns : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();

    void rows(std::vector<Case> (*make)(const Lab&)) {
        QTest::addColumn<const Lab*>("lab");
        QTest::addColumn<ParameterSet>("parameters");
        // Under sanitizers every third case, or it takes a quarter of an hour; tst_registry makes them all there.
        const std::size_t every = patience() > 1 ? 3 : 1;
        for (const auto& lab : registry.labs()) {
            const auto cases = make(lab);
            for (std::size_t i = 0; i < cases.size(); i += every)
                QTest::newRow(qPrintable(QString::fromStdString(lab.id) + ": " + cases[i].name))
                    << &lab << cases[i].parameters;
        }
    }

  private slots:
    void the_number_of_threads_changes_nothing_data() { rows(medium_cases); }
    void the_number_of_threads_changes_nothing() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        const auto alone = hash_after(*lab, parameters, 11, steps, 1);
        for (const int threads : {2, 3, 4}) QCOMPARE(hash_after(*lab, parameters, 11, steps, threads), alone);
    }

    void the_seed_changes_everything_data() {
        rows([](const Lab& lab) { return std::vector<Case>{small_cases(lab).front()}; });
    }
    void the_seed_changes_everything() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        QVERIFY(hash_after(*lab, parameters, 1, steps, 1) != hash_after(*lab, parameters, 2, steps, 1));
    }

    void the_frame_budget_changes_nothing_data() {
        rows([](const Lab& lab) { return std::vector<Case>{small_cases(lab).front()}; });
    }
    void the_frame_budget_changes_nothing() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        const auto expected = hash_after(*lab, parameters, 5, 200, 1);
        for (const int budget : {0, 3, 40}) {
            Runner runner;
            runner.start(*lab, parameters,
                         {.seed = 5, .length = 200, .threads = 1, .frame_budget = std::chrono::milliseconds(budget)});
            const auto last = wait_for(runner, [](const Snapshot& s) { return s.phase == Phase::finished; });
            QVERIFY(last);
            QCOMPARE(last->step, std::uint64_t{200});
            QCOMPARE(hash_of_runner(runner), expected);
        }
    }

    void a_journal_replays_data() { rows(small_cases); }
    void a_journal_replays() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        Execution execution(*lab, parameters, 8);
        collect(execution);
        std::uint64_t next = execution.steps() + 5;
        for (const auto& spec : lab->parameters->specs()) {
            if (spec.apply != Apply::live) continue;
            while (execution.steps() < next) execution.step({}, 1);
            if (const auto* range = std::get_if<Range>(&spec.domain)) {
                const bool integer = std::holds_alternative<std::int64_t>(spec.initial);
                const auto& now = execution.parameters().value(spec.key);
                const Value other = integer
                                        ? Value(std::get<std::int64_t>(now) + static_cast<std::int64_t>(range->step))
                                        : Value(0.98 * std::get<double>(now));
                (void)execution.edit(spec.key, other);  // a refused edit must not reach the journal either
            }
            next += 3;
        }
        while (execution.steps() < next) execution.step({}, 1);
        QVERIFY(!execution.journal().empty());
        const auto checkpoint = execution.checkpoint();
        Recipe recipe{.lab = lab->id, .seed = 8, .steps = execution.steps()};
        for (const auto& [key, value] : parameters.changed()) recipe.parameters.emplace_back(key, value);
        ReplayRequest session{.recipe = recipe,
                              .journal = checkpoint.journal,
                              .hash = checkpoint.hash(),
                              .waypoints = checkpoint.waypoints};
        QVERIFY(replay(*lab, session, 2, {}).identical);
        // Edits a step too early are noticed, unless they are of parameters that this choice makes no use of.
        for (auto& edit : session.journal) edit.step -= 1;
        const auto other = replay(*lab, session, 2, {});
        QVERIFY(!other.identical && other.different_at > 0);
    }

    void going_on_from_a_checkpoint_equals_not_having_stopped_data() { rows(small_cases); }
    void going_on_from_a_checkpoint_equals_not_having_stopped() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        const auto straight = hash_after(*lab, parameters, 7, 2 * steps, 1);
        Execution first(*lab, parameters, 7);
        while (first.steps() < steps) first.step({}, 1);
        const auto checkpoint = first.checkpoint();
        Execution second(*lab, parameters, 7);
        second.restore(checkpoint);
        QCOMPARE(second.checkpoint().hash(), checkpoint.hash());
        while (second.steps() < 2 * steps) second.step({}, 1);
        QCOMPARE(second.checkpoint().hash(), straight);
    }

    void a_foreign_checkpoint_is_refused_data() {
        rows([](const Lab& lab) { return std::vector<Case>{small_cases(lab).front()}; });
    }
    void a_foreign_checkpoint_is_refused() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        Execution execution(*lab, parameters, 7);
        auto checkpoint = execution.checkpoint();
        checkpoint.state = Archive();
        QVERIFY_THROWS_EXCEPTION(Failure, execution.restore(checkpoint));
        execution.step({}, 1);  // and the run is still usable
    }

    void stops_in_time_at_the_largest_setting_data() { rows(largest_cases); }
    void stops_in_time_at_the_largest_setting() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        Execution execution(*lab, parameters, 1);
        std::vector<double> delays;
        for (int i = 0; i < 5; ++i) {
            const auto before = execution.checkpoint().hash();
            std::stop_source stop;
            Clock::time_point stopped;
            double waited = 0;  // a busy machine says nothing about this program
            std::jthread stopper([&, stepping = ::gettid()] {
                std::this_thread::sleep_for(std::chrono::milliseconds(30 + 17 * i));
                waited = test::waited_for_a_processor(stepping);
                stopped = Clock::now();
                stop.request_stop();
            });
            const bool complete = execution.step(stop.get_token(), 1);
            const auto returned = Clock::now();
            const double until = test::waited_for_a_processor(::gettid());
            stopper.join();
            const double delay = std::chrono::duration<double, std::milli>(returned - stopped).count();
            delays.push_back(std::max(0.0, delay - (until - waited)));
            if (!complete) QCOMPARE(execution.checkpoint().hash(), before);  // abandoned: as before the step
        }
        std::sort(delays.begin(), delays.end());
        QVERIFY2(delays[2] < 50 * patience(),
                 qPrintable(QString("median %1 ms, longest %2 ms").arg(delays[2]).arg(delays[4])));
    }
};

QTEST_GUILESS_MAIN(TestRuns)
#include "tst_runs.moc"
