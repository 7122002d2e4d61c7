// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/field_figure.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "widgets/field/mosaic.h"
#include "widgets/style/colours.h"
#include "widgets/style/figure.h"

namespace langevin::field {
namespace {

constexpr int layout_grain = 16;        // the mosaic is laid out in sixteenths of a unit
constexpr int least_pixels_a_site = 8;  // so that a viewer that smooths pictures leaves sites crisp
constexpr int most_pixels = 4096;

/// The tile as a picture with several pixels a site.
QImage picture(const FieldState& state, std::size_t index) {
    const auto& field = state.field;
    const int longest = std::max(field.rows, field.columns);
    const int zoom = std::max(1, std::min(least_pixels_a_site, most_pixels / longest));
    QImage image(field.columns * zoom, field.rows * zoom, QImage::Format_RGB32);
    paint_tile(image, image.rect(), tile_of(field, index), Colours(state.map, state.scale.interval()),
               state.stored_shift());
    return image;
}

struct Axes {
    QPainter& painter;
    const FieldState& state;
    const style::Theme& theme;
    QFont font;
    QFontMetricsF metrics;

    double tick() const { return 3.0 * theme.scale; }
    double gap() const { return 2.0 * theme.scale; }
    double room_left() const { return metrics.height() + metrics.horizontalAdvance("888") + tick() + 2 * gap(); }
    double room_below() const { return 2 * metrics.height() + tick() + gap(); }

    /// Sites keep their numbers when the field is shifted: the tick wanders with the site.
    void paint(const QRectF& frame) const {
        const int stride = std::max(1, state.field.stride);
        const int wide = state.field.columns * stride, high = state.field.rows * stride;
        painter.setPen(QPen(theme.border, 0.7 * theme.scale));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(frame);
        const auto place = [stride](double site, int shift, int period) {
            const double shifted = std::fmod(site + shift * stride, period);
            return ((shifted < 0 ? shifted + period : shifted) + 0.5) / period;
        };
        const auto shift = state.stored_shift();
        for (const double site : ticks(0, wide - 1, 5)) {
            const double x = frame.left() + frame.width() * place(site, shift.x(), wide);
            painter.setPen(QPen(theme.border, 0.7 * theme.scale));
            painter.drawLine(QPointF(x, frame.bottom()), QPointF(x, frame.bottom() + tick()));
            const auto text = QString::number(site);
            painter.setPen(theme.text);
            painter.drawText(
                QPointF(x - metrics.horizontalAdvance(text) / 2, frame.bottom() + tick() + gap() + metrics.ascent()),
                text);
        }
        for (const double site : ticks(0, high - 1, 5)) {
            const double y = frame.bottom() - frame.height() * place(site, shift.y(), high);
            painter.setPen(QPen(theme.border, 0.7 * theme.scale));
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.left() - tick(), y));
            const auto text = QString::number(site);
            painter.setPen(theme.text);
            painter.drawText(
                QPointF(frame.left() - tick() - gap() - metrics.horizontalAdvance(text), y + metrics.capHeight() / 2),
                text);
        }
        const QString x_title = QObject::tr("x [sites]"), y_title = QObject::tr("y [sites]");
        painter.drawText(QPointF(frame.center().x() - metrics.horizontalAdvance(x_title) / 2,
                                 frame.bottom() + tick() + gap() + metrics.height() + metrics.ascent()),
                         x_title);
        painter.save();
        painter.translate(frame.left() - room_left() + metrics.ascent(), frame.center().y());
        painter.rotate(-90);
        painter.drawText(QPointF(-metrics.horizontalAdvance(y_title) / 2, 0), y_title);
        painter.restore();
    }
};

/// On a dark page zero is as dark as the gaps between the tiles, which would run into one another.
void paint_border(QPainter& painter, const QRectF& frame, const style::Theme& theme) {
    painter.setPen(QPen(style::mix(theme.surface, theme.text, 0.3), 0.7 * theme.scale));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame);
}

void paint_label(QPainter& painter, const QRectF& frame, int chain, const QFontMetricsF& metrics,
                 const style::Theme& theme) {
    const auto text = QString::number(chain + 1);
    const double pad = 1.5 * theme.scale;
    const QRectF plate(frame.topLeft() + QPointF(pad, pad),
                       QSizeF(metrics.horizontalAdvance(text) + 4 * pad, metrics.height()));
    painter.fillRect(plate, theme.surface);
    painter.setPen(theme.text);
    painter.drawText(plate, Qt::AlignCenter, text);
}

}  // namespace

QRectF paint_figure_bar(QPainter& painter, const QRectF& area, const FieldState& state, const style::Theme& theme) {
    const auto font = style::figure_font(theme.small_font(), painter);
    const double unit = 0.75 * theme.scale;
    const auto bar = state.colour_bar();
    const QFontMetricsF metrics(font, painter.device());
    const double width = bar.width(metrics, unit) + unit;
    bar.paint(painter, QRectF(area.right() - width, area.top(), width, area.height()), font, theme, unit);
    return area.adjusted(0, 0, -width - 10 * unit, 0);
}

void paint_flat_figure(QPainter& painter, const QRectF& area, const FieldState& state, const style::Theme& theme) {
    if (state.empty()) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    const auto font = style::figure_font(theme.small_font(), painter);
    painter.setFont(font);
    const Axes axes{painter, state, theme, font, QFontMetricsF(font, painter.device())};
    const auto shown = state.shown();
    const bool single = shown.size() == 1;
    const double margin = 4 * theme.scale;
    QRectF room = area.adjusted(margin, margin, -margin, -margin);

    // The bar is as high as the picture, whose height depends on what the bar leaves over: its
    // width is known first.
    const double unit = 0.75 * theme.scale;
    const double beside = state.colour_bar().width(axes.metrics, unit) + 11 * unit;
    if (single) room.adjust(axes.room_left(), axes.metrics.height() / 2, 0, -axes.room_below());
    const QSizeF free(room.width() - beside, room.height());
    const Mosaic mosaic(static_cast<int>(shown.size()), state.field.rows, state.field.columns,
                        (free * layout_grain).toSize(), single ? 0 : qRound(2 * theme.scale * layout_grain));
    for (int i = 0; i < mosaic.count(); ++i) {
        const auto cell = mosaic.rect(i);
        const QRectF frame(room.topLeft() + QPointF(cell.topLeft()) / layout_grain, QSizeF(cell.size()) / layout_grain);
        const auto index = shown[static_cast<std::size_t>(i)];
        painter.drawImage(frame, picture(state, index));
        if (single) {
            axes.paint(frame);
        } else {
            if (theme.scheme == style::Scheme::dark) paint_border(painter, frame, theme);
            paint_label(painter, frame, state.field.tiles[index], axes.metrics, theme);
        }
    }
    const auto bounds = mosaic.bounds();
    const QRectF used(room.topLeft() + QPointF(bounds.topLeft()) / layout_grain, QSizeF(bounds.size()) / layout_grain);
    paint_figure_bar(painter, QRectF(used.left(), used.top(), used.width() + beside, used.height()), state, theme);
    painter.restore();
}

}  // namespace langevin::field
