// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/toy_model/panels.h"

namespace langevin::toy_model {

/// Batch after batch of fields on a single site is drawn out of noise, a level a step; beside them the probability flow
/// carries points of equal probability, and a network learns where that is wanted.
class ToyModelSimulation final : public Simulation {
  public:
    ToyModelSimulation(const ParameterSet& parameters, Random random);
    ToyModelSimulation(const ToyModelSimulation&) = delete;
    ToyModelSimulation& operator=(const ToyModelSimulation&) = delete;

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    void begin_measurement();
    QuantileFlow flow_of(const diffusion::SiteSampling& sampling) const;
    void record();
    View view() const;

    Parameters parameters_;
    Random random_;
    std::shared_ptr<const diffusion::SingleSite> site_;
    diffusion::SiteSampling sampling_;
    QuantileFlow flow_;
    std::vector<double> start_of_flow_;
    Exact exact_;

    bool settled_ = false;  // what was measured is of a score that stays
    statistics::TimeSeries series_;
    statistics::RunningHistogram finished_;
    std::vector<double> flow_result_;
};

}  // namespace langevin::toy_model
