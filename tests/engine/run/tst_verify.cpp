// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "engine/run/moments.h"
#include "engine/run/rate_meter.h"
#include "engine/run/verify.h"
#include "tests/support/close.h"
#include "tests/support/failures.h"
#include "tests/support/toy_lab.h"

using namespace langevin;
using namespace std::chrono_literals;

namespace {

Check check(const std::string& id, const std::string& scalar, double expected, Recipe recipe) {
    if (recipe.parameters.empty()) recipe.parameters = {{"memory", 0.0}, {"size", std::int64_t{64}}};
    return {.id = id, .title = id, .recipe = std::move(recipe), .scalar = scalar, .expected = {expected, 0, "exact"}};
}

Measurement measured(double value, double error) {
    Measurement m;
    m.key = "mean";
    m.value = value;
    m.error = error;
    return m;
}

Verdict verdict(const Check& check, double value, double error) {
    return judge(check, measured(value, error)).verdict;
}

std::vector<const Check*> pointers(const std::vector<Check>& checks) {
    std::vector<const Check*> result;
    for (const auto& c : checks) result.push_back(&c);
    return result;
}

CheckpointPtr moment(const Lab& lab, std::uint64_t step, std::size_t numbers = 1) {
    Checkpoint c{step, ParameterSet(lab.parameters), {}, {}, {}};
    c.state.put("x", std::vector<double>(numbers));
    return std::make_shared<const Checkpoint>(std::move(c));
}

}  // namespace

class TestVerify : public QObject {
    Q_OBJECT

  private slots:
    void judges_by_standard_errors();
    void judges_inequalities();
    void judges_nothing_without_an_error();
    void right_expectations_pass_and_wrong_ones_fail();
    void checks_of_one_recipe_share_a_run();
    void broken_runs_say_why();
    void stops_between_and_within_runs();
    void selects_by_cost_and_name();
    void rates_of_a_steady_run();
    void pauses_do_not_count();
    void moments_stay_few_and_reach_back();
    void moments_stay_within_memory();
    void moments_cost_little();
    void moments_are_found_and_forgotten();

  private:
    Lab lab_ = test::toy_lab();
};

void TestVerify::judges_by_standard_errors() {
    auto c = check("c", "mean", 1, {.lab = "toy"});
    c.expected.error = 0.04;
    const auto result = judge(c, measured(1.1, 0.03));
    VERIFY_CLOSE(result.distance, 2, 1e-12);  // 0.1 / hypot(0.03, 0.04)
    QCOMPARE(result.verdict, Verdict::passed);
    QCOMPARE(result.measured.expected->value, 1.0);
    QCOMPARE(verdict(c, 1.2499, 0.03), Verdict::passed);
    QCOMPARE(verdict(c, 1.2501, 0.03), Verdict::failed);
    QCOMPARE(verdict(c, 0.7499, 0.03), Verdict::failed);
    c.tolerance = 1;
    QCOMPARE(verdict(c, 1.1, 0.03), Verdict::failed);
}

void TestVerify::judges_inequalities() {
    auto c = check("c", "mean", 1, {.lab = "toy"});
    c.relation = Check::Relation::below;
    QCOMPARE(verdict(c, -50, 0.1), Verdict::passed);
    QCOMPARE(judge(c, measured(-50, 0.1)).distance, 0.0);
    QCOMPARE(verdict(c, 1.4, 0.1), Verdict::passed);
    QCOMPARE(verdict(c, 1.6, 0.1), Verdict::failed);
    c.relation = Check::Relation::above;
    QCOMPARE(verdict(c, 50, 0.1), Verdict::passed);
    QCOMPARE(verdict(c, 0.6, 0.1), Verdict::passed);
    QCOMPARE(verdict(c, 0.4, 0.1), Verdict::failed);
}

void TestVerify::judges_nothing_without_an_error() {
    const auto c = check("c", "mean", 1, {.lab = "toy"});
    const double nan = std::nan("");
    for (const auto& [value, error] :
         {std::pair{1.0, 0.0}, {1.0, nan}, {nan, 0.1}, {INFINITY, 0.1}, {1.0, -1.0 * INFINITY}}) {
        const auto result = judge(c, measured(value, error));
        QCOMPARE(result.verdict, Verdict::broken);
        VERIFY_CONTAINS(result.problem, "\"mean\"");
    }
}

