// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "engine/run/execution.h"
#include "engine/run/replay.h"
#include "tests/support/failures.h"
#include "tests/support/toy_lab.h"

using namespace langevin;
using langevin::test::problem_of;
using langevin::test::toy_set;

namespace {

void advance(Execution& execution, int steps) {
    for (int i = 0; i < steps; ++i) QVERIFY(execution.step({}, 1));
}

const std::int64_t two = 2;

}  // namespace

class TestExecution : public QObject {
    Q_OBJECT

  private slots:
    void begins_where_it_is_told();
    void same_seed_same_numbers();
    void edits_act_before_the_next_step();
    void refused_edits_change_nothing();
    void edits_that_change_nothing_leave_no_trace();
    void waypoints_at_powers_of_two();
    void checkpoints_go_on_bit_for_bit();
    void restore_goes_back_in_the_same_run();
    void foreign_checkpoints_change_nothing();
    void abandoned_steps_do_not_count();
    void finished_when_the_simulation_says_so();
    void failures_arrive();
    void observes_what_is_wanted();
    void replay_is_identical();
    void replay_says_where_it_differs();
    void replay_refuses_what_it_cannot_follow();
    void replay_stops();

  private:
    Lab lab_ = test::toy_lab();
};

void TestExecution::begins_where_it_is_told() {
    const Execution execution(lab_, toy_set(lab_, {{"size", two}}), 5);
    QCOMPARE(execution.steps(), 0u);
    QCOMPARE(execution.seed(), 5u);
    QVERIFY(execution.journal().empty() && !execution.finished());
    QCOMPARE(execution.parameters().get<std::int64_t>("size"), 2);
    auto bad = ParameterSet(lab_.parameters);
    QVERIFY(!bad.set("size", std::int64_t{4096}) && !bad.set("memory", 0.0));
    VERIFY_CONTAINS(problem_of([&] { Execution(lab_, bad, 1); }).what, "need a memory");
}

void TestExecution::same_seed_same_numbers() {
    const auto hash = [&](std::uint64_t seed, int threads) {
        Execution execution(lab_, ParameterSet(lab_.parameters), seed);
        for (int i = 0; i < 10; ++i) execution.step({}, threads);
        return execution.checkpoint().hash();
    };
    QCOMPARE(hash(1, 1), hash(1, 3));
    QVERIFY(hash(1, 1) != hash(2, 1));
}

void TestExecution::edits_act_before_the_next_step() {
    Execution execution(lab_, toy_set(lab_, {{"size", two}, {"memory", 1.0}}), 5);
    const Random random(5);
    const auto normal = [&](std::uint64_t step) { return random.normal(Stream::of(0, 0), step, 0); };
    advance(execution, 2);
    QVERIFY(!execution.edit("memory", std::int64_t{0}));  // a whole number for a real
    advance(execution, 1);
    QCOMPARE(execution.checkpoint().state.get<double>("x")[0], normal(2));
    QVERIFY(!execution.edit("memory", 1.0));
    advance(execution, 1);
    QCOMPARE(execution.checkpoint().state.get<double>("x")[0], normal(2) + normal(3));
    QCOMPARE(execution.journal(), (Journal{{2, "memory", 0.0}, {3, "memory", 1.0}}));
    QCOMPARE(execution.first_parameters().get<double>("memory"), 1.0);
}

void TestExecution::refused_edits_change_nothing() {
    Execution execution(lab_, toy_set(lab_, {{"size", std::int64_t{4096}}}), 5);
    advance(execution, 3);
    const auto hash = execution.checkpoint().hash();
    const auto said = [&](const std::string& key, const Value& value) {
        const auto problem = execution.edit(key, value);
        return problem ? sentence(*problem) : "accepted";
    };
    VERIFY_CONTAINS(said("memory", 2.0), "memory must be a number from -1 to 1, not 2.");
    VERIFY_CONTAINS(said("memory", std::nan("")), "memory must be");
    VERIFY_CONTAINS(said("memory", std::string("much")), "\"much\"");
    VERIFY_CONTAINS(said("memmory", 0.5), "Did you mean \"memory\"?");
    VERIFY_CONTAINS(said("size", two), "size cannot change while the simulation runs. Start anew");
    VERIFY_CONTAINS(said("memory", 0.0), "need a memory");
    QVERIFY(execution.journal().empty());
    QCOMPARE(execution.parameters(), execution.first_parameters());
    QCOMPARE(execution.checkpoint().hash(), hash);
}

