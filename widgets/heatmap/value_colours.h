// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>

#include "engine/core/panel.h"
#include "widgets/field/colour_bar.h"
#include "widgets/style/colour_map.h"
#include "widgets/style/theme.h"

namespace langevin::heatmap {

/// Which colour stands for which value of a heat map. Value type.
class ValueColours {
  public:
    ValueColours() = default;
    /// Takes the map's declared range, or the values there are. On a logarithmic scale values that are not positive lie
    /// below.
    ValueColours(const Heatmap& map, bool logarithmic, const style::ColourMap& colours, const style::Theme& theme);

    QColor at(double value) const;
    bool logarithmic() const { return logarithmic_; }
    bool phases() const { return !phases_.isEmpty(); }
    const QList<QColor>& phase_colours() const { return phases_; }
    const field::Interval& interval() const { return interval_; }
    /// The bar that explains the colours of a quantity.
    field::ColourBar bar(const QString& title) const;

  private:
    style::ColourMap colours_;
    QList<QColor> phases_;
    field::Interval interval_{0, 1};
    bool logarithmic_ = false, below_ = false, above_ = false;
};

/// Whether a logarithmic scale makes sense: a quantity with positive values.
bool can_be_logarithmic(const Heatmap& map);

}  // namespace langevin::heatmap
