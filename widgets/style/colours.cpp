// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/colours.h"

#include <algorithm>
#include <cmath>

namespace langevin::style {
namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

QColor mix(const QColor& first, const QColor& second, double amount) {
    const auto blend = [amount](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * amount)); };
    return {blend(first.red(), second.red()), blend(first.green(), second.green()), blend(first.blue(), second.blue())};
}

double contrast(const QColor& first, const QColor& second) {
    const auto [dark, bright] = std::minmax({luminance(first), luminance(second)});
    return (bright + 0.05) / (dark + 0.05);
}

QColor on_accent(const Theme& theme) {
    return contrast(Qt::white, theme.accent) > 4.5 ? QColor(Qt::white) : QColor("#10141B");
}

QColor edge(const Theme& theme) {
    return mix(theme.border, theme.mutedText, theme.scheme == Scheme::light ? 0.66 : 0.45);
}

QColor soft(const Theme& theme) {
    return mix(theme.surface, theme.accent, theme.scheme == Scheme::light ? 0.13 : 0.23);
}

QColor focus_frame(const Theme& theme) {
    return mix(theme.accent, theme.text, 0.55);
}

QColor tip_background(const Theme& theme) {
    return theme.scheme == Scheme::light ? QColor("#252B36") : QColor("#E9ECF1");
}

QColor tip_text(const Theme& theme) {
    return theme.scheme == Scheme::light ? QColor("#F4F6F9") : QColor("#181D26");
}

}  // namespace langevin::style
