// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/diffusion/learnt/path_sampler.h"
#include "engine/diffusion/sampler.h"
#include "engine/labs/denoising/parameters.h"

namespace langevin::denoising {

/// What some fields looked like on their way.
struct Frame {
    double sigma = 0;           ///< noise still there (or already there), in units of phi
    std::vector<float> fields;  ///< of the first few, one after the other
};

/// A batch of fields on its way from noise to field, or from field to noise.
class Generation {
  public:
    /// With the model's score; `batch` numbers it.
    void start(const Parameters& parameters, diffusion::ScoreModel model, std::uint64_t batch, Random random);
    /// Forward: these fields, one after the other, take up noise level by level.
    void dissolve(const Parameters& parameters, diffusion::ScoreModel model, std::vector<double> fields,
                  std::uint64_t batch, Random random);

    bool started() const { return model_.has_value(); }
    bool forward() const { return forward_; }
    bool finished() const { return position_ >= levels_; }
    int position() const { return position_; }
    int levels() const { return levels_; }
    /// False, and nothing changed, when stopped. Throws Failure when the fields run away.
    bool step(int threads, const std::stop_token& stop);

    const std::vector<double>& fields() const { return fields_; }  ///< one after the other, in units of phi
    double sigma() const;                                          ///< of the noise on them, in units of phi
    /// See PathSampler::log_path; empty for other samplers.
    std::vector<double> log_path() const;
    const diffusion::ScoreModel& model() const { return *model_; }
    const std::vector<Frame>& frames() const { return frames_; }

    void save(Archive& archive) const;
    /// The model that is saved with it has the description of `model`.
    void load(const Parameters& parameters, diffusion::ScoreModel model, Random random, const Archive& archive);

  private:
    void prepare(const Parameters& parameters, diffusion::ScoreModel model, Random random);
    void begin_sampler(std::uint64_t batch);
    bool step_forward();
    void keep_frame();
    double level(int position) const;

    Parameters parameters_;
    std::optional<diffusion::ScoreModel> model_;
    Random random_{0};
    std::uint64_t batch_ = 0;
    bool forward_ = false;
    int position_ = 0, levels_ = 0;
    std::vector<double> fields_;
    std::unique_ptr<diffusion::PathSampler> path_;
    std::unique_ptr<diffusion::LearntScore> score_;
    std::unique_ptr<diffusion::Sampler> sampler_;
    std::vector<Frame> frames_;
};

}  // namespace langevin::denoising
