// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/level_record.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace langevin::weights {
namespace {

std::size_t capacity(std::size_t seeds) {
    return std::max<std::size_t>(256, (std::size_t{1} << 15) / seeds) / 2 * 2;
}

}  // namespace

LevelRecord::LevelRecord(std::vector<Group> groups, int seeds, double low, double high)
    : groups_(std::move(groups)),
      seeds_(static_cast<std::size_t>(seeds)),
      series_(groups_.size() * columns, seeds_, capacity(seeds_)),
      levels_(160, low, high) {
    for (const auto& group : groups_) {
        levels_per_seed_ += group.places.size();
        spacings_.emplace_back(64, 0, 4 * group.spacing_scale);
    }
}

void LevelRecord::record(std::span<const double> spectra) {
    std::vector<double> values(groups_.size() * columns * seeds_);
    for (std::size_t s = 0; s < seeds_; ++s) {
        const auto x = spectra.subspan(s * levels_per_seed_, levels_per_seed_);
        for (const double level : x) levels_.count(level);
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const auto& places = groups_[g].places;
            double sum = 0, squares = 0, low = x[static_cast<std::size_t>(places[0])], high = low;
            for (const int place : places) {
                const double level = x[static_cast<std::size_t>(place)];
                sum += level;
                squares += level * level;
                low = std::min(low, level);
                high = std::max(high, level);
            }
            const auto count = static_cast<double>(places.size());
            values[column(g, level_mean) * seeds_ + s] = sum / count;
            values[column(g, level_square) * seeds_ + s] = squares / count;
            values[column(g, level_spacing) * seeds_ + s] = high - low;
            if (pair(g)) spacings_[g].count(high - low);
        }
    }
    levels_.commit();
    for (auto& histogram : spacings_) histogram.commit();
    series_.push(values);
}

statistics::Estimate LevelRecord::mean(std::size_t group) const {
    return statistics::estimate(series_, column(group, level_mean));
}

statistics::Estimate LevelRecord::width(std::size_t group) const {
    const double factor = pair(group) ? 1.5 : 1;
    return statistics::estimate(series_, [=, this](std::span<const double> m) {
        const double mean = m[column(group, level_mean)];
        return std::sqrt(std::max(0.0, m[column(group, level_square)] - mean * mean) / factor);
    });
}

statistics::Estimate LevelRecord::spacing(std::size_t group) const {
    auto found = statistics::estimate(series_, column(group, level_spacing));
    if (!pair(group)) found.error = std::numeric_limits<double>::quiet_NaN();
    return found;
}

void LevelRecord::save(Archive& archive, const std::string& prefix) const {
    series_.save(archive, prefix + "series.");
    levels_.save(archive, prefix + "levels.");
    for (std::size_t g = 0; g < spacings_.size(); ++g)
        spacings_[g].save(archive, prefix + "spacings" + std::to_string(g) + ".");
}

void LevelRecord::load(const Archive& archive, const std::string& prefix) {
    series_.load(archive, prefix + "series.");
    levels_.load(archive, prefix + "levels.");
    for (std::size_t g = 0; g < spacings_.size(); ++g)
        spacings_[g].load(archive, prefix + "spacings" + std::to_string(g) + ".");
}

}  // namespace langevin::weights
