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
      levels_(160, low, high, statistics::Outside::grow, seeds_) {
    for (const auto& group : groups_) {
        const auto size = static_cast<double>(group.places.size());
        levels_per_seed_ += group.places.size();
        spacings_.emplace_back(64, 0, 4 * group.spacing_scale, statistics::Outside::grow, seeds_);
        scaled_levels_.emplace_back(80, -1.5 - size, 1.5 + size, statistics::Outside::grow, seeds_);
    }
}

void LevelRecord::record(std::span<const double> spectra) {
    std::vector<double> values(groups_.size() * columns * seeds_);
    std::vector<double> levels;
    for (std::size_t s = 0; s < seeds_; ++s) {
        const auto x = spectra.subspan(s * levels_per_seed_, levels_per_seed_);
        for (const double level : x) levels_.count(level, s);
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            levels.clear();
            for (const int place : groups_[g].places) levels.push_back(x[static_cast<std::size_t>(place)]);
            std::sort(levels.begin(), levels.end());
            const auto count = static_cast<double>(levels.size());
            double sum = 0, squares = 0, ratios = 0;
            for (std::size_t i = 0; i < levels.size(); ++i) {
                sum += levels[i];
                squares += levels[i] * levels[i];
                scaled_levels_[g].count((levels[i] - groups_[g].centre) / groups_[g].spacing_scale, s);
                if (i == 0) continue;
                const double gap = levels[i] - levels[i - 1];
                spacings_[g].count(gap, s);
                if (i == 1) continue;
                const double before = levels[i - 1] - levels[i - 2];
                const double larger = std::max(gap, before);
                ratios += larger > 0 ? std::min(gap, before) / larger : 0;
            }
            values[column(g, level_mean) * seeds_ + s] = sum / count;
            values[column(g, level_square) * seeds_ + s] = squares / count;
            if (degenerate(g))
                values[column(g, level_spacing) * seeds_ + s] = (levels.back() - levels.front()) / (count - 1);
            if (size(g) > 2) values[column(g, level_ratio) * seeds_ + s] = ratios / (count - 2);
        }
    }
    levels_.commit();
    for (auto& histogram : spacings_) histogram.commit();
    for (auto& histogram : scaled_levels_) histogram.commit();
    series_.push(values);
}

statistics::Estimate LevelRecord::mean(std::size_t group) const {
    return statistics::estimate(series_, column(group, level_mean));
}

statistics::Estimate LevelRecord::width(std::size_t group) const {
    const double factor = (static_cast<double>(size(group)) + 1) / 2;
    return statistics::estimate(series_, [=, this](std::span<const double> m) {
        const double mean = m[column(group, level_mean)];
        return std::sqrt(std::max(0.0, m[column(group, level_square)] - mean * mean) / factor);
    });
}

statistics::Estimate LevelRecord::spacing(std::size_t group) const {
    auto found = statistics::estimate(series_, column(group, level_spacing));
    if (!degenerate(group)) found.error = std::numeric_limits<double>::quiet_NaN();
    return found;
}

statistics::Estimate LevelRecord::ratio(std::size_t group) const {
    auto found = statistics::estimate(series_, column(group, level_ratio));
    if (size(group) < 3) found.error = std::numeric_limits<double>::quiet_NaN();
    return found;
}

void LevelRecord::save(Archive& archive, const std::string& prefix) const {
    series_.save(archive, prefix + "series.");
    levels_.save(archive, prefix + "levels.");
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        spacings_[g].save(archive, prefix + "spacings" + std::to_string(g) + ".");
        scaled_levels_[g].save(archive, prefix + "scaled" + std::to_string(g) + ".");
    }
}

void LevelRecord::load(const Archive& archive, const std::string& prefix) {
    series_.load(archive, prefix + "series.");
    levels_.load(archive, prefix + "levels.");
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        spacings_[g].load(archive, prefix + "spacings" + std::to_string(g) + ".");
        scaled_levels_[g].load(archive, prefix + "scaled" + std::to_string(g) + ".");
    }
}

}  // namespace langevin::weights
