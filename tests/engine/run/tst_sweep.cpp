// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <set>

#include "engine/run/execution.h"
#include "tests/engine/run/sweeps.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::test;

class TestSweep : public QObject {
    Q_OBJECT

    const Lab lab = toy_lab();

    std::string problem(SweepPlan plan) const {
        const auto found = find_problem(lab, plan);
        return found ? sentence(*found) : "";
    }

  private slots:
    void plans_that_cannot_be_carried_out_are_refused_with_a_reason() {
        auto plan = toy_plan();
        QCOMPARE(problem(plan), "");
        plan.x.key = "memori";
        VERIFY_CONTAINS(problem(plan), "memory");
        plan.x.key = "trouble";
        VERIFY_CONTAINS(problem(plan), "not a number");
        plan.x.key = "size";
        VERIFY_CONTAINS(problem(plan), "from 2 to");
        plan = toy_plan();
        plan.x.high = 1.5;
        VERIFY_CONTAINS(problem(plan), "memory");
        plan = toy_plan();
        plan.x.low = 0.9;
        VERIFY_CONTAINS(problem(plan), "lower to a higher");
        plan = toy_plan();
        plan.x.logarithmic = true;
        VERIFY_CONTAINS(problem(plan), "above zero");
        plan = toy_plan();
        plan.y.points = 9;  // only 2, 4, ... 10
        VERIFY_CONTAINS(problem(plan), "only 5 values");
        plan = toy_plan();
        plan.y = plan.x;
        VERIFY_CONTAINS(problem(plan), "different");
        plan = toy_plan();
        plan.recipe.steps = 0;
        VERIFY_CONTAINS(problem(plan), "steps");
        plan = toy_plan();
        plan.repeats = 0;
        VERIFY_CONTAINS(problem(plan), "repeats");
        plan.repeats = 10000;
        plan.x.points = 400;
        VERIFY_CONTAINS(problem(plan), "more than a sweep");
        plan = toy_plan();
        plan.recipe.parameters = {{"delay", std::int64_t{-1}}};
        VERIFY_CONTAINS(problem(plan), "delay");
        plan = toy_plan();
        plan.refinements = {{{0, 0}, {10000, 64}, 1}};
        VERIFY_CONTAINS(problem(plan), "outside");
    }

    void points_lie_where_the_axes_say() {
        auto plan = toy_plan();
        plan.x = {.key = "memory", .low = 0.001, .high = 1, .points = 4, .logarithmic = true};
        const SweepGrid grid(lab, plan);
        QCOMPARE(grid.points().size(), std::size_t{12});
        for (int k = 0; k < 4; ++k) QCOMPARE(grid.x({k * sweep_units, 0}), std::pow(10, k - 3));
        QCOMPARE(grid.x({3 * sweep_units, 0}), 1.0);
        QCOMPARE(grid.y({0, sweep_units}), 6.0);
        const auto set = std::get<ParameterSet>(grid.parameters(SweepPoint{sweep_units, 2 * sweep_units}));
        QCOMPARE(set.get<double>("memory"), 0.01);
        QCOMPARE(set.get<std::int64_t>("size"), 10);
        const auto cell = grid.rectangle({sweep_units, sweep_units}, sweep_units);
        QVERIFY(std::abs(cell.left - std::pow(10, -2.5)) < 1e-12 && std::abs(cell.right - std::pow(10, -1.5)) < 1e-12);
        QCOMPARE(cell.bottom, 4.0);
        QCOMPARE(cell.top, 8.0);
    }

    void coarse_points_come_first_and_every_point_once() {
        auto plan = toy_plan();
        plan.x.points = plan.y.points = 5;
        const SweepGrid grid(lab, plan);
        const std::vector<SweepPoint> first(grid.points().begin(), grid.points().begin() + 4);
        const int u = sweep_units;
        QVERIFY((first == std::vector<SweepPoint>{{0, 0}, {0, 4 * u}, {4 * u, 0}, {4 * u, 4 * u}}));
        QCOMPARE(std::set(grid.points().begin(), grid.points().end()).size(), std::size_t{25});
        SweepSchedule schedule(grid, {{{0, 0}, 0}});
        std::vector<SweepMember> all;
        for (auto job = schedule.take(3); !job.empty(); job = schedule.take(3))
            all.insert(all.end(), job.begin(), job.end());
        QCOMPARE(all.size(), std::size_t{49});  // one was done
        QVERIFY((all.front() == SweepMember{{0, 4 * u}, 0}));
        QCOMPARE(all[23].repeat, 0);  // all points once before any is repeated
        QCOMPARE(all[24].repeat, 1);
    }

