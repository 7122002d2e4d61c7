// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QString>
#include <vector>

#include "engine/core/panel.h"
#include "widgets/field/colour_bar.h"
#include "widgets/field/field_raster.h"
#include "widgets/field/field_scale.h"
#include "widgets/style/colour_map.h"
#include "widgets/style/theme.h"

namespace langevin::field {

/// What a field view shows, shared by the flat map, the surface and the figure. Owned by FieldView;
/// the parts read it.
struct FieldState {
    Field field;
    FieldScale scale;
    style::ColourMap map{"viridis"};
    style::Theme theme = style::make_theme(style::Scheme::light);
    QPoint shift;       ///< in lattice sites, x to the right, y upwards
    int followed = -1;  ///< the chain to show, or -1 for all of them

    /// Indices into field.tiles to show: the followed one where it is here, else all.
    std::vector<std::size_t> shown() const;
    bool empty() const { return field.rows < 1 || field.columns < 1 || field.tiles.empty() || field.values.empty(); }
    /// The shift in stored sites.
    QPoint stored_shift() const;
    ColourBar colour_bar() const;
    /// "φ" from "Field φ": the last word where it is short, else the whole label.
    QString symbol() const;
    /// A value with seven digits of the scale's width, so that it does not jump while it changes.
    QString value_text(double value) const;
};

/// The site under the mouse or the cursor.
struct Probe {
    std::size_t index = 0;  ///< into field.tiles
    int x = 0, y = 0;       ///< stored column and row
    bool operator==(const Probe&) const = default;
};

/// "chain 2   (12, 40)   φ = −0.421300"
QString read_out(const FieldState& state, const Probe& probe);

}  // namespace langevin::field
