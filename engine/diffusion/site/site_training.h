// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/diffusion/site/site_law.h"
#include "engine/diffusion/site/site_parameters.h"
#include "engine/statistics/time_series.h"

namespace langevin::diffusion {

/// A network that learns the score of a law of single numbers from exact samples. Value type.
class SiteTraining {
  public:
    /// Draws the samples: uniform numbers of a stream of its own.
    SiteTraining(std::shared_ptr<const SiteLaw> law, const SiteParameters& parameters, Random random);

    /// Live edits: the learning rate, and with another process another range of noise. What was learnt stays.
    void edit(const SiteParameters& parameters);
    bool finished() const { return training_->steps() >= length_; }
    /// Some steps, fewer at the end. False when stopped: then with an unknown part of them made.
    bool advance(int steps, int threads, const std::stop_token& stop);

    std::uint64_t steps() const { return training_->steps(); }
    std::uint64_t length() const { return length_; }
    ScoreModel model() const { return training_->model(); }
    /// With these parameters instead of those learnt.
    ScoreModel model(std::vector<float> parameters) const;
    /// Losses of all steps since the range of the noise changed.
    const statistics::TimeSeries& losses() const { return losses_; }
    std::uint64_t losses_since() const { return losses_since_; }
    /// Where the loss would end with the exact score and without end of samples.
    double least_loss() const { return least_loss_; }

    /// The exact score at several strengths of the noise, weakest first.
    const std::vector<ScoreReference>& references() const { return *references_; }

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void set_range(const SiteParameters& parameters);

    std::shared_ptr<const SiteLaw> law_;
    Random random_;
    SiteParameters parameters_;
    std::shared_ptr<const Denoiser> denoiser_;
    std::shared_ptr<const TrainingData> data_;
    std::optional<ScoreTraining> training_;
    std::uint64_t length_;
    statistics::TimeSeries losses_;
    std::uint64_t losses_since_ = 0;
    std::shared_ptr<const std::vector<ScoreReference>> references_;
    double least_loss_ = 0;
};

}  // namespace langevin::diffusion
