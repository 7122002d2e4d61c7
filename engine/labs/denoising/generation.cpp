// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/generation.h"

#include <algorithm>
#include <cmath>

#include "engine/diffusion/free_field.h"

namespace langevin::denoising {
namespace {

constexpr Stream path_stream = Stream::of(1, 0), noise_stream = Stream::of(2, 0), prior_stream = Stream::of(3, 0);
constexpr int most_frames = 48, most_tiles = 9;

}  // namespace

void Generation::prepare(const Parameters& parameters, diffusion::ScoreModel model, Random random) {
    parameters_ = parameters;
    model_ = std::move(model);
    random_ = random;
    path_.reset();
    sampler_.reset();
    score_.reset();
    frames_.clear();
    position_ = 0;
}

void Generation::start(const Parameters& parameters, diffusion::ScoreModel model, std::uint64_t batch, Random random) {
    prepare(parameters, std::move(model), random);
    forward_ = false;
    begin_sampler(batch);
    keep_frame();
}

/// Noise and data together, mode by mode; for the samplers that know no modes drawn here.
void Generation::begin_sampler(std::uint64_t batch) {
    batch_ = batch;
    const auto& p = parameters_;
    const auto samples = static_cast<std::size_t>(p.samples);
    if (p.draw == Draw::path) {
        path_ = std::make_unique<diffusion::PathSampler>(*model_, p.extent, p.extent, p.levels, p.strongest, p.weakest);
        path_->start(samples, random_, path_stream, batch);
        levels_ = path_->levels();
        fields_ = path_->fields();
        return;
    }
    const double scale = model_->denoiser->description().scale;
    score_ = std::make_unique<diffusion::LearntScore>(*model_, p.extent, p.extent);
    sampler_ = std::make_unique<diffusion::Sampler>(
        diffusion::Process(diffusion::ProcessKind::edm, p.strongest * scale), p.sampler(), *score_);
    const auto variances = model_->denoiser->description().spectrum.variances(p.extent, p.extent);
    const diffusion::FreeField basis(p.extent, 0.2);
    std::vector<double> y(samples * basis.volume()), modes(basis.volume());
    for (std::size_t n = 0; n < samples; ++n) {
        random_.normals<double>({prior_stream.id + n}, batch, 0, 1, modes);
        for (std::size_t m = 0; m < modes.size(); ++m)
            modes[m] *= scale * std::sqrt(variances[m] + p.strongest * p.strongest);
        basis.transform(modes, std::span(y).subspan(n * modes.size(), modes.size()));
    }
    sampler_->start(std::move(y), random_, noise_stream, batch);
    levels_ = sampler_->steps();
    fields_ = sampler_->samples();
}

void Generation::dissolve(const Parameters& parameters, diffusion::ScoreModel model, std::vector<double> fields,
                          std::uint64_t batch, Random random) {
    prepare(parameters, std::move(model), random);
    forward_ = true;
    batch_ = batch;
    levels_ = parameters.levels;
    fields_ = std::move(fields);
    keep_frame();
}

/// From the weakest noise (position 1) to the strongest.
double Generation::level(int position) const {
    if (position == 0) return 0;
    const double part = static_cast<double>(position - 1) / std::max(1, levels_ - 1);
    return parameters_.weakest * std::pow(parameters_.strongest / parameters_.weakest, part) *
           model_->denoiser->description().scale;
}

double Generation::sigma() const {
    if (!started()) return 0;
    if (forward_) return level(position_);
    return path_ ? path_->sigma() : sampler_->sigma();
}

bool Generation::step(int threads, const std::stop_token& stop) {
    if (finished()) return true;
    if (forward_) {
        step_forward();
    } else if (path_) {
        if (!path_->step(threads, stop)) return false;
        fields_ = path_->fields();
    } else {
        if (!sampler_->step(threads, stop)) return false;
        fields_ = sampler_->samples();
    }
    ++position_;
    for (const double phi : fields_)
        if (!(std::abs(phi) < 1e8))
            throw Failure({"the fields ran away at level " + std::to_string(position_), "levels",
                           "The steps are too large for this score and sampler: choose more levels, or train longer"});
    keep_frame();
    return true;
}

bool Generation::step_forward() {
    const double before = level(position_), after = level(position_ + 1);
    const double width = std::sqrt(after * after - before * before);
    std::vector<double> z(fields_.size());
    random_.normals<double>(noise_stream, (batch_ << 20) + static_cast<std::uint64_t>(position_), 0, 1, z);
    for (std::size_t i = 0; i < fields_.size(); ++i) fields_[i] += width * z[i];
    return true;
}

std::vector<double> Generation::log_path() const {
    return path_ ? path_->log_path() : std::vector<double>{};
}

void Generation::keep_frame() {
    const int every = (levels_ + most_frames - 1) / most_frames;
    if (position_ % every != 0 && !finished()) return;
    const auto volume = static_cast<std::size_t>(parameters_.extent) * static_cast<std::size_t>(parameters_.extent);
    const std::size_t shown = std::min<std::size_t>(fields_.size(), most_tiles * volume);
    frames_.push_back({sigma(), {fields_.begin(), fields_.begin() + static_cast<std::ptrdiff_t>(shown)}});
}

void Generation::save(Archive& archive) const {
    archive.put("generation.counters", std::vector<std::uint64_t>{started() ? 1u : 0u, forward_ ? 1u : 0u, batch_,
                                                                  static_cast<std::uint64_t>(position_)});
    if (!started()) return;
    archive.put("generation.model", std::vector<float>(model_->parameters.begin(), model_->parameters.end()));
    archive.put("generation.fields", fields_);
    if (path_) path_->save(archive, "generation.path.");
    std::vector<double> sigma;
    std::vector<float> shown;
    for (const auto& frame : frames_) {
        sigma.push_back(frame.sigma);
        shown.insert(shown.end(), frame.fields.begin(), frame.fields.end());
    }
    archive.put("generation.frame_sigma", sigma);
    archive.put("generation.frame_fields", shown);
}

void Generation::load(const Parameters& parameters, diffusion::ScoreModel model, Random random,
                      const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("generation.counters", 4);
    if (counters[0] == 0) {
        *this = {};
        return;
    }
    const auto volume = static_cast<std::size_t>(parameters.extent) * static_cast<std::size_t>(parameters.extent);
    const auto& numbers = archive.get<float>("generation.model", model.parameters.size());
    const auto& fields =
        archive.get<double>("generation.fields", static_cast<std::size_t>(parameters.samples) * volume);
    const auto& sigma = archive.get<double>("generation.frame_sigma");
    const std::size_t shown = std::min<std::size_t>(fields.size(), most_tiles * volume);
    const auto& frames = archive.get<float>("generation.frame_fields", sigma.size() * shown);
    model.parameters.assign(numbers.begin(), numbers.end());
    prepare(parameters, std::move(model), random);
    forward_ = counters[1] != 0;
    batch_ = counters[2];
    levels_ = parameters.levels;
    if (!forward_) begin_sampler(batch_);
    position_ = static_cast<int>(std::min<std::uint64_t>(counters[3], static_cast<std::uint64_t>(levels_)));
    if (path_) path_->load(archive, "generation.path.");
    if (sampler_) sampler_->restore(fields, position_, random_, noise_stream, batch_);
    fields_ = fields;
    for (std::size_t k = 0; k < sigma.size(); ++k) {
        const auto first = frames.begin() + static_cast<std::ptrdiff_t>(k * shown);
        frames_.push_back({sigma[k], {first, first + static_cast<std::ptrdiff_t>(shown)}});
    }
}

}  // namespace langevin::denoising
