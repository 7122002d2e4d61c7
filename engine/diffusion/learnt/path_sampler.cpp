// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/learnt/path_sampler.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/networks/tape/operations.h"
#include "engine/parallel/parallel.h"

namespace langevin::diffusion {

using namespace tape;

namespace {

constexpr std::uint64_t draws_per_batch = std::uint64_t{1} << 20;

/// -(x^2 / v + ln(2 pi v)) / 2.
double log_normal(double x, double v) {
    return -(x * x / v + std::log(2 * std::numbers::pi * v)) / 2;
}

}  // namespace

PathSampler::PathSampler(ScoreModel model, int rows, int columns, int levels, double strongest, double weakest)
    : model_(std::move(model)),
      rows_(rows),
      columns_(columns),
      variances_(model_.denoiser->description().spectrum.variances(rows, columns)),
      curvatures_(model_.denoiser->description().spectrum.curvatures(rows, columns)) {
    for (int k = 0; k < levels; ++k)
        sigma_.push_back(strongest * std::pow(weakest / strongest, static_cast<double>(k) / std::max(1, levels - 1)));
}

double PathSampler::sigma() const {
    return finished() ? 0 : sigma_[static_cast<std::size_t>(position_)] * model_.denoiser->description().scale;
}

void PathSampler::start(std::size_t samples, Random random, Stream stream, std::uint64_t draws) {
    samples_ = samples;
    position_ = 0;
    random_ = random;
    stream_ = stream;
    draws_ = draws;
    const std::size_t groups = (samples + lanes - 1) / lanes, volume = variances_.size();
    modes_.assign(groups * volume * lanes, 0);
    log_path_.assign(groups * lanes, 0);
    const double noise = sigma_.front() * sigma_.front(), scale = model_.denoiser->description().scale;
    for (std::size_t g = 0; g < groups; ++g) {
        const auto modes = std::span(modes_).subspan(g * volume * lanes, volume * lanes);
        random.normals<double>({stream.id + g * lanes}, draws * draws_per_batch, 0, lanes, modes);
        for (std::size_t p = 0; p < volume; ++p)
            for (std::size_t l = 0; l < lanes; ++l) {
                double& y = modes[p * lanes + l];
                y *= std::sqrt(variances_[p] + noise);
                log_path_[g * lanes + l] += log_normal(y, variances_[p] + noise) - std::log(scale);
            }
    }
}

bool PathSampler::step(int threads, const std::stop_token& stop) {
    if (finished()) return true;
    auto modes = modes_;
    auto log_path = log_path_;
    parallel::for_each_index(log_path.size() / lanes, threads, [&](std::size_t g) {
        try {
            if (!stop.stop_requested()) step_group(g, modes, log_path, stop);
        } catch (const Stopped&) {
            return;  // and so is the step
        }
    });
    if (stop.stop_requested()) return false;
    modes_ = std::move(modes);
    log_path_ = std::move(log_path);
    ++position_;
    return true;
}

void PathSampler::step_group(std::size_t group, std::vector<double>& all, std::vector<double>& log_path,
                             const std::stop_token& stop) const {
    thread_local Tape<float> tape;
    thread_local Tape<double> exact_tape;
    const Tape<float>::Interruptible interruptible(tape, stop);
    const Tape<float>::Forgetful forgetful(tape);
    const Tape<double>::Forgetful exact_forgetful(exact_tape);
    const auto shape = Shape::samples(1, rows_, columns_);
    const std::size_t volume = variances_.size();
    const auto modes = std::span(all).subspan(group * volume * lanes, volume * lanes);
    const bool last = position_ + 1 == levels();
    const double sigma = sigma_[static_cast<std::size_t>(position_)],
                 next = last ? 0 : sigma_[static_cast<std::size_t>(position_) + 1];
    const double noise = sigma * sigma, left = next * next, r = left / noise;

    const auto sites = hartley(exact_tape.constant(shape, modes));
    auto y = tape.constant(shape, 0.0f);
    std::ranges::transform(sites.values(), y.fill().begin(), [](double v) { return static_cast<float>(v); });
    const networks::BoundParameters<float> parameters(tape, model_.denoiser->network().layout(), model_.parameters);
    const auto setting = model_.denoiser->setting<float>(tape, rows_, columns_, std::vector<double>(lanes, sigma));
    const auto d = model_.denoiser->denoise(parameters, setting, y);
    auto denoised = exact_tape.constant(shape, 0.0);
    std::ranges::copy(d.values(), denoised.fill().begin());
    const auto denoised_modes = hartley(denoised);

    std::vector<double> z(modes.size());
    random_.normals<double>({stream_.id + group * lanes},
                            draws_ * draws_per_batch + 1 + static_cast<std::uint64_t>(position_), 0, lanes, z);
    for (std::size_t p = 0; p < volume; ++p) {
        const double posterior = posterior_variance(variances_[p], curvatures_[p], sigma);
        const double variance = left * (1 - r) + (1 - r) * (1 - r) * posterior;
        const double forward_norm = std::log(2 * std::numbers::pi * (noise - left)) / 2,
                     reverse_norm = std::log(2 * std::numbers::pi * variance) / 2, width = std::sqrt(variance);
        for (std::size_t l = 0; l < lanes; ++l) {
            const std::size_t i = p * lanes + l;
            const double fresh = r * modes[i] + (1 - r) * denoised_modes.values()[i] + width * z[i];
            const double forward = modes[i] - fresh;
            log_path[group * lanes + l] +=
                -z[i] * z[i] / 2 - reverse_norm + forward * forward / (2 * (noise - left)) + forward_norm;
            modes[i] = fresh;
        }
    }
}

std::vector<double> PathSampler::fields() const {
    const std::size_t volume = variances_.size();
    std::vector<double> result(samples_ * volume);
    Tape<double> tape;
    const double scale = model_.denoiser->description().scale;
    for (std::size_t g = 0; g * lanes < samples_; ++g) {
        const auto sites = hartley(tape.constant(Shape::samples(1, rows_, columns_),
                                                 std::span(modes_).subspan(g * volume * lanes, volume * lanes)));
        const std::size_t count = std::min(lanes, samples_ - g * lanes);
        out_of_lanes<double, double>(sites.values(), volume, scale,
                                     std::span(result).subspan(g * lanes * volume, count * volume));
    }
    return result;
}

void PathSampler::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "modes", modes_);
    archive.put(prefix + "log_path", log_path_);
    archive.put(prefix + "counters", std::vector<std::uint64_t>{samples_, static_cast<std::uint64_t>(position_),
                                                                random_.seed(), stream_.id, draws_});
}

void PathSampler::load(const Archive& archive, const std::string& prefix) {
    const auto& counters = archive.get<std::uint64_t>(prefix + "counters", 5);
    const std::size_t groups = (counters[0] + lanes - 1) / lanes;
    Archive::demand(counters[1] <= sigma_.size() && counters[0] < (1u << 24), prefix + "counters");
    const auto& modes = archive.get<double>(prefix + "modes", groups * lanes * variances_.size());
    const auto& log_path = archive.get<double>(prefix + "log_path", groups * lanes);
    samples_ = counters[0];
    position_ = static_cast<int>(counters[1]);
    random_ = Random(counters[2]);
    stream_ = {counters[3]};
    draws_ = counters[4];
    modes_ = modes;
    log_path_ = log_path;
}

}  // namespace langevin::diffusion