void TestVerify::right_expectations_pass_and_wrong_ones_fail() {
    const std::vector<Check> checks = {check("mean", "mean", 0, {.lab = "toy", .steps = 2000}),
                                       check("wrong mean", "mean", 0.05, {.lab = "toy", .steps = 2000}),
                                       check("square", "square", 1, {.lab = "toy", .seed = 2, .steps = 2000}),
                                       check("wrong square", "square", 0.97, {.lab = "toy", .seed = 2, .steps = 2000})};
    const auto results = verify(lab_, pointers(checks), {});
    QCOMPARE(results.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(results[i].check, &checks[i]);
        QCOMPARE(results[i].verdict, i % 2 == 0 ? Verdict::passed : Verdict::failed);
        QVERIFY((std::abs(results[i].distance) > 5) == (i % 2 == 1));
        QVERIFY(results[i].problem.empty() && results[i].seconds > 0);
    }
}

void TestVerify::checks_of_one_recipe_share_a_run() {
    const std::vector<Check> checks = {check("a", "mean", 0, {.lab = "toy", .steps = 50}),
                                       check("b", "mean", 0, {.lab = "toy", .seed = 2, .steps = 50}),
                                       check("c", "square", 1, {.lab = "toy", .steps = 50})};
    std::vector<std::vector<Verdict>> seen;
    VerifyOptions options;
    options.progress = [&](std::span<const CheckResult> results, double done) {
        QVERIFY(done >= 0 && done <= 1);
        seen.emplace_back();
        for (const auto& r : results) seen.back().push_back(r.verdict);
    };
    const auto results = verify(lab_, pointers(checks), options);
    const auto r = Verdict::running, p = Verdict::passed, w = Verdict::waiting;
    QCOMPARE(seen.front(), (std::vector<Verdict>{r, w, r}));
    QVERIFY(std::find(seen.begin(), seen.end(), std::vector<Verdict>{p, r, p}) != seen.end());
    QCOMPARE(seen.back(), (std::vector<Verdict>{p, p, p}));
}

void TestVerify::broken_runs_say_why() {
    const std::vector<Check> checks = {
        check("no such quantity", "median", 0, {.lab = "toy", .steps = 5}),
        check("unknown parameter", "mean", 0, {.lab = "toy", .parameters = {{"sice", 1.0}}, .steps = 5}),
        check("blows up", "mean", 0, {.lab = "toy", .parameters = {{"trouble", std::string("step")}}, .steps = 5}),
        check("too short", "mean", 0, {.lab = "toy", .seed = 3}),
        check("fine", "mean", 0, {.lab = "toy", .steps = 500})};
    const auto results = verify(lab_, pointers(checks), {});
    VERIFY_CONTAINS(results[0].problem, "\"median\"");
    VERIFY_CONTAINS(results[1].problem, "\"sice\"");
    VERIFY_CONTAINS(results[2].problem, "the toy broke in step");
    VERIFY_CONTAINS(results[3].problem, "\"mean\"");
    for (std::size_t i = 0; i < 4; ++i) QCOMPARE(results[i].verdict, Verdict::broken);
    QCOMPARE(results[4].verdict, Verdict::passed);
}

void TestVerify::stops_between_and_within_runs() {
    const Recipe slow{.lab = "toy", .parameters = {{"delay", std::int64_t{100000}}}, .steps = 10};
    const std::vector<Check> checks = {check("a", "mean", 0, {.lab = "toy", .steps = 50}), check("b", "mean", 0, slow),
                                       check("c", "mean", 0, {.lab = "toy", .seed = 2, .steps = 50})};
    std::stop_source source;
    const std::jthread alarm([&source] {
        std::this_thread::sleep_for(300ms);
        source.request_stop();
    });
    QElapsedTimer timer;
    timer.start();
    const auto results = verify(lab_, pointers(checks), {.stop = source.get_token(), .progress = {}});
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(results[0].verdict, Verdict::passed);
    QCOMPARE(results[1].verdict, Verdict::waiting);
    QCOMPARE(results[2].verdict, Verdict::waiting);
}

void TestVerify::selects_by_cost_and_name() {
    lab_.checks = {check("fast one", "mean", 0, {.lab = "toy"}), check("slow one", "mean", 0, {.lab = "toy"}),
                   check("fast two", "mean", 0, {.lab = "toy"})};
    lab_.checks[1].cost = Cost::minutes;
    QCOMPARE(select_checks(lab_, Cost::seconds).size(), 2u);
    QCOMPARE(select_checks(lab_, Cost::minutes).size(), 3u);
    QCOMPARE(select_checks(lab_, Cost::minutes, "one").size(), 2u);
    QCOMPARE(select_checks(lab_, Cost::seconds, "one"), (std::vector<const Check*>{&lab_.checks[0]}));
    QVERIFY(select_checks(lab_, Cost::minutes, "three").empty());
}

