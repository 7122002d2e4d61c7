// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/gaussian_rbm/panels.h"
#include "engine/weights/training.h"

namespace langevin::gaussian_rbm {

/// Many machines in training, eight seeds to a block.
class RbmSimulation final : public Simulation {
  public:
    RbmSimulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;
    bool finished() const override;

  private:
    bool scanning() const { return parameters_.scan == Scan::published; }
    weights::RbmModel model() const;
    bool thermalising() const { return course_.learning_time < parameters_.thermalisation; }
    void begin_ensemble();
    void measure(int threads);
    void keep_visit();
    void advance_scan();
    void refresh_analysis(bool always) const;
    View view() const;

    Parameters parameters_;
    Random random_;
    std::vector<weights::RbmBlock> blocks_;

    weights::Course course_;
    weights::LevelRecord record_;
    statistics::TimeSeries history_;
    std::vector<Visit> visits_;
    mutable Analysis analysis_;
};

}  // namespace langevin::gaussian_rbm
