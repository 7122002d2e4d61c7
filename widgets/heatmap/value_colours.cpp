// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/heatmap/value_colours.h"

#include <algorithm>
#include <cmath>

namespace langevin::heatmap {
namespace {

field::Interval interval_of(const Heatmap& map, bool logarithmic) {
    const auto& range = map.value.range;
    if (range && range->first < range->second && (!logarithmic || range->first > 0))
        return {range->first, range->second};
    double low = INFINITY, high = -INFINITY;
    for (const auto& cell : map.cells) {
        if (!std::isfinite(cell.value) || (logarithmic && cell.value <= 0)) continue;
        low = std::min(low, cell.value);
        high = std::max(high, cell.value);
    }
    if (!(low <= high)) return logarithmic ? field::Interval{0.1, 1} : field::Interval{0, 1};
    if (low < high) return {low, high};
    if (logarithmic) return {low / 2, low * 2};
    const double room = low == 0 ? 1 : std::abs(low) / 2;
    return {low - room, low + room};
}

/// Fills of phases: the theme's curve colours, calm enough to carry lines.
QList<QColor> fills(std::size_t count, const style::Theme& theme) {
    QList<QColor> colours;
    for (std::size_t c = 0; c < count; ++c) {
        const auto& full = theme.curves[static_cast<qsizetype>(c) % theme.curves.size()];
        const auto mixed = [&](int part, int behind) { return (3 * part + behind) / 4; };
        colours << QColor(mixed(full.red(), theme.surface.red()), mixed(full.green(), theme.surface.green()),
                          mixed(full.blue(), theme.surface.blue()));
    }
    return colours;
}

}  // namespace

bool can_be_logarithmic(const Heatmap& map) {
    return map.categories.empty() &&
           std::any_of(map.cells.begin(), map.cells.end(), [](const HeatmapCell& cell) { return cell.value > 0; });
}

ValueColours::ValueColours(const Heatmap& map, bool logarithmic, const style::ColourMap& colours,
                           const style::Theme& theme)
    : colours_(colours),
      phases_(fills(map.categories.size(), theme)),
      interval_(interval_of(map, logarithmic)),
      logarithmic_(logarithmic) {
    for (const auto& cell : map.cells) {
        if (!std::isfinite(cell.value)) continue;
        below_ |= cell.value < interval_.low;
        above_ |= cell.value > interval_.high;
    }
}

QColor ValueColours::at(double value) const {
    if (phases()) {
        const auto index = static_cast<qsizetype>(value);
        return value >= 0 && index < phases_.size() ? phases_[index] : QColor(colours_.nan());
    }
    if (value < interval_.low) return QColor(colours_.under());
    if (value > interval_.high) return QColor(colours_.over());
    const double part = logarithmic_ ? std::log(value / interval_.low) / std::log(interval_.high / interval_.low)
                                     : (value - interval_.low) / (interval_.high - interval_.low);
    return QColor(colours_.at(std::clamp(part, 0.0, 1.0)));
}

field::ColourBar ValueColours::bar(const QString& title) const {
    return {.map = colours_,
            .interval = interval_,
            .title = title,
            .values_below = below_,
            .values_above = above_,
            .logarithmic = logarithmic_};
}

}  // namespace langevin::heatmap
