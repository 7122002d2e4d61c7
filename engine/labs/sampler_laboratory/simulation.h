// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/sampler_laboratory/panels.h"

namespace langevin::sampler_laboratory {

/// Batch after batch of free fields is drawn out of noise, a level a step.
class SamplerSimulation final : public Simulation {
  public:
    SamplerSimulation(const ParameterSet& parameters, Random random);
    SamplerSimulation(const SamplerSimulation&) = delete;
    SamplerSimulation& operator=(const SamplerSimulation&) = delete;

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    void begin_measurement();
    void begin_batch();
    std::vector<double> group_variances() const;
    void record();
    View view() const;

    Parameters parameters_;
    Random random_;
    diffusion::FreeField field_;
    diffusion::GaussianScore score_;
    diffusion::Sampler sampler_;
    std::vector<std::vector<double>> recursion_;
    bool unstable_ = false;

    std::uint64_t batch_ = 0;
    std::vector<double> finished_;
    std::vector<std::vector<double>> passed_;
    statistics::TimeSeries series_;
    statistics::BinnedMean variances_;
    mutable std::optional<Curves> methods_;
};

}  // namespace langevin::sampler_laboratory