void TestVerify::rates_of_a_steady_run() {
    RateMeter meter;
    QCOMPARE(meter.rates().steps_per_second, 0.0);
    RateMeter::Clock::time_point now{};
    for (int i = 0; i < 10; ++i, now += 10ms) meter.count(now, now + 10ms);
    VERIFY_CLOSE(meter.rates().steps_per_second, 100, 1e-6);  // before the first window is full
    VERIFY_CLOSE(meter.rates().elapsed_seconds, 0.1, 1e-9);
    for (int i = 0; i < 290; ++i, now += 10ms) meter.count(now, now + 10ms);
    VERIFY_CLOSE(meter.rates().steps_per_second, 100, 1e-6);
    VERIFY_CLOSE(meter.rates().elapsed_seconds, 3, 1e-9);
    for (int i = 0; i < 8; ++i, now += 250ms) meter.count(now + 240ms, now + 250ms);  // slower, waiting between
    VERIFY_CLOSE(meter.rates().steps_per_second, 4, 1e-6);
    VERIFY_CLOSE(meter.rates().elapsed_seconds, 5, 1e-9);
}

void TestVerify::pauses_do_not_count() {
    RateMeter meter;
    RateMeter::Clock::time_point now{};
    for (int i = 0; i < 120; ++i, now += 10ms) meter.count(now, now + 10ms);
    meter.pause();
    meter.pause();
    VERIFY_CLOSE(meter.rates().elapsed_seconds, 1.2, 1e-9);
    now += 1h;
    for (int i = 0; i < 70; ++i, now += 10ms) meter.count(now, now + 10ms);
    VERIFY_CLOSE(meter.rates().elapsed_seconds, 1.9, 1e-9);
    VERIFY_CLOSE(meter.rates().steps_per_second, 100, 1e-6);
}

/// A day of checkpoints once a second: bounded in number, the first always there, the rest evenly
/// spread.
void TestVerify::moments_stay_few_and_reach_back() {
    Moments moments;
    Moments::Clock::time_point now{};
    moments.clear(now);
    QVERIFY(!moments.due(now) && moments.due(now + 1s));
    for (std::uint64_t second = 0; second < 86400; ++second, now += 1s)
        if (second == 0 || moments.due(now)) moments.add(moment(lab_, second), now, now);
    const auto steps = moments.steps();
    QVERIFY(steps.size() >= 10 && steps.size() <= 24);
    QCOMPARE(steps.front(), 0u);
    QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    QVERIFY(steps.back() > 86400 - 86400 / 8);
    for (std::size_t i = 1; i < steps.size(); ++i) QVERIFY(steps[i] - steps[i - 1] < 86400 / 8);
}

void TestVerify::moments_stay_within_memory() {
    Moments moments;
    const Moments::Clock::time_point now{};
    const std::size_t numbers = std::size_t{5} << 20;  // 40 MB each
    for (std::uint64_t i = 0; i < 15; ++i) {
        moments.add(moment(lab_, i, numbers), now, now);
        QVERIFY(moments.all().size() <= 9);
    }
    QVERIFY(moments.all().size() >= 3);
    QCOMPARE(moments.steps().front(), 0u);
}

void TestVerify::moments_cost_little() {
    Moments moments;
    const Moments::Clock::time_point now{};
    moments.clear(now);
    moments.add(moment(lab_, 1), now, now + 2s);  // it took two seconds
    QVERIFY(!moments.due(now + 100s) && moments.due(now + 102s));
}

void TestVerify::moments_are_found_and_forgotten() {
    Moments moments;
    const Moments::Clock::time_point now{};
    for (const std::uint64_t step : {0, 5, 5, 9, 7, 12}) moments.add(moment(lab_, step), now, now);
    QCOMPARE(moments.steps(), (std::vector<std::uint64_t>{0, 5, 9, 12}));
    QCOMPARE(moments.find(9)->step, 9u);
    QVERIFY(!moments.find(7) && !moments.find(100));
    moments.truncate(9);
    QCOMPARE(moments.steps(), (std::vector<std::uint64_t>{0, 5, 9}));
    moments.clear(now);
    QVERIFY(moments.steps().empty() && !moments.find(0));
}

QTEST_GUILESS_MAIN(TestVerify)
#include "tst_verify.moc"