    void what_was_given_back_or_asked_for_comes_next() {
        const SweepGrid grid(lab, toy_plan());
        SweepSchedule schedule(grid, {});
        const auto job = schedule.take(3);
        schedule.give_back(job);
        QVERIFY(schedule.take(3) == job);
        schedule.prioritise({0.15, 0.25, 5, 7});
        const auto asked = schedule.take(2);
        for (const auto& member : asked) {
            QCOMPARE(grid.x(member.point), 0.2);
            QCOMPARE(grid.y(member.point), 6.0);
        }
    }

    void seeds_depend_on_the_place_and_nothing_else() {
        auto plan = toy_plan();
        const SweepGrid grid(lab, plan);
        std::set<std::uint64_t> seeds;
        for (const auto& point : grid.points())
            for (int repeat = 0; repeat < 2; ++repeat) seeds.insert(grid.seed({point, repeat}));
        QCOMPARE(seeds.size(), grid.members());
        QVERIFY(*seeds.rbegin() < std::uint64_t{1} << 53);
        plan.repeats = 9;
        plan.refinements = {{{0, 0}, {sweep_units, sweep_units}, 1}};
        const SweepGrid larger(lab, plan);
        QCOMPARE(larger.seed({{64, 64}, 1}), grid.seed({{64, 64}, 1}));
        plan.recipe.seed = 8;
        QVERIFY(SweepGrid(lab, plan).seed({{64, 64}, 1}) != grid.seed({{64, 64}, 1}));
    }

    void refining_halves_the_distances_where_it_was_asked_for() {
        auto plan = toy_plan();
        const SweepGrid grid(lab, plan);
        const auto first = grid.refinement({0.21, 0.39, 2, 6});
        QVERIFY(first);
        plan.refinements = {*first};
        const SweepGrid finer(lab, plan);
        // New: x = 0.3 at sizes 2, 4, 6 and size 4 at x = 0.2, 0.4.
        QCOMPARE(finer.points().size(), grid.points().size() + 5);
        QCOMPARE(finer.level({96, 32}), 1);
        QCOMPARE(finer.level({200, 32}), 0);
        const auto second = finer.refinement({0.21, 0.39, 2, 6});
        QCOMPARE(second->level, 2);
        plan.refinements.push_back(*second);
        // Sizes have no values between 2 and 4: only memory gets finer, at the three sizes there are.
        QCOMPARE(SweepGrid(lab, plan).points().size(), finer.points().size() + 6);
        QVERIFY(!grid.refinement({2, 3, 2, 6}));  // outside
    }

    void a_run_of_a_sweep_is_the_run_of_its_recipe() {
        const auto data = swept(lab, toy_plan());
        const SweepMember member{{2 * sweep_units, sweep_units}, 1};
        const auto recipe = data.grid().recipe(member);
        Execution execution(lab, resolve(lab, recipe), recipe.seed);
        for (int i = 0; i < 20; ++i) execution.step({}, 1);
        Snapshot snapshot;
        execution.observe(snapshot, {});
        for (const auto& record : data.records())
            if (record.member == member) QCOMPARE(record.scalars[0].value, snapshot.scalar("mean")->value);
    }

    void results_depend_on_neither_threads_nor_lanes_nor_breaks() {
        auto plan = toy_plan();
        plan.repeats = 3;
        const auto one = swept(lab, plan).records();
        QCOMPARE(one.size(), std::size_t{45});
        QVERIFY(same(one, swept(lab, plan, {.threads = 4}).records()));
        QVERIFY(same(one, swept(toy_lab_with_ensembles(), plan, {.threads = 2}).records()));
        const std::vector<SweepRecord> half(one.begin() + 11, one.begin() + 30);
        QVERIFY(same(one, swept(lab, plan, {.threads = 2}, half).records()));
    }

    void shares_make_up_the_whole() {
        const auto whole = swept(lab, toy_plan()).records();
        SweepData joined(SweepGrid(lab, toy_plan()));
        std::size_t sum = 0;
        for (int share = 0; share < 3; ++share) {
            const auto records = swept(lab, toy_plan(), {.share = share, .shares = 3}).records();
            QVERIFY(records.size() > 3);
            sum += records.size();
            joined.add({records, {}});
        }
        QCOMPARE(sum, whole.size());
        QVERIFY(same(joined.records(), whole));
    }

