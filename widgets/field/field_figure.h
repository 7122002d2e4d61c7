// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "widgets/field/field_state.h"

namespace langevin::field {

/// The flat map as a figure: a crisp picture between vector axes, a colour bar, a mosaic with the
/// numbers of the chains. `state.theme` is not looked at.
void paint_flat_figure(QPainter& painter, const QRectF& area, const FieldState& state, const style::Theme& theme);

/// The colour bar of a figure, at the right of `area`; returns what is left over.
QRectF paint_figure_bar(QPainter& painter, const QRectF& area, const FieldState& state, const style::Theme& theme);

}  // namespace langevin::field
