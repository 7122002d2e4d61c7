// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot_frame.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <cmath>

namespace langevin::charts {
namespace {

QString legend_text(const PlotSeries& series) {
    if (series.ghost > 0) return series.ghost_name;
    return series.in_family() ? series.family : series.name;
}

/// The member in the middle of a family stands for all of it; any other if that one is empty.
std::size_t representative(const PlotModel& model, std::size_t first) {
    const auto& family = model.series[first];
    for (std::size_t i = first; i < model.series.size(); ++i) {
        const auto& series = model.series[i];
        if (series.family == family.family && series.ghost == 0 && series.member == series.members / 2)
            return series.y.empty() ? first : i;
    }
    return first;
}

/// One entry for each named series, for each family and for each ghost.
std::vector<LegendEntry> legend_entries(const PlotModel& model) {
    std::vector<LegendEntry> entries;
    int last_ghost = 0;
    QSet<QString> families;
    for (std::size_t i = 0; i < model.series.size(); ++i) {
        const auto& series = model.series[i];
        const auto words = legend_text(series);
        if (series.ghost > 0 ? series.ghost == last_ghost : words.isEmpty() || series.y.empty()) continue;
        last_ghost = std::max(last_ghost, series.ghost);
        if (series.ghost > 0 || !series.in_family()) {
            entries.push_back({{}, i, words});
        } else if (!families.contains(series.family)) {
            families.insert(series.family);
            entries.push_back({{}, representative(model, i), words});
        }
    }
    // What is measured comes first.
    std::stable_partition(entries.begin(), entries.end(),
                          [&](const LegendEntry& entry) { return model.series[entry.series].ghost == 0; });
    return entries;
}

/// Places things above the plot in lines from the top.
class Header {
  public:
    Header(PlotFrame& frame, const PlotStyle& style)
        : frame_(frame),
          style_(style),
          metrics_(style.small_metrics()),
          line_(metrics_.height() * 1.22),
          left_(frame.area.left()),
          width_(frame.area.width()),
          top_(frame.whole.top()) {}

    /// Lays out what there is and returns the height used.
    double lay_out(const std::vector<LegendEntry>& entries, const QString& note, const QString& verdict,
                   int most_lines) {
        frame_.legend.clear();
        frame_.more.clear();
        place_legend(entries, most_lines);
        place_text(note, verdict);
        return lines_ * line_;
    }

  private:
    double entry_width(const QString& text) const {
        return swatch_width(style_) + 5 * style_.unit() + metrics_.horizontalAdvance(text);
    }
    QRectF place(double x, int line, double width) const { return {left_ + x, top_ + line * line_, width, line_}; }

    void place_legend(const std::vector<LegendEntry>& entries, int most_lines) {
        const double gap = 14 * style_.unit();
        double x = 0;
        int line = 0;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            auto entry = entries[i];
            entry.text = metrics_.elidedText(entry.text, Qt::ElideRight, width_ - entry_width({}));
            const double width = entry_width(entry.text);
            if (x > 0 && x + width > width_) x = 0, ++line;
            if (line >= most_lines) return place_more(entries.size() - i);
            entry.place = place(x, line, width);
            x += width + gap;
            last_right_ = x;
            lines_ = line + 1;
            frame_.legend.push_back(entry);
        }
    }
    /// The last entries give way to a line that counts those left out.
    void place_more(std::size_t left_out) {
        while (!frame_.legend.empty()) {
            frame_.more = QCoreApplication::translate("Plot", "+ %1 more").arg(left_out);
            const double width = metrics_.horizontalAdvance(frame_.more);
            const auto last = frame_.legend.back().place;
            const double x = last.right() + 14 * style_.unit() - left_;
            if (x + width <= width_) {
                frame_.more_place = place(x, lines_ - 1, width);
                last_right_ = x + width + 14 * style_.unit();
                return;
            }
            frame_.legend.pop_back();
            ++left_out;
        }
        frame_.more.clear();  // no room for anything
    }
    /// At the right of the legend's last line if there is room, else on lines of their own: as many as it takes in
    /// print, where nothing can be pointed at to read the rest.
    void place_text(const QString& note, const QString& verdict) {
        frame_.note.clear();
        if (note.isEmpty() && verdict.isEmpty()) return;
        const double gap = note.isEmpty() || verdict.isEmpty() ? 0 : 16 * style_.unit();
        const double verdict_width = metrics_.horizontalAdvance(verdict);
        const double wanted = metrics_.horizontalAdvance(note) + gap + verdict_width;
        if (lines_ == 0 || last_right_ + wanted > width_) ++lines_, last_right_ = 0;
        frame_.verdict = verdict;
        frame_.verdict_place = place(width_ - verdict_width, lines_ - 1, verdict_width + 1);
        const double room = width_ - last_right_ - verdict_width - gap;
        auto rest = style_.print() || note.isEmpty() ? note.split(' ', Qt::SkipEmptyParts) : QStringList{note};
        for (bool first = true; !rest.isEmpty(); first = false) {
            if (!first) ++lines_;
            const double free = first ? room : width_;
            const auto line =
                metrics_.elidedText(taken(rest, free), Qt::ElideMiddle, free);  // numbers stand at the end
            const double width = metrics_.horizontalAdvance(line);
            const double x = first && last_right_ > 0 ? width_ - verdict_width - gap - width : 0;
            frame_.note.push_back({place(x, lines_ - 1, width + 1), line});
        }
    }
    /// The first words that fit, at least one.
    QString taken(QStringList& words, double room) const {
        QString line = words.takeFirst();
        while (!words.isEmpty() && metrics_.horizontalAdvance(line + ' ' + words.front()) <= room)
            line += ' ' + words.takeFirst();
        return line;
    }

