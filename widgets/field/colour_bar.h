// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>
#include <vector>

#include "widgets/field/field_scale.h"
#include "widgets/style/colour_map.h"
#include "widgets/style/theme.h"

namespace langevin::field {

/// Round numbers within [low, high], about `wanted` of them but two at least, ascending.
std::vector<double> ticks(double low, double high, int wanted);
/// Tick labels of one length: as many decimals as the distance of the ticks needs. Minus signs are
/// true minus signs.
QString tick_text(double value, double distance);

/// A vertical colour bar with numbers and title at its right. Paints with the font of `font` (a
/// figure's font may differ from the screen's); `unit` is the length that counts as one pixel at a
/// desk.
struct ColourBar {
    style::ColourMap map;
    Interval interval;
    QString title;
    bool values_below = false,
         values_above = false;  ///< pointed ends, where there are values outside
    bool logarithmic = false;   ///< then the interval lies above zero

    /// How wide it will be, from the bar's left edge to the end of the title.
    double width(const QFontMetricsF& metrics, double unit) const;
    void paint(QPainter& painter, const QRectF& area, const QFont& font, const style::Theme& theme, double unit) const;

  private:
    struct Mark {
        double position = 0;  ///< 0 at the lower end, 1 at the upper
        QString text;
    };
    std::vector<Mark> marks(int wanted) const;
};

}  // namespace langevin::field
