// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/spin_glass/panels.h"
#include "engine/spin_glass/tempering.h"

namespace langevin::spin_glass_lab {

/// Samples of the disorder side by side, each in parallel tempering.
class SpinGlassSimulation final : public Simulation {
  public:
    SpinGlassSimulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    std::size_t shown() const;
    void measure(int threads);
    View view(const std::stop_token& stop) const;

    Parameters parameters_;
    spin_glass::TemperingModel model_;
    Random random_;
    std::vector<spin_glass::TemperingSample> samples_;
    std::uint64_t sweeps_ = 0, since_edit_ = 0;
    statistics::DisorderAverage averages_;
    statistics::RunningHistogram overlaps_;
    statistics::TimeSeries history_;
    mutable Theory theory_;  ///< made when it is first wanted
    mutable TheoryMap map_;  ///< a little more with every look at it
};

}  // namespace langevin::spin_glass_lab
