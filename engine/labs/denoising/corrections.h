// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "engine/diffusion/learnt/score_model.h"
#include "engine/labs/denoising/parameters.h"
#include "engine/lattice/field_measurements.h"

namespace langevin::denoising {

/// Generated fields as independent proposals of a Metropolis chain, one after the other: exact whatever the model.
class ModelChain {
  public:
    /// Fields one after the other, with -S - ln path of each: ln of its weight, up to a constant. `batch` numbers them.
    void propose(std::span<const double> fields, std::size_t volume, std::span<const double> log_weights,
                 std::uint64_t batch, Random random);

    /// States since the last call of propose(): which of its fields; -1 is the state from before.
    const std::vector<int>& states() const { return states_; }
    const std::vector<double>& field() const { return field_; }          ///< of the state before this batch
    const std::vector<double>& log_weights() const { return weights_; }  ///< of the last proposals, at most 65,536
    double acceptance() const {
        return proposals_ > 0 ? static_cast<double>(accepted_) / static_cast<double>(proposals_) : 0;
    }
    std::uint64_t proposals() const { return proposals_; }
    /// (sum w)^2 / (N sum w^2) of the last proposals, and its standard error from the scatter of eight parts.
    struct Fraction {
        double value = 0, error = 0;
    };
    Fraction effective_samples() const;

    void save(Archive& archive) const;
    void load(const Archive& archive, std::size_t volume);

  private:
    std::vector<int> states_;
    std::vector<double> field_, current_, weights_;
    double current_weight_ = 0;
    std::uint64_t proposals_ = 0, accepted_ = 0;
};

/// Metropolis-adjusted Langevin steps with the true action on a batch of fields.
class MalaStage {
  public:
    void start(std::vector<double> fields);
    /// One step of every field. False, and nothing changed, when stopped.
    bool step(const Parameters& parameters, const diffusion::ScoreModel& model, std::uint64_t batch, Random random,
              int threads, const std::stop_token& stop);
    int steps() const { return steps_; }
    const std::vector<double>& fields() const { return fields_; }
    double acceptance() const { return steps_ > 0 ? accepted_ / steps_ : 0; }

    void save(Archive& archive) const;
    void load(const Archive& archive);

  private:
    double step_with_force(const Parameters& p, std::uint64_t draw, Random random, int threads,
                           const std::stop_token& stop);
    double step_with_score(const Parameters& p, const diffusion::ScoreModel& model, std::uint64_t draw, Random random,
                           int threads, const std::stop_token& stop);

    std::vector<double> fields_;
    int steps_ = 0;
    double accepted_ = 0;
};

}  // namespace langevin::denoising
