// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/network_phases/history.h"

namespace langevin::network_phases {

/// Many runs at one point of the phase diagram; a step is an epoch.
class NetworkSimulation final : public Simulation {
  public:
    NetworkSimulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    std::vector<RunRecord> records(bool decide, int threads) const;

    Parameters parameters_;
    networks::TrainingPopulation population_;
    History history_;
    std::uint64_t epochs_ = 0;
};

/// Runs of several points of the diagram side by side.
class NetworkEnsemble final : public Ensemble {
  public:
    NetworkEnsemble(std::span<const ParameterSet> parameters, std::span<const Random> random);

    bool step(const StepContext& context) override;
    std::vector<Measurement> scalars(std::size_t member) const override;

  private:
    std::vector<Parameters> parameters_;
    std::vector<std::size_t> first_;  // run of each member
    std::optional<networks::TrainingPopulation> population_;
    std::uint64_t epochs_ = 0;
};

}  // namespace langevin::network_phases
