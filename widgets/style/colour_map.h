// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRgb>
#include <QString>
#include <QStringList>
#include <array>

#include "widgets/style/theme.h"

namespace langevin::style {

/// A named map from [0, 1] to colours, with 256 entries. Value type; about a kilobyte.
class ColourMap {
  public:
    enum class Kind { sequential, diverging };
    using Entries = std::array<QRgb, 256>;

    /// Names of the maps there are, in the order of a menu.
    static QStringList names();
    /// What a person reads: "Blue, white, orange".
    static QString label(const QString& name);
    static bool exists(const QString& name) { return names().contains(name); }

    /// Reads resources/colormaps/<name>.csv; an unknown name gives viridis.
    explicit ColourMap(const QString& name = "viridis");

    const QString& name() const { return name_; }
    Kind kind() const { return kind_; }

    /// NaN, values below 0 and above 1 have colours of their own.
    QRgb at(double t) const;
    /// Index into entries() for 0 <= t <= 1.
    static int index(double t) { return t >= 1 ? 255 : t <= 0 ? 0 : static_cast<int>(t * 256); }
    const Entries& entries() const { return entries_; }
    QRgb under() const { return under_; }
    QRgb over() const { return over_; }
    QRgb nan() const { return nan_; }

    bool operator==(const ColourMap& other) const { return name_ == other.name_; }

  private:
    QString name_;
    Kind kind_ = Kind::sequential;
    Entries entries_{};
    QRgb under_ = 0, over_ = 0, nan_ = 0;
};

/// The name of the map that suits a quantity: diverging with the theme's background as its middle
/// where zero is the middle of the scale, else viridis; grey where the theme is.
QString default_colour_map(bool symmetric, const Theme& theme);

}  // namespace langevin::style
