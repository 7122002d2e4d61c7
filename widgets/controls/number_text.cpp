// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/number_text.h"

#include <cmath>

namespace langevin::controls {

QString count_text(quint64 count) {
    auto digits = QString::number(count);
    for (auto at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, QChar(0x202F));
    return digits;
}

QString si_text(double value) {
    if (!std::isfinite(value) || value < 0) return "–";
    static constexpr const char* prefixes[] = {"", " k", " M", " G", " T"};
    std::size_t prefix = 0;
    for (; value >= 999.5 && prefix < 4; ++prefix) value /= 1000;
    const int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    if (prefix == 0 && value == std::floor(value)) return QString::number(value, 'f', 0);
    return QString::number(value, 'f', decimals) + prefixes[prefix];
}

QString duration_text(double seconds) {
    const auto whole = static_cast<qint64>(std::max(0.0, seconds));
    const auto two = [](qint64 number) { return QString("%1").arg(number, 2, 10, QLatin1Char('0')); };
    const auto minutes = whole / 60 % 60, hours = whole / 3600;
    if (hours > 0) return QString::number(hours) + ":" + two(minutes) + ":" + two(whole % 60);
    return QString::number(minutes) + ":" + two(whole % 60);
}

}  // namespace langevin::controls
