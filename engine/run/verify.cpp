// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/verify.h"

#include <chrono>
#include <cmath>

#include "engine/run/execution.h"

namespace langevin {
namespace {

/// One recipe and the checks that read its results.
struct Group {
    const Recipe* recipe;
    std::vector<std::size_t> members;
};

std::vector<Group> by_recipe(std::span<const Check* const> checks) {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < checks.size(); ++i) {
        auto group = groups.begin();
        while (group != groups.end() && !(*group->recipe == checks[i]->recipe)) ++group;
        if (group == groups.end()) group = groups.insert(group, {&checks[i]->recipe, {}});
        group->members.push_back(i);
    }
    return groups;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

class Verification {
  public:
    Verification(const Lab& lab, std::span<const Check* const> checks, const VerifyOptions& options)
        : lab_(lab), options_(options) {
        for (const auto* check : checks) results_.push_back({.check = check, .measured = {}, .problem = {}});
    }

    std::vector<CheckResult> run(const std::vector<Group>& groups) {
        for (const auto& group : groups) {
            if (options_.stop.stop_requested()) break;
            run(group);
        }
        return std::move(results_);
    }

  private:
    void run(const Group& group) {
        const auto begin = std::chrono::steady_clock::now();
        mark(group, Verdict::running);
        report(0);
        try {
            Execution execution(lab_, resolve(lab_, *group.recipe), group.recipe->seed);
            if (!run_to_end(execution, group.recipe->steps)) return mark(group, Verdict::waiting);
            Snapshot snapshot;
            execution.observe(snapshot, {.panels = std::set<std::string>{}, .complete = true});
            for (const auto i : group.members) read(results_[i], snapshot, seconds_since(begin));
        } catch (const std::exception& failure) {
            for (const auto i : group.members) {
                results_[i].verdict = Verdict::broken;
                results_[i].problem = failure.what();
            }
        }
        report(1);
    }

    bool run_to_end(Execution& execution, std::uint64_t steps) {
        auto reported = std::chrono::steady_clock::now();
        while (execution.steps() < steps) {
            if (!execution.step(options_.stop, options_.threads) || options_.stop.stop_requested()) return false;
            if (seconds_since(reported) < 0.1) continue;
            reported = std::chrono::steady_clock::now();
            report(static_cast<double>(execution.steps()) / static_cast<double>(steps));
        }
        return true;
    }

    static void read(CheckResult& result, const Snapshot& snapshot, double seconds) {
        const auto* check = result.check;
        if (const auto* measured = snapshot.scalar(check->scalar)) {
            result = judge(*check, *measured);
        } else {
            result.verdict = Verdict::broken;
            result.problem = "the run gives no quantity \"" + check->scalar + "\"";
        }
        result.seconds = seconds;
    }

    void mark(const Group& group, Verdict verdict) {
        for (const auto i : group.members) results_[i].verdict = verdict;
    }

    void report(double done) const {
        if (options_.progress) options_.progress(results_, done);
    }

    const Lab& lab_;
    const VerifyOptions& options_;
    std::vector<CheckResult> results_;
};

}  // namespace

CheckResult judge(const Check& check, const Measurement& measured) {
    CheckResult result{.check = &check, .measured = measured, .problem = {}};
    result.measured.expected = check.expected;
    const double combined = std::hypot(measured.error, check.expected.error);
    if (!std::isfinite(measured.value) || !(combined > 0) || !std::isfinite(combined)) {
        result.verdict = Verdict::broken;
        result.problem = "the run gives no error for \"" + check.scalar + "\"";
        return result;
    }
    double distance = (measured.value - check.expected.value) / combined;
    if (check.relation == Check::Relation::below && distance < 0) distance = 0;
    if (check.relation == Check::Relation::above && distance > 0) distance = 0;
    result.distance = distance;
    result.verdict = std::abs(distance) <= check.tolerance ? Verdict::passed : Verdict::failed;
    return result;
}

std::vector<CheckResult> verify(const Lab& lab, std::span<const Check* const> checks, const VerifyOptions& options) {
    return Verification(lab, checks, options).run(by_recipe(checks));
}

std::vector<const Check*> select_checks(const Lab& lab, Cost most, const std::string& filter) {
    std::vector<const Check*> result;
    for (const auto& check : lab.checks)
        if (check.cost <= most && check.id.find(filter) != std::string::npos) result.push_back(&check);
    return result;
}

}  // namespace langevin
