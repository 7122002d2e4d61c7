// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/site_training.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace langevin::diffusion {
namespace {

constexpr Stream data_stream = Stream::of(40, 0);
constexpr std::size_t loss_blocks = 256;
constexpr int reference_count = 33;

double standard_deviation(const SiteLaw& law) {
    return std::sqrt(law.moment(2));
}

std::shared_ptr<const TrainingData> draw_data(const SiteLaw& law, std::size_t count, Random random) {
    std::vector<double> phi(count);
    law.draw(random, data_stream, 0, phi);
    auto data = std::make_shared<TrainingData>();
    const double scale = standard_deviation(law);
    for (const double value : phi) data->samples.push_back(static_cast<float>(value / scale));
    return data;
}

std::vector<ScoreReference> make_references(const SiteLaw& law, double weakest, double strongest) {
    std::vector<ScoreReference> references;
    for (int k = 0; k < reference_count; ++k)
        references.emplace_back(law, weakest * std::pow(strongest / weakest, k / (reference_count - 1.0)));
    return references;
}

/// Between the strengths that are known, linear in ln sigma but for the trend 1 / (1 + sigma^2 / C); beyond, as at the
/// ends.
double least_loss_at(const std::vector<ScoreReference>& references, double sigma, double scale) {
    const auto trend = [=](double s) { return 1 / (1 + s * s / (scale * scale)); };
    const auto part = [&](const ScoreReference& r) { return r.least_loss() / trend(r.sigma); };
    const auto next = std::lower_bound(references.begin(), references.end(), sigma,
                                       [](const auto& r, double value) { return r.sigma < value; });
    if (next == references.begin()) return part(*next) * trend(sigma);
    if (next == references.end()) return part(references.back()) * trend(sigma);
    const double share = std::log(sigma / (next - 1)->sigma) / std::log(next->sigma / (next - 1)->sigma);
    return ((1 - share) * part(*(next - 1)) + share * part(*next)) * trend(sigma);
}

}  // namespace

SiteTraining::SiteTraining(std::shared_ptr<const SiteLaw> law, const SiteParameters& parameters, Random random)
    : law_(std::move(law)),
      random_(random),
      parameters_(parameters),
      denoiser_(std::make_shared<Denoiser>(parameters.description(standard_deviation(*law_)))),
      data_(draw_data(*law_, static_cast<std::size_t>(parameters.training_samples), random)),
      length_(static_cast<std::uint64_t>(parameters.training_steps)),
      losses_(1, 1, loss_blocks) {
    set_range(parameters);
}

void SiteTraining::set_range(const SiteParameters& parameters) {
    const double scale = denoiser_->description().scale;
    const auto settings = parameters.training(scale);
    std::optional<Archive> learnt;
    if (training_) training_->save(learnt.emplace(), "");
    training_.emplace(denoiser_, std::vector{data_}, settings, random_);
    if (learnt) training_->load(*learnt, "");
    losses_.clear();
    losses_since_ = training_->steps();
    references_ = std::make_shared<const std::vector<ScoreReference>>(
        make_references(*law_, settings.weakest * scale, settings.strongest * scale));
    constexpr int draws = 512;
    const auto normal = normal_table(1);
    least_loss_ = 0;
    for (int i = 0; i < draws; ++i) {
        const double u = (i + 0.5) / draws, sigma = sampled_sigma(settings, scale, u, normal.quantile(u));
        least_loss_ +=
            loss_weight(settings, std::vector{1.0}, sigma) * least_loss_at(*references_, sigma * scale, scale) / draws;
    }
}

void SiteTraining::edit(const SiteParameters& parameters) {
    const auto range = [](const SiteParameters& p) {
        return std::tuple(p.process, p.sigma_base, p.beta_max, p.sigma_max, p.last_time);
    };
    if (range(parameters) != range(parameters_)) set_range(parameters);
    training_->set_learning_rate(parameters.learning_rate);
    parameters_ = parameters;
}

bool SiteTraining::advance(int steps, int threads, const std::stop_token& stop) {
    for (int i = 0; i < steps && !finished(); ++i) {
        if (!training_->step(threads, stop)) return false;
        losses_.push(std::vector{training_->loss()});
    }
    return true;
}

ScoreModel SiteTraining::model(std::vector<float> parameters) const {
    return {denoiser_, {parameters.begin(), parameters.end()}};
}

void SiteTraining::save(Archive& archive, const std::string& prefix) const {
    training_->save(archive, prefix);
    losses_.save(archive, prefix + "losses.");
    archive.put(prefix + "losses_since", losses_since_);
}

void SiteTraining::load(const Archive& archive, const std::string& prefix) {
    training_->load(archive, prefix);
    losses_.load(archive, prefix + "losses.");
    losses_since_ = archive.get_value<std::uint64_t>(prefix + "losses_since");
}

}  // namespace langevin::diffusion
