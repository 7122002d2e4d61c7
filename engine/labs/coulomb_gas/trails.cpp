// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/trails.h"

#include <algorithm>

namespace langevin::coulomb_gas_lab {
namespace {

constexpr double points = 200;
/// Points that are too old or too close to each other are removed in bulk.
constexpr std::size_t most_points = 400;

}  // namespace

Trails::Trails(std::size_t levels, std::size_t most) {
    const std::size_t count = std::min(levels, most);
    for (std::size_t k = 0; k < count; ++k) followed_.push_back(count > 1 ? k * (levels - 1) / (count - 1) : 0);
}

void Trails::record(double time, std::span<const double> levels, double length) {
    const double spacing = times_.empty() ? 0 : std::min(length, time - times_.front()) / points;
    if (!times_.empty() && time < times_.back() + spacing) return;
    times_.push_back(time);
    for (const std::size_t level : followed_) positions_.push_back(levels[level]);
    if (times_.size() >= most_points) thin(time - length, spacing);
}

void Trails::thin(double from, double spacing) {
    const std::size_t count = followed_.size();
    std::size_t kept = 0;
    for (std::size_t t = 0; t < times_.size(); ++t) {
        if (times_[t] < from || (kept > 0 && times_[t] < times_[kept - 1] + spacing)) continue;
        times_[kept] = times_[t];
        std::copy_n(positions_.begin() + static_cast<std::ptrdiff_t>(t * count), count,
                    positions_.begin() + static_cast<std::ptrdiff_t>(kept * count));
        ++kept;
    }
    times_.resize(kept);
    positions_.resize(kept * count);
}

void Trails::clear() {
    times_.clear();
    positions_.clear();
}

Curves Trails::panel(double length) const {
    Curves plot{.x = {.label = "Time t", .unit = ""}, .y = {.label = "Position x", .unit = ""}, .curves = {}};
    if (times_.empty()) return plot;
    const auto first = std::lower_bound(times_.begin(), times_.end(), times_.back() - length) - times_.begin();
    const auto begin = static_cast<std::size_t>(first);
    const double from = std::max(0.0, times_.back() - length);  // no time is before the start
    plot.x.range = std::pair(from, from + length);
    for (std::size_t k = 0; k < followed_.size(); ++k) {
        Curve curve{.name = "level " + std::to_string(followed_[k] + 1),
                    .x = {times_.begin() + first, times_.end()},
                    .y = {},
                    .mark = Mark::line_and_points};
        curve.family = "levels of the first copy";
        for (std::size_t t = begin; t < times_.size(); ++t) curve.y.push_back(positions_[t * followed_.size() + k]);
        plot.curves.push_back(std::move(curve));
    }
    return plot;
}

void Trails::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "times", times_);
    archive.put(prefix + "positions", positions_);
}

void Trails::load(const Archive& archive, const std::string& prefix) {
    const auto& times = archive.get<double>(prefix + "times");
    positions_ = archive.get<double>(prefix + "positions", times.size() * followed_.size());
    times_ = times;
}

}  // namespace langevin::coulomb_gas_lab
