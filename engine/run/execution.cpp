// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/execution.h"

#include <bit>
#include <variant>

namespace langevin {
namespace {

void require_valid(const Lab& lab, const ParameterSet& parameters) {
    if (auto problem = validate(lab, parameters)) throw Failure(std::move(*problem));
}

/// The edited set, valid and without a restart, or why there is none.
std::variant<ParameterSet, Problem> edited(const Lab& lab, ParameterSet parameters, const std::string& key,
                                           const Value& value) {
    if (auto problem = parameters.set(key, value)) return *problem;
    if (parameters.schema().find(key)->apply == Apply::restart)
        return Problem{key + " cannot change while the simulation runs", "", "Start anew with the new value"};
    if (auto problem = validate(lab, parameters)) return *problem;
    return parameters;
}

}  // namespace

std::optional<Problem> find_problem(const Lab& lab, ParameterSet parameters, const Journal& journal) {
    for (const auto& edit : journal) {
        auto result = edited(lab, parameters, edit.key, edit.value);
        if (auto* problem = std::get_if<Problem>(&result)) return std::move(*problem);
        parameters = std::get<ParameterSet>(std::move(result));
    }
    return std::nullopt;
}

Execution::Execution(const Lab& lab, ParameterSet parameters, std::uint64_t seed)
    : lab_(&lab), first_parameters_(parameters), parameters_(std::move(parameters)), random_(seed) {
    require_valid(lab, parameters_);
    simulation_ = lab.create(parameters_, random_);
}

bool Execution::step(const std::stop_token& stop, int most) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    if (!simulation_->step({.step = steps_, .stop = stop, .threads = threads_.threads(most)})) return false;
    threads_.count(Clock::now() - begin);
    ++steps_;
    if (std::has_single_bit(steps_)) waypoints_.push_back({steps_, checkpoint().hash()});
    return true;
}

std::optional<Problem> Execution::edit(const std::string& key, const Value& value) {
    auto result = edited(*lab_, parameters_, key, value);
    if (auto* problem = std::get_if<Problem>(&result)) return std::move(*problem);
    auto& next = std::get<ParameterSet>(result);
    if (next == parameters_) return std::nullopt;
    parameters_ = std::move(next);
    const auto& name = parameters_.schema().find(key)->key;  // not a former one
    journal_.push_back({steps_, name, parameters_.value(name)});
    simulation_->apply(parameters_);
    return std::nullopt;
}

void Execution::observe(Snapshot& snapshot, const Attention& attention) const {
    snapshot.step = steps_;
    snapshot.parameters = std::make_shared<const ParameterSet>(parameters_);
    simulation_->observe(snapshot, attention);
}

Checkpoint Execution::checkpoint() const {
    Checkpoint result{steps_, parameters_, journal_, waypoints_, {}};
    simulation_->save(result.state);
    return result;
}

void Execution::restore(const Checkpoint& checkpoint) {
    require_valid(*lab_, checkpoint.parameters);
    auto simulation = lab_->create(checkpoint.parameters, random_);
    simulation->load(checkpoint.state);
    simulation_ = std::move(simulation);
    parameters_ = checkpoint.parameters;
    journal_ = checkpoint.journal;
    waypoints_ = checkpoint.waypoints;
    steps_ = checkpoint.step;
}

}  // namespace langevin
