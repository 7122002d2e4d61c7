// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/network_phases/simulation.h"

#include "engine/labs/network_phases/panels.h"

namespace langevin::network_phases {

NetworkSimulation::NetworkSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      population_(parameters_.members(random), test_size),
      history_(population_.size(), static_cast<std::size_t>(parameters_.features)) {
    history_.note(0, records(false, 1));
}

std::vector<RunRecord> NetworkSimulation::records(bool decide, int threads) const {
    return records_of(population_, 0, population_.size(), decide, threads);
}

bool NetworkSimulation::step(const StepContext& context) {
    population_.train(epochs_, context.threads);
    ++epochs_;
    if (history_.due(epochs_)) history_.note(epochs_, records(false, context.threads));
    return true;
}

void NetworkSimulation::apply(const ParameterSet& set) {
    parameters_ = binding().read(set);
    for (std::size_t run = 0; run < population_.size(); ++run)
        population_.set_learning_rate(run, parameters_.learning_rate());
}

void NetworkSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    const bool decide = attention.complete || attention.wants("table");
    const auto now = records(decide, 1);
    const View view{parameters_, population_, history_, now, epochs_};
    const auto rows = measurements(now, parameters_, epochs_);
    snapshot.scalars = rows;
    fill_panels(snapshot, attention, view, rows);
    std::size_t frozen = 0;
    for (const auto& run : now) frozen += run.frozen;
    if (frozen > 0)
        snapshot.message = std::to_string(frozen) + " of " + std::to_string(now.size()) +
                           " runs are frozen: the loss of a batch passed 100. Choose a lower temperature.";
}

void NetworkSimulation::save(Archive& archive) const {
    std::vector<float> values;
    std::vector<double> sums;
    population_.save(values, sums);
    archive.put("values", values);
    archive.put("sums", sums);
    archive.put("epochs", epochs_);
    history_.save(archive, "history.");
}

void NetworkSimulation::load(const Archive& archive) {
    population_.load(archive.get<float>("values"), archive.get<double>("sums"));
    epochs_ = archive.get_value<std::uint64_t>("epochs");
    history_.load(archive, "history.");
    for (std::size_t run = 0; run < population_.size(); ++run)
        population_.set_learning_rate(run, parameters_.learning_rate());
}

NetworkEnsemble::NetworkEnsemble(std::span<const ParameterSet> parameters, std::span<const Random> random) {
    std::vector<networks::TrainingPopulation::Member> members;
    for (std::size_t m = 0; m < parameters.size(); ++m) {
        parameters_.push_back(binding().read(parameters[m]));
        first_.push_back(members.size());
        for (auto& member : parameters_.back().members(random[m])) members.push_back(member);
    }
    population_.emplace(members, test_size);
}

bool NetworkEnsemble::step(const StepContext& context) {
    population_->train(epochs_++, context.threads);
    return true;
}

std::vector<Measurement> NetworkEnsemble::scalars(std::size_t member) const {
    const auto& own = parameters_[member];
    const auto records = records_of(*population_, first_[member], static_cast<std::size_t>(own.runs), true);
    return measurements(records, own, epochs_);
}

}  // namespace langevin::network_phases