    void a_run_that_blows_up_is_marked_and_the_rest_go_on_data() {
        QTest::addColumn<bool>("ensembles");
        QTest::newRow("one by one") << false;
        QTest::newRow("side by side") << true;
    }
    void a_run_that_blows_up_is_marked_and_the_rest_go_on() {
        QFETCH(const bool, ensembles);
        auto plan = toy_plan();
        plan.recipe.parameters = {{"trouble", std::string("step")}};
        plan.x = {.key = "after", .low = 10, .high = 30, .points = 3};  // steps are 20: the last survives
        const auto used = ensembles ? toy_lab_with_ensembles() : lab;   // which the data refer to
        const auto data = swept(used, plan);
        QCOMPARE(data.runs(), std::size_t{18});
        for (const auto& point : data.grid().points()) {
            const bool survives = data.grid().x(point) >= 20;
            QCOMPARE(data.failure(point).empty(), survives);
            QCOMPARE(data.pooled(point, "mean").has_value(), survives);
            if (!survives) VERIFY_CONTAINS(data.failure(point), "the toy broke in step");
        }
        const auto map = data.map("mean", {});
        QVERIFY(all_finite(map));
        QCOMPARE(std::count_if(map.cells.begin(), map.cells.end(), [](auto& c) { return std::isnan(c.value); }), 3);
    }

    void combinations_that_the_lab_refuses_are_marked() {
        auto plan = toy_plan();
        plan.y = {.key = "size", .low = 2, .high = 4096, .points = 2};
        plan.recipe.steps = 2;
        const auto data = swept(lab, plan);
        VERIFY_CONTAINS(data.failure({0, sweep_units}), "need a memory");
        QVERIFY(data.failure({sweep_units, sweep_units}).empty());
    }

    void what_cannot_be_kept_ends_the_sweep_and_is_done_again() {
        bool full = true;
        std::size_t kept = 0;
        SweepOptions options{.threads = 2};
        options.keep = [&](const SweepResults& results) {
            if (full && kept >= 5) throw Failure({"the disk is full", "", ""});
            kept += results.records.size();
        };
        const SweepGrid grid(lab, toy_plan());
        SweepData data(grid);
        Sweep sweep(grid, {}, std::move(options));
        while (!sweep.wait()) {
        }
        QCOMPARE(sweep.status().phase, Phase::failed);
        VERIFY_CONTAINS(sweep.status().message, "the disk is full");
        QCOMPARE(sweep.status().done, std::size_t{5});
        full = false;
        sweep.extend(grid);
        while (!sweep.wait()) {
        }
        QCOMPARE(sweep.status().phase, Phase::finished);
        QCOMPARE(kept, std::size_t{30});
        data.add(sweep.take());
        QVERIFY(same(data.records(), swept(lab, toy_plan()).records()));
    }

    void pauses_stops_and_goes_on_at_once() {
        auto plan = toy_plan();
        plan.recipe.parameters = {{"delay", std::int64_t{100000}}};
        const SweepGrid grid(lab, plan);
        Sweep sweep(grid, {}, {.threads = 2, .paused = true});
        QTest::qWait(30);
        QCOMPARE(sweep.status().phase, Phase::paused);
        sweep.pause(false);
        QTest::qWait(30);
        QCOMPARE(sweep.status().phase, Phase::running);
        QElapsedTimer clock;
        clock.start();
        sweep.stop();
        QVERIFY(clock.elapsed() < 50);
        QVERIFY(sweep.wait());
        QCOMPARE(sweep.status().done, std::size_t{0});
    }

    void more_repeats_and_points_go_on_from_what_is_there() {
        auto plan = toy_plan();
        const SweepGrid grid(lab, plan);
        SweepData data(grid);
        std::size_t kept = 0;
        SweepOptions options;
        options.keep = [&](const SweepResults& results) { kept += results.records.size(); };
        Sweep sweep(grid, {}, std::move(options));
        while (!sweep.wait()) {
        }
        plan.repeats = 3;
        plan.refinements = {*grid.refinement({0.3, 0.35, 3, 5})};
        const SweepGrid larger(lab, plan);
        data.set_grid(larger);
        sweep.extend(larger);
        while (!sweep.wait()) {
        }
        QCOMPARE(kept, larger.members());  // nothing was done twice
        data.add(sweep.take());
        QVERIFY(same(data.records(), swept(lab, plan).records()));
    }

    void work_for_others_comes_back_the_same() {
        const SweepGrid grid(lab, toy_plan());
        SweepData data(grid);
        Sweep sweep(grid, {}, {.threads = 0});
        const auto lost = sweep.take_job();
        for (auto job = sweep.take_job(); !job.empty(); job = sweep.take_job())
            sweep.deliver(job, *run_job(grid, job, {}, [] { return true; }));
        QVERIFY(!sweep.wait());
        sweep.abandon(lost);  // whoever had it is gone
        const auto again = sweep.take_job();
        QVERIFY(again == lost);
        sweep.deliver(again, *run_job(grid, again, {}, [] { return true; }));
        QVERIFY(sweep.wait());
        data.add(sweep.take());
        QVERIFY(same(data.records(), swept(lab, toy_plan()).records()));
    }
};

QTEST_GUILESS_MAIN(TestSweep)
#include "tst_sweep.moc"
