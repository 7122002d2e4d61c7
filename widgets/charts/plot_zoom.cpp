// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot_zoom.h"

#include <algorithm>
#include <cmath>

namespace langevin::charts {
namespace {

constexpr double smallest_box = 6;  // pixels

double coordinate(const Extent& extent, double position) {
    return extent.low + position * extent.span();
}

Extent part(const Extent& extent, double from, double to) {
    return {coordinate(extent, from), coordinate(extent, to)};
}

/// Whether numbers can still be told apart, and ticks be written.
bool sensible(const Extent& extent) {
    const double size = std::max(std::abs(extent.low), std::abs(extent.high));
    return std::isfinite(extent.span()) && extent.span() > 1e-10 * size && extent.span() > 1e-280 && size < 1e280;
}

void choose(std::optional<Extent>& axis, const Extent& extent) {
    if (sensible(extent)) axis = extent;
}

}  // namespace

void PlotZoom::scale(const PlotFrame& frame, const QPointF& around, double factor) {
    auto position = frame.position(around);
    const bool on_y_numbers = around.x()<frame.area.left(), on_x_numbers = around.y()> frame.area.bottom();
    position = {std::clamp(position.x(), 0.0, 1.0), std::clamp(position.y(), 0.0, 1.0)};
    const auto scaled = [factor](const Extent& extent, double fixed) {
        return part(extent, fixed - fixed * factor, fixed + (1 - fixed) * factor);
    };
    if (!on_y_numbers) choose(x, scaled(frame.x_scale.extent(), position.x()));
    if (!on_x_numbers) choose(y, scaled(frame.y_scale.extent(), position.y()));
}

void PlotZoom::move(const PlotFrame& frame, const QPointF& pixels) {
    const double across = -pixels.x() / frame.area.width(), up = pixels.y() / frame.area.height();
    if (across != 0) choose(x, part(frame.x_scale.extent(), across, 1 + across));
    if (up != 0) choose(y, part(frame.y_scale.extent(), up, 1 + up));
}

bool PlotZoom::show(const PlotFrame& frame, const QRectF& rectangle) {
    const auto seen = rectangle.intersected(frame.area);
    const bool wide = seen.width() >= smallest_box, high = seen.height() >= smallest_box;
    const auto low = frame.position(seen.bottomLeft()), top = frame.position(seen.topRight());
    if (wide) choose(x, part(frame.x_scale.extent(), low.x(), top.x()));
    if (high) choose(y, part(frame.y_scale.extent(), low.y(), top.y()));
    return wide || high;
}

}  // namespace langevin::charts
