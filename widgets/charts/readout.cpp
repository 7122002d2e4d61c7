// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/readout.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/style/colours.h"

namespace langevin::charts {
namespace {

constexpr double reach = 48;  // pixels between pointer and point

QPointF place(const PlotFrame& frame, const PlotSeries& series, std::size_t i) {
    return {frame.x_scale.position(series.abscissa(i)), frame.y_scale.position(series.y[i])};
}

bool seen(const QPointF& position) {
    constexpr double edge = 1e-9;
    return position.x() >= -edge && position.x() <= 1 + edge && position.y() >= -edge && position.y() <= 1 + edge;
}

bool seen(const PlotModel& model, const PlotFrame& frame, const Pick& pick) {
    return seen(place(frame, model.series[pick.series], pick.point));
}

std::optional<Pick> bin_at(const PlotModel& model, const PlotFrame& frame, const QPointF& point) {
    const auto position = frame.position(point);
    const double x = frame.x_scale.value(position.x());
    for (std::size_t s = model.series.size(); s-- > 0;) {
        const auto& series = model.series[s];
        if (series.shape != PlotSeries::Shape::stairs || series.ghost > 0 || series.y.empty()) continue;
        const auto edge = std::upper_bound(series.x.begin(), series.x.end(), x);
        if (edge == series.x.begin() || edge == series.x.end()) continue;
        const auto bin = static_cast<std::size_t>(edge - series.x.begin() - 1);
        const double top = frame.y_scale.position(series.y[bin]);
        if (position.y() <= top) return Pick{s, bin};
    }
    return std::nullopt;
}

QString with_unit(const std::string& value, const Axis& axis) {
    const auto unit = QString::fromStdString(axis.unit);
    return QString::fromStdString(value) + (unit.isEmpty() ? QString() : " " + unit);
}

}  // namespace

std::optional<Pick> pick_at(const PlotModel& model, const PlotFrame& frame, const QPointF& point) {
    std::optional<Pick> best;
    double nearest = reach * reach;
    for (std::size_t s = 0; s < model.series.size(); ++s) {
        const auto& series = model.series[s];
        for (std::size_t i = 0; i < series.size(); ++i) {
            const auto position = place(frame, series, i);
            if (!seen(position)) continue;
            const auto gap = frame.at(position) - point;
            // Ghosts are read only where nothing else is near.
            const double distance = gap.x() * gap.x() + gap.y() * gap.y() + (series.ghost > 0 ? 200 : 0);
            if (distance < nearest) nearest = distance, best = Pick{s, i};
        }
    }
    if (best && nearest < 10 * 10) return best;
    if (const auto bin = bin_at(model, frame, point)) return bin;
    return best;
}

std::optional<Pick> pick_in(const PlotModel& model, const PlotFrame& frame, std::size_t series, double x) {
    if (series >= model.series.size()) return std::nullopt;
    const auto& one = model.series[series];
    std::optional<Pick> best;
    double nearest = 0;
    const double wanted = frame.x_scale.position(x);
    for (std::size_t i = 0; i < one.size(); ++i) {
        const auto position = place(frame, one, i);
        const double gap = std::abs(position.x() - wanted);
        if (seen(position) && (!best || gap < nearest)) nearest = gap, best = Pick{series, i};
    }
    return best;
}

Pick along(const PlotModel& model, const PlotFrame& frame, Pick pick, int step) {
    const auto size = static_cast<std::ptrdiff_t>(model.series[pick.series].size());
    const int direction = step < 0 ? -1 : 1;
    Pick last = pick;
    int left = std::abs(step);
    for (auto i = static_cast<std::ptrdiff_t>(pick.point) + direction; i >= 0 && i < size && left > 0; i += direction) {
        const Pick next{pick.series, static_cast<std::size_t>(i)};
        if (!seen(model, frame, next)) continue;
        last = next;
        --left;
    }
    return last;
}

Pick across(const PlotModel& model, const PlotFrame& frame, Pick pick, int step) {
    const auto count = static_cast<int>(model.series.size());
    const auto& from = model.series[pick.series];
    const double x = pick.point < from.size() ? from.abscissa(pick.point) : 0;
    for (int tried = 1; tried < count; ++tried) {
        const int index = ((static_cast<int>(pick.series) + step * tried) % count + count) % count;
        if (const auto found = pick_in(model, frame, static_cast<std::size_t>(index), x)) return *found;
    }
    return pick;
}

QStringList pick_text(const PlotModel& model, const Pick& pick) {
    const auto& series = model.series[pick.series];
    const auto i = pick.point;
    QStringList lines;
    auto name = series.name.isEmpty() && series.in_family()
                    ? QStringLiteral("%1, %2").arg(series.family).arg(series.member + 1)
                    : series.name;
    if (series.ghost > 0) {
        const auto ghost = QCoreApplication::translate("Plot", "ghost %1").arg(series.ghost);
        name = name.isEmpty() ? ghost : name + ", " + ghost;
    }
    if (!name.isEmpty()) lines << name;
    const auto x_label = with_indices(QString::fromStdString(model.x.label));
    const auto y_label = with_indices(QString::fromStdString(model.y.label));
    if (series.shape == PlotSeries::Shape::stairs)
        lines << QStringLiteral("%1: %2 … %3")
                     .arg(x_label, number_text(series.x[i]),
                          with_unit(number_text(series.x[i + 1]).toStdString(), model.x));
    else
        lines << QStringLiteral("%1: %2").arg(x_label, with_unit(number_text(series.x[i]).toStdString(), model.x));
    const bool has_error = series.has_errors() && series.error[i] > 0;
    const auto value = has_error ? number_text(series.y[i], series.error[i]) : number_text(series.y[i]);
    lines << QStringLiteral("%1: %2").arg(y_label, with_unit(value.toStdString(), model.y));
    if (!series.source.isEmpty()) lines << series.source;
    return lines;
}

void paint_pick(QPainter& painter, const PlotModel& model, const PlotFrame& frame, const PlotStyle& style,
                const Pick& pick) {
    const auto& theme = style.theme();
    const auto& series = model.series[pick.series];
    const auto point = frame.at(place(frame, series, pick.point));
    const double unit = style.unit();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen hair(theme.mutedText, 1);
    hair.setDashPattern({3, 3});
    painter.setPen(hair);
    painter.drawLine(QPointF(point.x(), frame.area.top()), QPointF(point.x(), frame.area.bottom()));
    painter.drawLine(QPointF(frame.area.left(), point.y()), QPointF(frame.area.right(), point.y()));
    painter.setPen(QPen(style.colour(series), 2 * unit));
    painter.setBrush(theme.surface);
    painter.drawEllipse(point, 4.5 * unit, 4.5 * unit);

    const auto metrics = style.small_metrics();
    auto lines = pick_text(model, pick);
    const double most = frame.whole.width() - 24 * unit;
    double width = 0;
    for (auto& line : lines) {
        line = metrics.elidedText(line, Qt::ElideRight, most);
        width = std::max(width, metrics.horizontalAdvance(line));
    }
    const double line_height = metrics.height() * 1.12, padding = 7 * unit;
    const QSizeF size(width + 2 * padding, static_cast<double>(lines.size()) * line_height + 1.4 * padding);
    const double gap = 12 * unit;
    double left = point.x() + gap, top = point.y() - gap - size.height();
    if (left + size.width() > frame.whole.right()) left = point.x() - gap - size.width();
    if (top < frame.whole.top()) top = point.y() + gap;
    left = std::clamp(left, frame.whole.left(), std::max(frame.whole.left(), frame.whole.right() - size.width()));
    top = std::clamp(top, frame.whole.top(), std::max(frame.whole.top(), frame.whole.bottom() - size.height()));

    painter.setPen(Qt::NoPen);
    painter.setBrush(style::tip_background(theme));
    painter.drawRoundedRect(QRectF(QPointF(left, top), size), 5 * unit, 5 * unit);
    painter.setFont(style.small_font());
    painter.setPen(style::tip_text(theme));
    double baseline = top + 0.7 * padding + metrics.ascent();
    for (const auto& line : lines) {
        painter.drawText(QPointF(left + padding, baseline), line);
        baseline += line_height;
    }
}

}  // namespace langevin::charts
