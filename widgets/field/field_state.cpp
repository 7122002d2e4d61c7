// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/field_state.h"

#include <QObject>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "widgets/style/text.h"

namespace langevin::field {

std::vector<std::size_t> FieldState::shown() const {
    const auto& tiles = field.tiles;
    const auto found = std::find(tiles.begin(), tiles.end(), followed);
    if (followed >= 0 && found != tiles.end()) return {static_cast<std::size_t>(found - tiles.begin())};
    std::vector<std::size_t> all(tiles.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

QPoint FieldState::stored_shift() const {
    const int stride = std::max(1, field.stride);
    const auto divided = [stride](int value) {
        return static_cast<int>(std::floor(static_cast<double>(value) / stride));
    };
    return {divided(shift.x()), divided(shift.y())};
}

ColourBar FieldState::colour_bar() const {
    ColourBar bar{map, scale.interval(), QString::fromStdString(field.value.title())};
    if (scale.mode() == RangeMode::automatic && !field.value.range) return bar;
    for (const double value : field.values) {
        bar.values_below = bar.values_below || value < bar.interval.low;
        bar.values_above = bar.values_above || value > bar.interval.high;
        if (bar.values_below && bar.values_above) break;
    }
    return bar;
}

QString FieldState::symbol() const {
    const auto label = QString::fromStdString(field.value.label);
    const auto last = label.section(' ', -1);
    return last.size() <= 3 ? last : label;
}

QString FieldState::value_text(double value) const {
    if (!std::isfinite(value)) return QObject::tr("not a number");
    const auto& range = scale.interval();
    const double size = std::max(std::abs(range.low), std::abs(range.high));
    const int digits_before = size > 0 ? static_cast<int>(std::floor(std::log10(size))) + 1 : 1;
    if (digits_before > 7) return QString::number(value, 'g', 7);
    auto text = QString::number(value, 'f', std::clamp(7 - std::max(1, digits_before), 0, 12));
    text.replace('-', QChar(0x2212));
    return value < 0 ? text : QChar(0x2007) + text;  // a blank as wide as a digit where the sign would be
}

QString read_out(const FieldState& state, const Probe& probe) {
    const auto& field = state.field;
    const auto tile = tile_of(field, probe.index);
    QString text;
    if (field.available > 1)
        text = QStringLiteral("%1 %2   ").arg(langevin::text(field.tile)).arg(field.tiles[probe.index] + 1);
    const int stride = std::max(1, field.stride);
    text += QString("(%1, %2)   ").arg(probe.x * stride).arg(probe.y * stride);
    return text + state.symbol() + " = " + state.value_text(tile.at(probe.x, probe.y));
}

}  // namespace langevin::field
