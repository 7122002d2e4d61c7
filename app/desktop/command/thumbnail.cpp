// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/command/thumbnail.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/heatmap/value_colours.h"
#include "widgets/style/colour_map.h"
#include "widgets/style/theme.h"

namespace langevin::desktop {
namespace {

constexpr int width = 400, height = 225;
constexpr int fine = 2;  // drawn larger, then reduced

/// Sixteen to nine; small lattices lie side by side until the picture is about 128 sites wide.
QImage picture(const Field& field) {
    constexpr int wanted_width = 128;
    const style::ColourMap map("blue-white-orange");
    const auto tiles = static_cast<int>(field.tiles.size());
    const int across = std::clamp(wanted_width / field.columns, 1, tiles);
    const int columns = across * field.columns, rows = std::max(1, columns * 9 / 16);
    double most = 1e-12;
    for (const double value : field.values) most = std::max(most, std::abs(value));
    QImage image(columns, rows, QImage::Format_RGB32);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            const int tile = (y / field.rows * across + x / field.columns) % tiles;
            const auto site =
                (static_cast<std::size_t>(tile) * field.rows + y % field.rows) * field.columns + x % field.columns;
            image.setPixel(x, y, map.at(0.5 + 0.5 * field.values[site] / most));
        }
    const int factor = std::max(1, 960 / columns);  // sites stay sharp
    return image.scaled(image.size() * factor).scaled(width, height, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

/// A drawing surface as wide as the data, with a margin above and below them, as a part of the height.
class Sheet {
  public:
    explicit Sheet(double margin = 0.06)
        : margin_(margin),
          image_(width * fine, height * fine, QImage::Format_RGB32),
          theme_(style::make_theme(style::Scheme::dark)) {
        image_.fill(theme_.surface);
    }
    void include(const std::vector<double>& x, const std::vector<double>& y) {
        for (const double v : x) widen(x_low_, x_high_, v);
        for (const double v : y) widen(y_low_, y_high_, v);
    }
    bool empty() const { return !(x_high_ > x_low_) || !(y_high_ > y_low_); }
    QPointF at(double x, double y) const {
        const double w = image_.width(), h = image_.height();
        return {(x - x_low_) / (x_high_ - x_low_) * w,
                h * (1 - margin_ - (1 - 2 * margin_) * (y - y_low_) / (y_high_ - y_low_))};
    }
    QPolygonF line(const Curve& curve) const {
        QPolygonF points;
        for (std::size_t i = 0; i < std::min(curve.x.size(), curve.y.size()); ++i)
            if (std::isfinite(curve.x[i]) && std::isfinite(curve.y[i])) points << at(curve.x[i], curve.y[i]);
        return points;
    }
    QImage& image() { return image_; }
    const style::Theme& theme() const { return theme_; }
    QImage reduced() const { return image_.scaled(width, height, Qt::IgnoreAspectRatio, Qt::SmoothTransformation); }

  private:
    static void widen(double& low, double& high, double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    double margin_;
    QImage image_;
    style::Theme theme_;
    double x_low_ = std::numeric_limits<double>::infinity(), x_high_ = -x_low_, y_low_ = x_low_, y_high_ = -x_low_;
};

/// With logarithms in the place of numbers along logarithmic axes; what has none becomes a gap.
Curves straightened(Curves plot) {
    const auto straighten = [](const Axis& axis, std::vector<double>& values) {
        if (axis.logarithmic)
            for (double& value : values) value = value > 0 ? std::log10(value) : std::nan("");
    };
    for (auto& curve : plot.curves) {
        straighten(plot.x, curve.x);
        straighten(plot.y, curve.y);
    }
    return plot;
}

QImage picture(const Curves& original) {
    const auto plot = straightened(original);
    Sheet sheet;
    for (const auto& curve : plot.curves)
        if (curve.role == Role::measured) sheet.include(curve.x, curve.y);
    if (sheet.empty()) return {};
    const style::ColourMap map("viridis");
    QPainter painter(&sheet.image());
    painter.setRenderHint(QPainter::Antialiasing);
    const auto count = static_cast<double>(plot.curves.size());
    for (std::size_t i = 0; i < plot.curves.size(); ++i) {
        const auto& curve = plot.curves[i];
        const bool measured = curve.role == Role::measured;
        const auto colour = measured ? QColor::fromRgb(map.at(0.25 + 0.75 * (static_cast<double>(i) + 0.5) / count))
                                     : sheet.theme().theory;
        const auto points = sheet.line(curve);
        painter.setPen(QPen(colour, (measured ? 1.6 : 2.2) * fine));
        if (curve.mark != Mark::points) painter.drawPolyline(points);
        if (curve.mark == Mark::line || points.isEmpty()) continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        for (const auto& point : curve.family.empty() || curve.mark == Mark::points ? points : QPolygonF{points.back()})
            painter.drawEllipse(point, 3.0 * fine, 3.0 * fine);
    }
    painter.end();
    return sheet.reduced();
}

QImage picture(const Histogram& histogram) {
    Sheet sheet;
    if (histogram.edges.empty()) return {};
    sheet.include(histogram.edges, histogram.density);
    sheet.include({}, {0});
    if (sheet.empty()) return {};
    QPainter painter(&sheet.image());
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF stairs{sheet.at(histogram.edges.front(), 0)};
    for (std::size_t i = 0; i < histogram.density.size(); ++i)
        stairs << sheet.at(histogram.edges[i], histogram.density[i])
               << sheet.at(histogram.edges[i + 1], histogram.density[i]);
    stairs << sheet.at(histogram.edges.back(), 0);
    auto fill = sheet.theme().curves.front();
    painter.setPen(QPen(fill, 1.5 * fine));
    fill.setAlphaF(0.45f);
    painter.setBrush(fill);
    painter.drawPolygon(stairs);
    for (const auto& curve : histogram.references) {
        const bool theory = curve.role == Role::theory;
        painter.setPen(QPen(theory ? sheet.theme().theory : sheet.theme().guide, 2.2 * fine,
                            theory ? Qt::SolidLine : Qt::DashLine));
        painter.drawPolyline(sheet.line(curve));
    }
    painter.end();
    return sheet.reduced();
}

/// Cells alone, to the edge.
QImage picture(const Heatmap& map) {
    Sheet sheet(0);
    const auto theme = sheet.theme();
    const heatmap::ValueColours colours(map, map.value.logarithmic && heatmap::can_be_logarithmic(map),
                                        style::ColourMap(), theme);
    const auto x = [&](double value) { return map.x.logarithmic ? std::log(value) : value; };
    const auto y = [&](double value) { return map.y.logarithmic ? std::log(value) : value; };
    for (const auto& cell : map.cells) sheet.include({x(cell.left), x(cell.right)}, {y(cell.bottom), y(cell.top)});
    if (sheet.empty()) return {};
    QPainter painter(&sheet.image());
    for (const auto& cell : map.cells)
        if (std::isfinite(cell.value))
            painter.fillRect(QRectF(sheet.at(x(cell.left), y(cell.top)), sheet.at(x(cell.right), y(cell.bottom))),
                             colours.at(cell.value));
    painter.end();
    return sheet.reduced();
}

QImage picture(const Table&) {
    return {};
}

}  // namespace

QImage thumbnail(const Panel& panel) {
    return std::visit([](const auto& kind) { return picture(kind); }, panel);
}

}  // namespace langevin::desktop