    PlotFrame& frame_;
    const PlotStyle& style_;
    QFontMetricsF metrics_;
    double line_, left_, width_, top_;
    double last_right_ = 0;
    int lines_ = 0;
};

double widest(const Ticks& ticks, const QFontMetricsF& metrics) {
    double width = 0;
    for (const auto& tick : ticks.major) width = std::max(width, metrics.horizontalAdvance(tick.label));
    return width;
}

/// "Order parameter ⟨|M|⟩ [V]" where there is room, else its symbol alone: "⟨|M|⟩ [V]".
QString fitting_title(const Axis& axis, double room, const QFontMetricsF& metrics) {
    const auto whole = with_indices(QString::fromStdString(axis.title()));
    if (metrics.horizontalAdvance(whole) <= room) return whole;
    const auto symbol = QString::fromStdString(axis.label).section(' ', -1);
    static const QRegularExpression word(QStringLiteral("^[A-Za-z-]{2,}$"));
    const bool has_letter = std::any_of(symbol.begin(), symbol.end(), [](QChar c) { return c.isLetter(); });
    const bool whole_formula = symbol.count('(') == symbol.count(')');  // "κ))" is the end of one
    if (has_letter && whole_formula && !word.match(symbol).hasMatch()) {
        const auto title =
            with_indices(QString::fromStdString(Axis{.label = symbol.toStdString(), .unit = axis.unit}.title()));
        if (metrics.horizontalAdvance(title) <= room) return title;
    }
    return metrics.elidedText(whole, Qt::ElideRight, room);
}

int y_tick_count(double height, const QFontMetricsF& metrics) {
    return std::clamp(static_cast<int>(height / (2.1 * metrics.height())), 2, 9);
}

/// As many as have room for their labels.
Ticks x_ticks(const AxisScale& scale, double width, const QFontMetricsF& metrics) {
    for (int count = 9; count > 2; --count) {
        auto ticks = make_ticks(scale, count);
        const double needed = widest(ticks, metrics) + 1.6 * metrics.averageCharWidth();
        if (static_cast<double>(ticks.major.size()) * needed <= width) return ticks;
    }
    return make_ticks(scale, 2);
}

}  // namespace

PlotFrame lay_out(const PlotModel& model, const AxisScale& x, const AxisScale& y, const QRectF& whole,
                  const PlotStyle& style, bool with_legend) {
    PlotFrame frame{.whole = whole, .area = whole, .x_scale = x, .y_scale = y};
    const auto small = style.small_metrics(), title = style.title_metrics();
    const double unit = style.unit(), gap = 5 * unit;
    frame.x_title = QString::fromStdString(model.x.title());
    frame.y_title = QString::fromStdString(model.y.title());

    const double bottom = small.height() + gap + (frame.x_title.isEmpty() ? 0 : title.height() + 1 * unit);
    const double right = (style.print() ? 0.6 : 0.9) * small.averageCharWidth() + 2 * unit;
    const double y_title = frame.y_title.isEmpty() ? 0 : title.height() + 2 * unit;
    const int most_lines =
        style.print() ? 4 : std::clamp(static_cast<int>(whole.height() / (7.5 * small.height())), 1, 3);
    const auto entries = with_legend ? legend_entries(model) : std::vector<LegendEntry>{};
    frame.area.setRight(whole.right() - right);
    frame.area.setBottom(whole.bottom() - bottom);
    frame.y_ticks = make_ticks(y, y_tick_count(frame.area.height(), small));
    // The width decides about the header, the header about the height, and the height about the
    // numbers: twice is enough.
    for (int pass = 0; pass < 2; ++pass) {
        // Rounded up, so that the plot does not move with every digit.
        const double digits = std::max(std::ceil(widest(frame.y_ticks, small) / (8 * unit)) * 8 * unit, 22 * unit);
        frame.area.setLeft(std::min(whole.left() + digits + gap + y_title, frame.area.right() - 10));
        const double header = Header(frame, style).lay_out(entries, model.note, model.verdict, most_lines);
        const double top = header > 0 ? header + 3 * unit : small.height() / 2 + 1 * unit;
        frame.area.setTop(std::min(whole.top() + top, frame.area.bottom() - 10));
        frame.y_ticks = make_ticks(y, y_tick_count(frame.area.height(), small));
    }
    frame.x_ticks = x_ticks(x, frame.area.width(), small);
    frame.x_title = fitting_title(model.x, whole.width(), title);
    frame.y_title = fitting_title(model.y, frame.area.bottom() - whole.top(), title);
    return frame;
}

}  // namespace langevin::charts