void TestExecution::edits_that_change_nothing_leave_no_trace() {
    Execution execution(lab_, ParameterSet(lab_.parameters), 5);
    QVERIFY(!execution.edit("memory", 0.5));
    QVERIFY(execution.journal().empty());
}

void TestExecution::waypoints_at_powers_of_two() {
    Execution execution(lab_, ParameterSet(lab_.parameters), 5);
    std::vector<Waypoint> expected;
    for (const int step : {1, 2, 4, 8, 16, 32, 64}) {
        advance(execution, step - static_cast<int>(execution.steps()));
        expected.push_back({static_cast<std::uint64_t>(step), execution.checkpoint().hash()});
    }
    advance(execution, 30);
    QCOMPARE(execution.checkpoint().waypoints, expected);
}

void TestExecution::checkpoints_go_on_bit_for_bit() {
    Execution straight(lab_, ParameterSet(lab_.parameters), 5);
    advance(straight, 30);
    QVERIFY(!straight.edit("memory", 0.75));
    advance(straight, 7);
    const auto checkpoint = straight.checkpoint();
    QCOMPARE(checkpoint.step, 37u);
    advance(straight, 50);

    Execution resumed(lab_, ParameterSet(lab_.parameters), 5);
    resumed.restore(checkpoint);
    QCOMPARE(resumed.steps(), 37u);
    QCOMPARE(resumed.parameters().get<double>("memory"), 0.75);
    advance(resumed, 50);
    QCOMPARE(resumed.checkpoint().hash(), straight.checkpoint().hash());
    QCOMPARE(resumed.checkpoint().waypoints, straight.checkpoint().waypoints);
    QCOMPARE(resumed.journal(), straight.journal());
}

void TestExecution::restore_goes_back_in_the_same_run() {
    Execution execution(lab_, ParameterSet(lab_.parameters), 5);
    advance(execution, 10);
    const auto early = execution.checkpoint();
    QVERIFY(!execution.edit("memory", -0.5));
    advance(execution, 40);
    const auto late = execution.checkpoint();
    execution.restore(early);
    QVERIFY(execution.journal().empty());
    QCOMPARE(execution.checkpoint().hash(), early.hash());
    QVERIFY(!execution.edit("memory", -0.5));
    advance(execution, 40);
    QCOMPARE(execution.checkpoint().hash(), late.hash());
    QCOMPARE(execution.checkpoint().waypoints, late.waypoints);
}

void TestExecution::foreign_checkpoints_change_nothing() {
    Execution execution(lab_, ParameterSet(lab_.parameters), 5);
    advance(execution, 10);
    const auto hash = execution.checkpoint().hash();
    auto other = execution.checkpoint();
    other.step = 99;
    other.state.put("sums", std::vector<double>{1});
    VERIFY_CONTAINS(problem_of([&] { execution.restore(other); }).what, "1 numbers instead of 2");
    other.state.put("sums", std::vector<float>{1, 2});
    VERIFY_CONTAINS(problem_of([&] { execution.restore(other); }).what, "another type");
    other.state = {};
    VERIFY_CONTAINS(problem_of([&] { execution.restore(other); }).what, "\"sums\" is missing");
    QCOMPARE(execution.steps(), 10u);
    QCOMPARE(execution.checkpoint().hash(), hash);
}

void TestExecution::abandoned_steps_do_not_count() {
    Execution execution(lab_, toy_set(lab_, {{"delay", std::int64_t{20}}}), 5);
    advance(execution, 1);
    const auto hash = execution.checkpoint().hash();
    std::stop_source source;
    source.request_stop();
    QVERIFY(!execution.step(source.get_token(), 1));
    QCOMPARE(execution.steps(), 1u);
    QCOMPARE(execution.checkpoint().hash(), hash);
    Execution straight(lab_, toy_set(lab_, {{"delay", std::int64_t{0}}}), 5);
    advance(straight, 3);
    advance(execution, 2);
    QCOMPARE(execution.checkpoint().hash(), straight.checkpoint().hash());
}

void TestExecution::finished_when_the_simulation_says_so() {
    Execution execution(lab_, toy_set(lab_, {{"last", std::int64_t{3}}}), 5);
    advance(execution, 2);
    QVERIFY(!execution.finished());
    advance(execution, 1);
    QVERIFY(execution.finished());
}

void TestExecution::failures_arrive() {
    Execution execution(lab_, toy_set(lab_, {{"trouble", std::string("step")}, {"after", two}}), 5);
    advance(execution, 2);
    VERIFY_CONTAINS(problem_of([&] { execution.step({}, 1); }).what, "the toy broke in step");
    QCOMPARE(execution.steps(), 2u);
    const auto create = [&] { Execution(lab_, toy_set(lab_, {{"trouble", std::string("create")}}), 5); };
    VERIFY_CONTAINS(problem_of(create).what, "the toy broke in create");
}

