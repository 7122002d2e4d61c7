// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_overlay.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/style/colours.h"

namespace langevin::charts {
namespace {

constexpr int most_legend_rows = 6;
constexpr std::size_t most_error_bars = 600;  // beyond, they would be a grey block

bool named(const PlotSeries& series) { return !series.name.isEmpty() && !series.y.empty(); }

double abscissa(const PlotSeries& series, std::size_t i) {
    return series.shape == Shape::stairs ? 0.5 * (series.x[i] + series.x[i + 1]) : series.x[i];
}

}  // namespace

QColor colour_of(const PlotSeries& series, const style::Theme& theme) {
    QColor colour = series.role == Role::guide ? theme.guide : theme.theory;
    const bool points = series.shape == Shape::points;
    if (series.role == Role::measured || (series.role == Role::theory && points && theme.curves.size() > 1))
        colour = theme.curves.value((series.role == Role::measured ? series.colour : series.colour + 1) % theme.curves.size());
    if (series.role == Role::theory && points) colour = style::mix(colour, theme.theory, 0.35);
    if (series.ghost > 0) colour = style::mix(colour, theme.surface, 0.6);
    return colour;
}

void ChartOverlay::setLook(const Look& look) {
    look_ = look;
    update();
}

void ChartOverlay::setContent(const PlotModel* model, bool legend, Position position) {
    model_ = model;
    legend_ = legend;
    position_ = std::move(position);
    update();
}

void ChartOverlay::setPlotArea(const QRectF& area) {
    prepareGeometryChange();
    area_ = area;
    bounds_ = area.adjusted(-4 * look_.unit, -40 * look_.unit, 40 * look_.unit, 4 * look_.unit);
}

void ChartOverlay::setReadOut(std::optional<ReadOut> point) {
    if (read_out_ == point) return;
    read_out_ = point;
    update();
}

void ChartOverlay::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!model_ || area_.isEmpty()) return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(look_.font);
    painter->save();
    painter->setClipRect(area_.adjusted(-3 * look_.unit, -3 * look_.unit, 3 * look_.unit, 3 * look_.unit));
    for (const auto& series : model_->series)
        if (!series.band && !series.error.empty()) paintErrorBars(*painter, series);
    painter->restore();
    paintMarkers(*painter);
    if (model_->empty()) paintEmptyState(*painter);
    if (legend_) paintLegend(*painter);
    if (read_out_) paintReadOut(*painter);
}

void ChartOverlay::paintErrorBars(QPainter& painter, const PlotSeries& series) const {
    const std::size_t count = std::min({series.y.size(), series.error.size(), series.x.size()});
    const std::size_t every = count / most_error_bars + 1;
    painter.setPen(QPen(colour_of(series, look_.theme), 1.1 * look_.unit * look_.theme.scale));
    const double cap = series.shape == Shape::stairs ? 0 : 2.5 * look_.unit * look_.theme.scale;
    for (std::size_t i = 0; i < count; i += every) {
        const double x = abscissa(series, i), y = series.y[i], error = series.error[i];
        if (!(error > 0)) continue;
        const auto top = position_(x, y + error);
        if (!top) continue;
        const auto bottom = position_(x, y - error).value_or(QPointF(top->x(), area_.bottom() + 10 * look_.unit));
        if (bottom.y() - top->y() < 2 * look_.unit) continue;
        painter.drawLine(*top, bottom);
        if (cap == 0) continue;
        painter.drawLine(QPointF(top->x() - cap, top->y()), QPointF(top->x() + cap, top->y()));
        painter.drawLine(QPointF(top->x() - cap, bottom.y()), QPointF(top->x() + cap, bottom.y()));
    }
}

