// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/cumulants/forward_samples.h"

#include <cmath>

namespace langevin::cumulants {
namespace {

constexpr Stream data_stream = Stream::of(4, 0), noise_stream = Stream::of(5, 0);
constexpr std::uint64_t draws_per_batch = 1 << 20;

}  // namespace

ForwardSamples::ForwardSamples(const std::vector<diffusion::NoiseLevel>& levels, std::size_t samples)
    : level_(levels.size()), y_(samples), noise_(samples) {
    for (const auto& level : levels) variances_.push_back(level.sigma() * level.sigma());
    variances_.push_back(0);
}

void ForwardSamples::begin(const diffusion::SiteLaw& law, Random random, std::uint64_t batch) {
    level_ = variances_.size() - 1;
    law.draw(random, data_stream, batch, y_);
}

void ForwardSamples::step(Random random, std::uint64_t batch) {
    if (finished()) return;
    random.normals<double>(noise_stream, batch * draws_per_batch + level_, 0, 1, noise_);
    const double deviation = std::sqrt(variances_[level_ - 1] - variances_[level_]);
    for (std::size_t i = 0; i < y_.size(); ++i) y_[i] += deviation * noise_[i];
    --level_;
}

void ForwardSamples::save(Archive& archive) const {
    archive.put("forward", y_);
    archive.put("forward_level", static_cast<std::uint64_t>(level_));
}

void ForwardSamples::load(const Archive& archive) {
    const auto& y = archive.get<double>("forward", y_.size());
    const auto level = archive.get_value<std::uint64_t>("forward_level");
    Archive::demand(level < variances_.size(), "forward_level");
    y_ = y;
    level_ = level;
}

}  // namespace langevin::cumulants