void TestExecution::observes_what_is_wanted() {
    Execution execution(lab_, ParameterSet(lab_.parameters), 5);
    advance(execution, 4);
    Snapshot all, none;
    execution.observe(all, {});
    execution.observe(none, {.panels = std::set<std::string>{}});
    QVERIFY(all.panel("values") && !none.panel("values") && !all.panel("other"));
    QCOMPARE(all.step, 4u);
    QCOMPARE(*all.parameters, execution.parameters());
    QVERIFY(all.scalar("mean") && !all.scalar("median"));
    QCOMPARE(std::get<Field>(*all.panel("values")).values, execution.checkpoint().state.get<double>("x"));
}

namespace {

/// A run of 100 steps with three edits, as something to replay.
ReplayRequest recorded(const Lab& lab) {
    const Recipe recipe{.lab = "toy", .seed = 9, .steps = 100};
    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    const std::vector<std::pair<int, double>> edits = {{0, 0.25}, {32, -0.5}, {100, 0.125}};
    for (const auto& [step, memory] : edits) {
        advance(execution, step - static_cast<int>(execution.steps()));
        execution.edit("memory", memory);
    }
    const auto end = execution.checkpoint();
    return {recipe, end.journal, end.hash(), end.waypoints};
}

}  // namespace

void TestExecution::replay_is_identical() {
    const auto request = recorded(lab_);
    QCOMPARE(request.journal.size(), 3u);
    int calls = 0;
    const auto outcome = replay(lab_, request, 1, {}, [&](std::uint64_t) { ++calls; });
    QVERIFY(outcome.identical);
    QCOMPARE(outcome.steps, 100u);
    QCOMPARE(outcome.same_until, 100u);
    QCOMPARE(outcome.different_at, 0u);
    QVERIFY(calls > 0);
}

void TestExecution::replay_says_where_it_differs() {
    auto request = recorded(lab_);
    request.journal[1].step = 40;  // the edit came later: the same until 32, another state at 64
    auto outcome = replay(lab_, request, 1, {});
    QVERIFY(!outcome.identical);
    QCOMPARE(outcome.same_until, 32u);
    QCOMPARE(outcome.different_at, 64u);

    request = recorded(lab_);
    request.recipe.seed = 10;
    outcome = replay(lab_, request, 1, {});
    QVERIFY(!outcome.identical);
    QCOMPARE(outcome.same_until, 0u);
    QCOMPARE(outcome.different_at, 1u);

    request = recorded(lab_);
    request.hash ^= 1;
    outcome = replay(lab_, request, 1, {});
    QVERIFY(!outcome.identical);
    QCOMPARE(outcome.same_until, 64u);
    QCOMPARE(outcome.different_at, 100u);

    request = recorded(lab_);
    request.journal.pop_back();  // the edit after the last step is part of the state
    QCOMPARE(replay(lab_, request, 1, {}).different_at, 100u);
}

void TestExecution::replay_refuses_what_it_cannot_follow() {
    auto request = recorded(lab_);
    request.journal[1].value = 7.0;
    auto problem = problem_of([&] { replay(lab_, request, 1, {}); });
    VERIFY_CONTAINS(problem.what, "memory must be");
    QCOMPARE(problem.where, std::string("journal, step 32"));

    request = recorded(lab_);
    request.journal.push_back({101, "memory", 0.5});  // never acted, so the file tells another story
    problem = problem_of([&] { replay(lab_, request, 1, {}); });
    QCOMPARE(problem.where, std::string("journal, step 101"));

    request = recorded(lab_);
    std::swap(request.journal[0], request.journal[1]);
    QVERIFY(!problem_of([&] { replay(lab_, request, 1, {}); }).what.empty());
}

void TestExecution::replay_stops() {
    std::stop_source source;
    std::uint64_t last = 0;
    auto request = recorded(lab_);
    request.recipe.steps = 1000000;
    request.journal.pop_back();
    const auto outcome = replay(lab_, request, 1, source.get_token(), [&](std::uint64_t step) {
        last = step;
        source.request_stop();
    });
    QVERIFY(!outcome.identical && last > 0 && last <= 64);
    QCOMPARE(outcome.different_at, 0u);
}

QTEST_GUILESS_MAIN(TestExecution)
#include "tst_execution.moc"
