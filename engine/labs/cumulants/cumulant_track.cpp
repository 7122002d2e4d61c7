// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/cumulants/cumulant_track.h"

#include <cmath>

namespace langevin::cumulants {
namespace {

constexpr std::size_t most_stations = 40;

}  // namespace

CumulantTrack::CumulantTrack(const std::vector<diffusion::NoiseLevel>& levels)
    : stride_((levels.size() + most_stations - 1) / most_stations), count_(levels.size()) {
    for (std::size_t k = 0; k < levels.size(); k += stride_) levels_.push_back(levels[k]);
    levels_.emplace_back();
    sums_.resize(levels_.size());
}

void CumulantTrack::add(std::size_t level, const std::vector<double>& y) {
    if (level == count_) return sums_.back().add(y);
    if (level % stride_ == 0) sums_[level / stride_].add(y);
}

void CumulantTrack::clear() {
    sums_.assign(sums_.size(), {});
}

statistics::Estimate CumulantTrack::cumulant(std::size_t station, int order) const {
    auto estimate = sums_[station].cumulant(order);
    const double factor = std::pow(levels_[station].mean, order);
    estimate.value *= factor;
    estimate.error *= factor;
    return estimate;
}

void CumulantTrack::save(Archive& archive, const std::string& name) const {
    std::vector<double> all;
    for (const auto& sums : sums_) {
        const auto state = sums.state();
        all.insert(all.end(), state.begin(), state.end());
    }
    archive.put(name, all);
}

void CumulantTrack::load(const Archive& archive, const std::string& name) {
    const std::size_t size = diffusion::CumulantSums().state().size();
    const auto& all = archive.get<double>(name, size * sums_.size());
    for (std::size_t k = 0; k < sums_.size(); ++k) sums_[k].restore(std::span(all).subspan(k * size, size));
}

}  // namespace langevin::cumulants
