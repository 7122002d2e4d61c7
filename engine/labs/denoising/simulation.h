// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/denoising/models.h"
#include "engine/labs/denoising/panels.h"

namespace langevin::denoising {

/// Fields out of noise, batch after batch, beside a run in equilibrium; and, where that is wanted, the training of the
/// network they are drawn with. A step moves the present batch by one level or trains once (in turn while a training is
/// on), and updates the equilibrium run.
class DenoisingSimulation final : public Simulation {
  public:
    DenoisingSimulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    enum class Stage { idle, denoising, correcting };

    bool learning() const;
    bool generate(const StepContext& context);
    void begin_batch();
    void forget_measurements();
    std::optional<diffusion::ScoreModel> model() const;
    void begin_learning();
    void finish();
    void correct();
    void measure(std::span<const double> fields, lattice::FieldMeasurements& into);
    std::vector<double> log_weights() const;
    std::string message() const;
    View view() const;

    Parameters parameters_;
    Random random_;
    Reference reference_;
    GivenModel given_;          // a model that is there from the start
    std::string data_warning_;  // of fields that are there from the start
    std::optional<Learner> learner_;
    Generation generation_;
    MalaStage mala_;
    ModelChain chain_;
    Stage stage_ = Stage::idle;
    std::uint64_t batch_ = 0, turn_ = 0;
    std::uint64_t trained_ = 0, measured_ = 0;  // training steps behind the present batch, and behind what is measured
    Generated generated_;
    mutable Analysis analysis_;
    mutable std::pair<std::uint64_t, std::shared_ptr<const NamedArrays>> trained_model_;  // after how many steps
};

}  // namespace langevin::denoising
