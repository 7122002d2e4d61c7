// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/site_sampling.h"

#include <cmath>

namespace langevin::diffusion {
namespace {

constexpr Stream noise_stream = Stream::of(1, 0), prior_data_stream = Stream::of(2, 0),
                 prior_noise_stream = Stream::of(3, 0);

}  // namespace

SiteSampling::SiteSampling(std::shared_ptr<const SiteLaw> law, const SiteParameters& parameters, Random random)
    : law_(std::move(law)),
      parameters_(parameters),
      random_(random),
      score_(law_),
      sampler_(parameters.forward(), parameters.sampler(), *score_) {
    if (learns()) training_.emplace(law_, parameters_, random_);
    begin_batch();
}

void SiteSampling::edit(const SiteParameters& parameters) {
    const bool goes_on = parameters.same_batch(parameters_);
    parameters_ = parameters;
    if (training_) training_->edit(parameters_);
    if (learns() && !training_) training_.emplace(law_, parameters_, random_);
    if (goes_on) return;
    ++batch_;
    begin_batch();
}

bool SiteSampling::begin_batch_if_finished() {
    if (!sampler_.finished()) return false;
    ++batch_;
    begin_batch();
    return true;
}

void SiteSampling::begin_batch() {
    settled_ = !is_learning();
    std::vector<float> learnt;
    if (learns()) {
        const auto model = training_->model();
        learnt.assign(model.parameters.begin(), model.parameters.end());
    }
    use_score(std::move(learnt));
    const auto count = static_cast<std::size_t>(parameters_.samples);
    if (parameters_.prior == SitePrior::noise) return sampler_.start(count, {}, random_, noise_stream, batch_);
    std::vector<double> y(count), z(count);
    law_->draw(random_, prior_data_stream, batch_, y);
    random_.normals<double>(prior_noise_stream, batch_, 0, 1, z);
    for (std::size_t i = 0; i < count; ++i) y[i] += sampler_.levels().front().sigma() * z[i];
    sampler_.start(std::move(y), random_, noise_stream, batch_);
}

/// Empty: the exact one.
void SiteSampling::use_score(std::vector<float> learnt) {
    learnt_ = std::move(learnt);
    score_ = law_;
    if (!learnt_.empty()) score_ = std::make_shared<LearntScore>(training_->model(learnt_), 1, 1);
    sampler_ = {parameters_.forward(), parameters_.sampler(), *score_};
}

bool SiteSampling::advance(int threads, const std::stop_token& stop) {
    if (!sampler_.step(threads, stop)) return false;
    for (const double y : sampler_.samples())
        if (!std::isfinite(y))
            throw Failure({"the samples ran away at level " + std::to_string(sampler_.position()), "levels",
                           "The steps are too large for this method: choose more levels or another spacing"});
    return !is_learning() || training_->advance(parameters_.training_pace, threads, stop);
}

std::shared_ptr<const Score> SiteSampling::newest_score() const {
    if (!learns()) return law_;
    return std::make_shared<LearntScore>(training_->model(), 1, 1);
}

CumulativeTable SiteSampling::prior_table() const {
    const double sigma = sampler_.levels().front().sigma();
    return parameters_.prior == SitePrior::noise ? normal_table(sigma) : law_->cumulative_table(sigma);
}

void SiteSampling::save(Archive& archive) const {
    archive.put("batch", batch_);
    archive.put("position", static_cast<std::int64_t>(sampler_.position()));
    archive.put("settled", static_cast<std::int64_t>(settled_));
    archive.put("samples", sampler_.samples());
    archive.put("learnt", learnt_);
    archive.put("trained", static_cast<std::int64_t>(training_.has_value()));
    if (training_) training_->save(archive, "training.");
}

void SiteSampling::load(const Archive& archive) {
    const auto position = archive.get_value<std::int64_t>("position");
    Archive::demand(position >= 0 && position <= sampler_.steps(), "position");
    const auto& y = archive.get<double>("samples", static_cast<std::size_t>(parameters_.samples));
    const auto& learnt = archive.get<float>("learnt");
    const bool trained = archive.get_value<std::int64_t>("trained") != 0;
    Archive::demand(trained || !learns(), "trained");
    if (trained && !training_) training_.emplace(law_, parameters_, random_);
    if (trained) training_->load(archive, "training.");
    Archive::demand(learnt.empty() ? !learns() : learns() && learnt.size() == training_->model().parameters.size(),
                    "learnt");
    batch_ = archive.get_value<std::uint64_t>("batch");
    settled_ = archive.get_value<std::int64_t>("settled") != 0;
    use_score(learnt);
    sampler_.restore(y, static_cast<int>(position), random_, noise_stream, batch_);
}

}  // namespace langevin::diffusion
