// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/lab.h"
#include "engine/labs/cumulants/forward_samples.h"
#include "engine/labs/cumulants/panels.h"

namespace langevin::cumulants {

/// Two ensembles between data and noise: one goes forward and one backward, a level a step, and their cumulants are
/// measured on the way.
class CumulantsSimulation final : public Simulation {
  public:
    CumulantsSimulation(const ParameterSet& parameters, Random random);
    CumulantsSimulation(const CumulantsSimulation&) = delete;
    CumulantsSimulation& operator=(const CumulantsSimulation&) = delete;

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    void begin_measurement();
    void begin_batch();
    void measure();
    View view() const;

    Parameters parameters_;
    Random random_;
    std::shared_ptr<const diffusion::SiteLaw> law_;
    diffusion::SiteSampling sampling_;
    ForwardSamples forward_;
    CumulantTrack forward_track_, backward_track_;
    CumulantTrack batch_track_;  // of this batch, while the score does not stay
    bool settled_ = false;       // backward_track_ is of a score that stays
    Exact exact_;
};

}  // namespace langevin::cumulants
