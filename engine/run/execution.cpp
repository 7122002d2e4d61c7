// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/execution.h"

#include <bit>

namespace langevin {
namespace {

void require_valid(const Lab& lab, const ParameterSet& parameters) {
    if (auto problem = validate(lab, parameters)) throw Failure(std::move(*problem));
}

}  // namespace

Execution::Execution(const Lab& lab, ParameterSet parameters, std::uint64_t seed)
    : lab_(&lab), first_parameters_(parameters), parameters_(std::move(parameters)), random_(seed) {
    require_valid(lab, parameters_);
    simulation_ = lab.create(parameters_, random_);
}

bool Execution::step(const std::stop_token& stop, int threads) {
    if (!simulation_->step({.step = steps_, .stop = stop, .threads = threads})) return false;
    ++steps_;
    if (std::has_single_bit(steps_)) waypoints_.push_back({steps_, checkpoint().hash()});
    return true;
}

std::optional<Problem> Execution::edit(const std::string& key, const Value& value) {
    auto edited = parameters_;
    if (auto problem = edited.set(key, value)) return problem;
    const auto& spec = *parameters_.schema().find(key);
    if (spec.apply == Apply::restart)
        return Problem{spec.key + " cannot change while the simulation runs", "", "Start anew with the new value"};
    if (auto problem = validate(*lab_, edited)) return problem;
    if (edited == parameters_) return std::nullopt;
    parameters_ = std::move(edited);
    journal_.push_back({steps_, spec.key, parameters_.value(spec.key)});
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
