// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/colour_map.h"

#include <QColor>
#include <QFile>
#include <cmath>

#include "widgets/style/colours.h"

namespace langevin::style {
namespace {

struct Known {
    const char* name;
    const char* label;
    ColourMap::Kind kind;
};

constexpr Known known[] = {
    {"blue-white-orange", "Blue, white, orange (diverging)", ColourMap::Kind::diverging},
    {"blue-black-orange", "Blue, black, orange (diverging)", ColourMap::Kind::diverging},
    {"viridis", "Viridis", ColourMap::Kind::sequential},
    {"cividis", "Cividis", ColourMap::Kind::sequential},
    {"grey", "Grey", ColourMap::Kind::sequential},
};

const Known& find(const QString& name) {
    for (const auto& map : known)
        if (name == map.name) return map;
    return known[2];
}

ColourMap::Entries read(const QString& name) {
    ColourMap::Entries entries;
    entries.fill(qRgb(128, 128, 128));
    QFile file(":/langevin/colormaps/" + name + ".csv");
    if (!file.open(QIODevice::ReadOnly)) return entries;
    for (auto& entry : entries) {
        const auto cells = file.readLine().split(',');
        if (cells.size() == 3) entry = qRgb(cells[0].toInt(), cells[1].toInt(), cells[2].trimmed().toInt());
    }
    return entries;
}

/// A step further the way the map was going, so that what lies outside is seen to lie outside.
QRgb beyond(QRgb end, QRgb before) {
    const bool darker = qGray(end) < qGray(before);
    return mix(QColor(end), darker ? Qt::black : Qt::white, 0.35).rgb();
}

}  // namespace

QStringList ColourMap::names() {
    QStringList result;
    for (const auto& map : known) result << map.name;
    return result;
}

QString ColourMap::label(const QString& name) {
    return find(name).label;
}

ColourMap::ColourMap(const QString& name) {
    const auto& map = find(name);
    name_ = map.name;
    kind_ = map.kind;
    entries_ = read(name_);
    under_ = beyond(entries_.front(), entries_[16]);
    over_ = beyond(entries_.back(), entries_[239]);
    nan_ = qRgb(222, 60, 170);  // occurs in none of the maps
}

QRgb ColourMap::at(double t) const {
    if (std::isnan(t)) return nan_;
    if (t < 0) return under_;
    if (t > 1) return over_;
    return entries_[static_cast<std::size_t>(index(t))];
}

QString default_colour_map(bool symmetric, const Theme& theme) {
    if (theme.grey) return "grey";
    if (!symmetric) return "viridis";
    return theme.scheme == Scheme::light ? "blue-white-orange" : "blue-black-orange";
}

}  // namespace langevin::style
