// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/diffusion/sampler.h"
#include "engine/diffusion/site/site_training.h"

namespace langevin::diffusion {

/// Batch after batch of single numbers on their way from noise to data, with the exact score or with a network that
/// learns meanwhile: each batch uses the network as it was when the batch began. Value type.
class SiteSampling {
  public:
    SiteSampling(std::shared_ptr<const SiteLaw> law, const SiteParameters& parameters, Random random);

    /// Live edits. The batch on its way is given up, unless only the learning is concerned.
    void edit(const SiteParameters& parameters);
    /// Where a batch is finished, begins the next one. True if so.
    bool begin_batch_if_finished();
    /// Samples one level on, then training. False when stopped: then the state is of no use, so work on a copy. Throws
    /// Failure when samples run away or the training diverges.
    bool advance(int threads, const std::stop_token& stop);

    const SiteLaw& law() const { return *law_; }
    const SiteParameters& parameters() const { return parameters_; }
    const Sampler& sampler() const { return sampler_; }
    std::uint64_t batch() const { return batch_; }  ///< counts from 0
    /// Of this batch; and as it is now.
    const Score& score() const { return *score_; }
    std::shared_ptr<const Score> newest_score() const;
    /// Whether this batch's score is there to stay: exact, or learnt to the end (or as far as it was wanted).
    bool settled() const { return settled_; }
    /// Null while the score is exact.
    const SiteTraining* training() const { return learns() ? &*training_ : nullptr; }
    bool is_learning() const { return learns() && parameters_.train && !training_->finished(); }

    /// Of the prior, y at the strongest noise.
    CumulativeTable prior_table() const;

    void save(Archive& archive) const;
    void load(const Archive& archive);

  private:
    bool learns() const { return parameters_.score == ScoreSource::learnt; }
    void begin_batch();
    void use_score(std::vector<float> learnt);

    std::shared_ptr<const SiteLaw> law_;
    SiteParameters parameters_;
    Random random_;
    std::optional<SiteTraining> training_;  // from when a score was first to be learnt
    std::vector<float> learnt_;             // the network's parameters in this batch
    std::shared_ptr<const Score> score_;
    Sampler sampler_;
    std::uint64_t batch_ = 0;
    bool settled_ = false;
};

}  // namespace langevin::diffusion
