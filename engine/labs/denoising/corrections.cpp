// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/corrections.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "engine/diffusion/likelihood.h"
#include "engine/labs/denoising/reference.h"
#include "engine/lattice/hybrid_monte_carlo.h"
#include "engine/parallel/parallel.h"

namespace langevin::denoising {
namespace {

constexpr std::uint16_t chain_purpose = 60, mala_purpose = 62;  // and the one after it
constexpr std::size_t most_weights = std::size_t{1} << 16;
constexpr std::size_t at_once = tape::lanes;
constexpr std::uint64_t most_steps = 4096;  // of MALA in a batch

}  // namespace

void ModelChain::propose(std::span<const double> fields, std::size_t volume, std::span<const double> log_weights,
                         std::uint64_t batch, Random random) {
    states_.clear();
    field_ = current_;
    int state = -1;
    for (std::size_t n = 0; n * volume < fields.size(); ++n) {
        const double weight = log_weights[n];
        weights_.push_back(weight);
        const bool first = proposals_ == 0;
        ++proposals_;
        if (first || random.exponential(Stream::of(chain_purpose, 0), batch, n) >= current_weight_ - weight) {
            if (!first) ++accepted_;
            state = static_cast<int>(n);
            current_weight_ = weight;
        }
        states_.push_back(state);
    }
    if (state >= 0) {
        const auto from = fields.subspan(static_cast<std::size_t>(state) * volume, volume);
        current_.assign(from.begin(), from.end());
    }
    if (weights_.size() > most_weights)
        weights_.erase(weights_.begin(),
                       weights_.begin() + static_cast<std::ptrdiff_t>(weights_.size() - most_weights));
}

ModelChain::Fraction ModelChain::effective_samples() const {
    constexpr std::size_t parts = 8;
    if (weights_.size() < 2 * parts) return {0, std::nan("")};
    const double value = diffusion::effective_sample_fraction(weights_);
    double mean = 0, squares = 0;
    for (std::size_t k = 0; k < parts; ++k) {
        const std::size_t first = k * weights_.size() / parts, last = (k + 1) * weights_.size() / parts;
        const double part = diffusion::effective_sample_fraction(std::span(weights_).subspan(first, last - first));
        mean += part / parts;
        squares += part * part / parts;
    }
    return {value, std::sqrt(std::max(0.0, squares - mean * mean) / (parts - 1))};
}

void ModelChain::save(Archive& archive) const {
    archive.put("chain.states", std::vector<std::int64_t>(states_.begin(), states_.end()));
    archive.put("chain.field", field_);
    archive.put("chain.current", current_);
    archive.put("chain.weights", weights_);
    archive.put("chain.current_weight", current_weight_);
    archive.put("chain.counters", std::vector<std::uint64_t>{proposals_, accepted_});
}

void ModelChain::load(const Archive& archive, std::size_t volume) {
    const auto& counters = archive.get<std::uint64_t>("chain.counters", 2);
    const auto& field = archive.get<double>("chain.field");
    const auto& current = archive.get<double>("chain.current");
    Archive::demand(current.size() == (counters[0] > 0 ? volume : 0), "chain.current");
    Archive::demand(field.empty() || field.size() == volume, "chain.field");
    const auto& states = archive.get<std::int64_t>("chain.states");
    const auto& weights = archive.get<double>("chain.weights");
    current_weight_ = archive.get_value<double>("chain.current_weight");
    states_.assign(states.begin(), states.end());
    field_ = field;
    current_ = current;
    weights_ = weights;
    proposals_ = counters[0];
    accepted_ = counters[1];
}

void MalaStage::start(std::vector<double> fields) {
    fields_ = std::move(fields);
    steps_ = 0;
    accepted_ = 0;
}

bool MalaStage::step(const Parameters& p, const diffusion::ScoreModel& model, std::uint64_t batch, Random random,
                     int threads, const std::stop_token& stop) {
    const auto draw = batch * most_steps + static_cast<std::uint64_t>(steps_);
    auto before = fields_;
    const double accepted = p.mala_drift == Drift::force ? step_with_force(p, draw, random, threads, stop)
                                                         : step_with_score(p, model, draw, random, threads, stop);
    if (stop.stop_requested()) {
        fields_ = std::move(before);
        return false;
    }
    accepted_ += accepted;
    ++steps_;
    return true;
}

/// MALA is HMC with trajectories of one leapfrog step of size sqrt(2 eps).
double MalaStage::step_with_force(const Parameters& p, std::uint64_t draw, Random random, int threads,
                                  const std::stop_token& stop) {
    const auto volume = static_cast<std::size_t>(p.extent) * static_cast<std::size_t>(p.extent);
    const std::size_t count = fields_.size() / volume, groups = (count + at_once - 1) / at_once;
    std::vector<double> accepted(groups);
    parallel::for_each_index(groups, threads, [&](std::size_t g) {
        if (stop.stop_requested()) return;
        const std::size_t first = g * at_once, lanes = std::min(at_once, count - first);
        lattice::ScalarBlock<double> block({p.extent, p.extent}, static_cast<int>(first), static_cast<int>(lanes));
        for (std::size_t l = 0; l < lanes; ++l)
            block.insert(static_cast<int>(l), std::span(fields_).subspan((first + l) * volume, volume));
        block.moments = lattice::moments_of(block);
        const lattice::Trajectory one{lattice::Integrator::leapfrog, 1, std::sqrt(2 * p.mala_step_size)};
        for (const auto& result : lattice::hmc_update(block, p.couplings(), one, {random, draw, mala_purpose}))
            accepted[g] += result.accepted ? 1 : 0;
        for (std::size_t l = 0; l < lanes; ++l) {
            const auto field = block.extract(static_cast<int>(l));
            std::copy(field.begin(), field.end(), fields_.begin() + static_cast<std::ptrdiff_t>((first + l) * volume));
        }
    });
    double sum = 0;
    for (const double a : accepted) sum += a;
    return sum / static_cast<double>(count);
}

double MalaStage::step_with_score(const Parameters& p, const diffusion::ScoreModel& model, std::uint64_t draw,
                                  Random random, int threads, const std::stop_token& stop) {
    const auto volume = static_cast<std::size_t>(p.extent) * static_cast<std::size_t>(p.extent);
    const diffusion::LearntScore score(model, p.extent, p.extent);
    const double sigma = p.weakest * model.denoiser->description().scale;
    const auto log_density = [&](std::span<const double> field) {
        return -lattice::action(moments_of(field, p.extent).front(), p.couplings());
    };
    const auto drift = [&](std::span<const double> y, std::span<double> d) { score.evaluate(sigma, y, d); };
    const std::size_t count = fields_.size() / volume, groups = (count + at_once - 1) / at_once;
    std::vector<double> accepted(groups);
    parallel::for_each_index(groups, threads, [&](std::size_t g) {
        if (stop.stop_requested()) return;
        const std::size_t first = g * at_once, members = std::min(at_once, count - first);
        const auto stream = Stream::of(mala_purpose, static_cast<std::uint32_t>(2 * g));
        accepted[g] = static_cast<double>(members) *
                      diffusion::mala_step(std::span(fields_).subspan(first * volume, members * volume), volume,
                                           log_density, drift, p.mala_step_size, random, stream, draw);
    });
    double sum = 0;
    for (const double a : accepted) sum += a;
    return sum / static_cast<double>(count);
}

void MalaStage::save(Archive& archive) const {
    archive.put("mala.fields", fields_);
    archive.put("mala.progress", std::vector<double>{static_cast<double>(steps_), accepted_});
}

void MalaStage::load(const Archive& archive) {
    const auto& progress = archive.get<double>("mala.progress", 2);
    fields_ = archive.get<double>("mala.fields");
    steps_ = static_cast<int>(progress[0]);
    accepted_ = progress[1];
}

}  // namespace langevin::denoising