void ChartOverlay::paintMarkers(QPainter& painter) const {
    const QFontMetricsF metrics(look_.font);
    int row = 0;
    for (const auto& marker : model_->markers) {
        const auto place = position_(marker.x, model_->y.logarithmic ? 1 : 0);
        const auto any = place ? place : position_(marker.x, 1);
        if (!any || any->x() < area_.left() || any->x() > area_.right()) continue;
        QPen pen(look_.theme.mutedText, look_.unit);
        pen.setDashPattern({3, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(any->x(), area_.top()), QPointF(any->x(), area_.bottom()));
        const auto label = QString::fromStdString(marker.label);
        const double width = metrics.horizontalAdvance(label);
        const bool to_the_right = any->x() + width + 6 * look_.unit < area_.right();
        const double y = area_.bottom() - (0.6 + 1.15 * (row++ % 4)) * metrics.height();
        const double x = to_the_right ? any->x() + 4 * look_.unit : any->x() - width - 4 * look_.unit;
        painter.setPen(look_.theme.mutedText);
        painter.drawText(QPointF(x, y), label);
    }
}

QRectF ChartOverlay::legendArea(const QFontMetricsF& metrics, int rows, double width) const {
    const QSizeF size(width, rows * metrics.height() * 1.12 + 4 * look_.unit);
    // The corner with the fewest points under it.
    const double gap = 5 * look_.unit;
    const QRectF corners[] = {
        {QPointF(area_.right() - size.width() - gap, area_.top() + gap), size},
        {QPointF(area_.left() + gap, area_.top() + gap), size},
        {QPointF(area_.right() - size.width() - gap, area_.bottom() - size.height() - gap), size},
    };
    const QRectF* best = nullptr;
    int least = 0;
    for (const auto& corner : corners) {
        int covered = 0;
        for (const auto& series : model_->series) {
            const std::size_t every = series.y.size() / 100 + 1;
            for (std::size_t i = 0; i < series.y.size(); i += every)
                if (const auto p = position_(abscissa(series, i), series.y[i])) covered += corner.contains(*p);
        }
        if (!best || covered < least) {
            best = &corner;
            least = covered;
        }
    }
    return *best;
}

void ChartOverlay::paintLegend(QPainter& painter) const {
    std::vector<const PlotSeries*> entries;
    for (const auto& series : model_->series)
        if (named(series)) entries.push_back(&series);
    // A crowd of like curves is told apart by pointing at it.
    const auto lines = std::count_if(entries.begin(), entries.end(), [](const PlotSeries* s) { return s->shape == Shape::line && s->role == Role::measured; });
    if (entries.size() < 2 || lines > most_legend_rows) return;
    const QFontMetricsF metrics(look_.font);
    const auto all = static_cast<int>(entries.size());
    const int rows = std::min(all, most_legend_rows);
    const auto label = [&](int row) {
        const bool rest = row == rows - 1 && all > rows;
        return rest ? QObject::tr("and %1 more").arg(all - rows + 1) : entries[static_cast<std::size_t>(row)]->name;
    };
    const double sample = 22 * look_.unit * look_.theme.scale;
    double width = 0;
    for (int row = 0; row < rows; ++row) width = std::max(width, metrics.horizontalAdvance(label(row)));
    width += sample + 12 * look_.unit;
    if (width > 0.75 * area_.width()) return;  // no room: the data come first

    const auto place = legendArea(metrics, rows, width);
    if (place.width() * place.height() > 0.3 * area_.width() * area_.height()) return;
    QColor behind = look_.theme.surface;
    behind.setAlphaF(0.82F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(behind);
    painter.drawRoundedRect(place, 3 * look_.unit, 3 * look_.unit);
    const double height = metrics.height() * 1.12;
    for (int row = 0; row < rows; ++row) {
        const QRectF line(place.left() + 4 * look_.unit, place.top() + 2 * look_.unit + row * height, place.width(), height);
        const bool rest = row == rows - 1 && all > rows;
        if (!rest) paintSample(painter, *entries[static_cast<std::size_t>(row)], {line.left(), line.top(), sample, height});
        painter.setPen(look_.theme.text);
        painter.drawText(QRectF(line.left() + sample + 4 * look_.unit, line.top(), width, height), Qt::AlignVCenter | Qt::AlignLeft, label(row));
    }
}

void ChartOverlay::paintSample(QPainter& painter, const PlotSeries& series, const QRectF& place) const {
    const auto colour = colour_of(series, look_.theme);
    const double weight = (series.role == Role::measured ? 2.0 : 1.3) * look_.unit * look_.theme.scale;
    const double y = place.center().y();
    if (series.shape == Shape::stairs) {
        QColor fill = colour;
        fill.setAlphaF(0.35F);
        painter.fillRect(place.adjusted(0, 0.25 * place.height(), 0, -0.25 * place.height()), fill);
    }
    if (series.shape != Shape::points) {
        QPen pen(colour, weight);
        if (series.role == Role::guide) pen.setDashPattern({4, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y));
    }
    if (series.shape == Shape::points || series.shape == Shape::line_and_points) {
        const double radius = 2.8 * look_.unit * look_.theme.scale;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(place.center(), radius, radius);
    }
}

void ChartOverlay::paintReadOut(QPainter& painter) const {
    if (read_out_->series >= model_->series.size()) return;
    const auto& series = model_->series[read_out_->series];
    if (read_out_->point >= series.y.size()) return;
    const double x = abscissa(series, read_out_->point), y = series.y[read_out_->point];
    const auto p = position_(x, y);
    if (!p || !area_.adjusted(-2, -2, 2, 2).contains(*p)) return;

    QPen cross(look_.theme.mutedText, look_.unit);
    painter.setPen(cross);
    painter.drawLine(QPointF(p->x(), area_.top()), QPointF(p->x(), area_.bottom()));
    painter.drawLine(QPointF(area_.left(), p->y()), QPointF(area_.right(), p->y()));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour_of(series, look_.theme), 2 * look_.unit));
    painter.drawEllipse(*p, 5 * look_.unit, 5 * look_.unit);

    const bool has_error = read_out_->point < series.error.size() && series.error[read_out_->point] > 0;
    const auto value = has_error ? QString::fromStdString(with_error(y, series.error[read_out_->point])) : number_text(y, 6);
    QStringList lines;
    if (!series.name.isEmpty()) lines << series.name;
    lines << QStringLiteral("x = ") + number_text(x, 6) << QStringLiteral("y = ") + value;
    const QFontMetricsF metrics(look_.font);
    double width = 0;
    for (const auto& line : lines) width = std::max(width, metrics.horizontalAdvance(line));
    QRectF box(0, 0, width + 12 * look_.unit, static_cast<double>(lines.size()) * metrics.height() + 8 * look_.unit);
    const double gap = 10 * look_.unit;
    box.moveLeft(p->x() + gap + box.width() < area_.right() ? p->x() + gap : p->x() - gap - box.width());
    box.moveTop(p->y() - gap - box.height() > area_.top() ? p->y() - gap - box.height() : p->y() + gap);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style::tip_background(look_.theme));
    painter.drawRoundedRect(box, 4 * look_.unit, 4 * look_.unit);
    painter.setPen(style::tip_text(look_.theme));
    painter.drawText(box.adjusted(6 * look_.unit, 4 * look_.unit, 0, 0), Qt::AlignLeft | Qt::AlignTop, lines.join('\n'));
}

void ChartOverlay::paintEmptyState(QPainter& painter) const {
    painter.setPen(look_.theme.mutedText);
    painter.drawText(area_, Qt::AlignCenter, QObject::tr("no data yet"));
}

}  // namespace langevin::charts
