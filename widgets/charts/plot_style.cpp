// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot_style.h"

#include <QPainter>
#include <algorithm>
#include <array>

#include "widgets/style/colour_map.h"
#include "widgets/style/colours.h"
#include "widgets/style/figure.h"

namespace langevin::charts {
namespace {

constexpr double print_width = 0.62;  // lines on paper are finer than on a projector

QFont print_font(QFont font, const QPainter& painter) {
    font.setHintingPreference(QFont::PreferNoHinting);  // so that letters keep their distances at any zoom
    return style::figure_font(font, painter);
}

/// Guides and theories beyond the first are told apart by their dashes; without colours, or where these begin anew,
/// measured curves as well.
void set_dashes(QPen& pen, const PlotSeries& series, std::size_t round) {
    static const std::array<QList<qreal>, 3> guides = {QList<qreal>{5, 3}, {2, 2.5}, {8, 3, 2, 3}};
    static const std::array<QList<qreal>, 3> theories = {QList<qreal>{11, 3}, {7, 2.5, 1.5, 2.5}, {3, 2}};
    static const std::array<QList<qreal>, 4> measured = {QList<qreal>{}, {4, 1.6}, {1.6, 1.4}, {6, 1.6, 1.4, 1.6}};
    const auto index = static_cast<std::size_t>(series.order);
    if (series.role == Role::measured && !series.in_family())
        pen.setDashPattern(measured[round % measured.size()]);
    else if (series.role == Role::guide)
        pen.setDashPattern(guides[index % guides.size()]);
    else if (series.role == Role::theory && series.order > 0)
        pen.setDashPattern(theories[(index - 1) % theories.size()]);
}

constexpr int few_members = 8;

}  // namespace

/// The member's place on a sequential map, without the end that is lost against the background.
QColor PlotStyle::shade(const PlotSeries& series, double share) const {
    static const style::ColourMap colours("viridis"), greys("grey");
    const bool dark = theme_.scheme == style::Scheme::dark;
    const auto& map = theme_.grey ? greys : colours;
    const auto colour = QColor::fromRgb(map.at(dark ? 0.25 + 0.75 * share : (theme_.grey ? 0.7 : 0.82) * share));
    return series.ghost > 0 ? style::mix(colour, theme_.surface, 0.55) : colour;
}

PlotStyle::PlotStyle(const style::Theme& theme, const QPaintDevice* device)
    : theme_(theme), device_(device), unit_(theme.scale), small_(theme.small_font()), title_(theme.text_font()) {
    title_.setPointSizeF((title_.pointSizeF() + small_.pointSizeF()) / 2);
}

PlotStyle PlotStyle::on_screen(const style::Theme& theme) {
    return {theme, nullptr};
}

PlotStyle PlotStyle::in_print(const style::Theme& theme, const QPainter& painter) {
    PlotStyle style(theme, painter.device());
    style.unit_ *= print_width;
    style.small_ = print_font(style.small_, painter);
    style.title_ = print_font(style.title_, painter);
    return style;
}

QFontMetricsF PlotStyle::metrics(const QFont& font) const {
    return device_ ? QFontMetricsF(font, device_) : QFontMetricsF(font);
}

QColor PlotStyle::colour(const PlotSeries& series) const {
    if (series.role == Role::theory) return theme_.theory;
    if (series.role == Role::guide) return theme_.guide;
    if (series.in_family())
        return shade(series, series.members > 1 ? static_cast<double>(series.member) / (series.members - 1) : 0.5);
    const auto& colours = theme_.curves;
    const auto colour = colours.isEmpty() ? theme_.accent : colours[series.order % colours.size()];
    return series.ghost > 0 ? style::mix(colour, theme_.surface, 0.55) : colour;
}

/// How often the colours began anew before this curve; without colours each curve begins a round.
std::size_t PlotStyle::round_of(const PlotSeries& series) const {
    const auto order = static_cast<std::size_t>(series.order), colours = static_cast<std::size_t>(theme_.curves.size());
    constexpr std::size_t patterns = 4;
    return theme_.grey || colours == 0 ? order + order / patterns : order / colours;
}

QPen PlotStyle::line_pen(const PlotSeries& series, double points_per_pixel) const {
    const bool dense = points_per_pixel > 0.8;
    double width = series.role == Role::measured ? (dense ? 1.15 : 2.1) : 1.2;
    if (series.ghost > 0) width = dense ? 1 : 1.5;
    if (series.in_family()) width = series.members > few_members ? 1.1 : 1.4;
    if (series.shape == PlotSeries::Shape::stairs) width = series.ghost > 0 ? 1.3 : 1.6;
    QPen pen(colour(series), width * unit_);
    pen.setJoinStyle(series.shape == PlotSeries::Shape::stairs ? Qt::MiterJoin : Qt::RoundJoin);
    pen.setCapStyle(Qt::FlatCap);
    set_dashes(pen, series, dense && !theme_.grey ? 0 : round_of(series));  // dashes of dense noise: slow, and not seen
    const bool stairs = series.shape == PlotSeries::Shape::stairs;
    const bool many = series.in_family() && series.members > few_members;
    if (!print() && !stairs && (many || (dense && series.role == Role::measured))) {
        pen.setWidthF(1);  // lines of a pixel have a raster path of their own, fifty times as fast as any wider
        pen.setCosmetic(true);
    }
    return pen;
}

QPen PlotStyle::bar_pen(const PlotSeries& series) const {
    QPen pen(colour(series), 1.25 * unit_);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

DotsShape PlotStyle::dots(const PlotSeries& series) const {
    DotsShape dots;
    dots.colour = colour(series);
    dots.inside = theme_.surface;
    dots.radius = (series.shape == PlotSeries::Shape::line_and_points ? 2.7 : 3.3) * unit_;
    dots.stroke = 1.3 * unit_;
    // Reference values are open marks, a kind for each set, so that colour stays with the measured
    // data. Without colours, measured data differ by their marks as well.
    constexpr std::array kinds = {DotKind::circle, DotKind::square, DotKind::diamond, DotKind::triangle};
    dots.filled = series.role == Role::measured;
    const auto order = static_cast<std::size_t>(series.order);
    dots.kind = kinds[(dots.filled && !theme_.grey ? round_of(series) : order) % kinds.size()];
    return dots;
}

QColor PlotStyle::band(const PlotSeries& series) const {
    auto fill = colour(series);
    const bool stairs = series.shape == PlotSeries::Shape::stairs;
    fill.setAlphaF(stairs ? 0.28f : 0.22f);
    return fill;
}

}  // namespace langevin::charts
