// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <array>

#include "widgets/charts/axis_scale.h"
#include "widgets/style/figure.h"
#include "widgets/style/symbol_text.h"
#include "widgets/views/table_painting.h"

namespace langevin::views {
namespace {

QFont print_font(QFont font, const QPainter& painter) {
    font.setHintingPreference(QFont::PreferNoHinting);
    return style::figure_font(font, painter);
}

/// Where the width would make letters smaller than this part of their size, the columns on the sampling are left out.
constexpr double least_shrink = 0.75;

/// One table on one page: measures, shrinks to the room there is, paints.
class TableFigure {
  public:
    TableFigure(QPainter& painter, const TableModel& model, const style::Theme& theme)
        : painter_(painter),
          model_(model),
          theme_(theme),
          font_(print_font(theme.text_font(), painter)),
          formula_(print_font(theme.formula_font(), painter)),
          metrics_(font_, painter.device()) {
        gap_ = metrics_.averageCharWidth() * 2.2;
        line_ = metrics_.height() * 1.35;
        measure();
    }

    void paint(const QRectF& area, const QString& note) {
        if (model_.rowCount() == 0) return paint_empty(area);
        const auto remarks = remarks_below(note);
        const auto fits = [&] {  // across, and down
            const double height = (model_.rowCount() + 1.9) * line_ + place_of(remarks, 0).height();
            return std::pair(area.width() / width_, area.height() / height);
        };
        for (const int column : {TableModel::samples, TableModel::autocorrelation})
            if (const auto [across, down] = fits(); across < std::min(least_shrink, down)) leave_out(column);
        const auto [across, down] = fits();
        const double shrink = std::min({1.0, across, down});
        painter_.save();
        painter_.setRenderHint(QPainter::Antialiasing);
        painter_.translate(area.left() + (area.width() - width_ * shrink) / 2, area.top());
        painter_.scale(shrink, shrink);
        paint_lines(remarks);
        painter_.restore();
    }

  private:
    bool right_aligned(int column) const { return column != TableModel::quantity; }

    void leave_out(int column) {
        auto& width = widths_[static_cast<std::size_t>(column)];
        if (width > 0) width_ -= width + gap_;
        width = 0;
    }

    void measure() {
        for (int row = 0; row < model_.rowCount(); ++row) {
            const auto& m = model_.rows()[static_cast<std::size_t>(row)];
            symbols_.emplace_back(QString::fromStdString(m.symbol), formula_, painter_.device());
            symbol_width_ = std::max(symbol_width_, symbols_.back().width());
            const auto caution = QString::fromStdString(m.caution);
            if (!caution.isEmpty() && !cautions_.contains(caution)) cautions_ << caution;
        }
        for (int column = 0; column < TableModel::column_count; ++column) {
            double width = 0;
            bool empty = true;
            for (int row = 0; row < model_.rowCount(); ++row) {
                const auto text = cell(row, column);
                empty = empty && text.isEmpty();
                width = std::max(width, metrics_.horizontalAdvance(text));
            }
            if (column == TableModel::quantity) width += symbol_width_ + gap_ / 2;
            // A column in which nothing stands has no place in print.
            widths_[static_cast<std::size_t>(column)] =
                empty ? 0 : std::max(width, metrics_.horizontalAdvance(TableModel::heading(column)));
            if (!empty) width_ += widths_[static_cast<std::size_t>(column)] + gap_;
        }
        width_ = std::max(width_ - gap_, 1.0);
    }

    /// On paper nothing can be pointed at: a mark leads to the caution below the table.
    QString mark(int row) const {
        static const std::array marks = {QStringLiteral("†"), QStringLiteral("‡"), QStringLiteral("§"),
                                         QStringLiteral("¶")};
        const auto place =
            cautions_.indexOf(QString::fromStdString(model_.rows()[static_cast<std::size_t>(row)].caution));
        const auto count = static_cast<qsizetype>(marks.size());
        return place < 0 ? QString() : marks[static_cast<std::size_t>(place % count)].repeated(place / count + 1);
    }
    QString remarks_below(const QString& note) const {
        auto remarks = note.isEmpty() ? QStringList() : QStringList(note);
        for (int row = 0; row < model_.rowCount(); ++row) {
            const auto caution = QString::fromStdString(model_.rows()[static_cast<std::size_t>(row)].caution);
            if (const auto remark = mark(row) + ' ' + caution; !caution.isEmpty() && !remarks.contains(remark))
                remarks << remark;
        }
        return remarks.join('\n');
    }
    QRectF place_of(const QString& remarks, double top) const {
        if (remarks.isEmpty()) return {0, top, width_, 0};
        return metrics_.boundingRect(QRectF(0, top, width_, 1e4), Qt::TextWordWrap, remarks);
    }

    QString cell(int row, int column) const {
        if (column == TableModel::value) return charts::with_powers(model_.text(row, column)) + mark(row);
        if (column != TableModel::quantity) return charts::with_powers(model_.text(row, column));
        return QString::fromStdString(model_.rows()[static_cast<std::size_t>(row)].label);
    }

    void paint_empty(const QRectF& area) {
        painter_.setFont(font_);
        painter_.setPen(theme_.mutedText);
        const auto words = QCoreApplication::translate("Plot", "no data yet");  // as plots say it
        painter_.drawText(QPointF(area.center().x() - metrics_.horizontalAdvance(words) / 2, area.center().y()), words);
    }

    void rule(double y, double thickness) {
        QPen pen(theme_.text, thickness * theme_.scale);
        pen.setCapStyle(Qt::FlatCap);
        painter_.setPen(pen);
        painter_.drawLine(QPointF(0, y), QPointF(width_, y));
    }

    template <class Draw>
    void columns(Draw draw) {
        double x = 0;
        for (int column = 0; column < TableModel::column_count; ++column) {
            const double width = widths_[static_cast<std::size_t>(column)];
            if (width <= 0) continue;
            draw(column, x, width);
            x += width + gap_;
        }
    }
    void text(const QString& words, int column, double x, double width, double baseline) {
        const double shift = right_aligned(column) ? width - metrics_.horizontalAdvance(words) : 0;
        painter_.drawText(QPointF(x + shift, baseline), words);
    }

    void paint_lines(const QString& remarks) {
        const double rise = (line_ + metrics_.capHeight()) / 2;
        double top = 0.6;
        rule(top, 0.9);
        painter_.setFont(font_);
        painter_.setPen(theme_.text);
        columns([&](int column, double x, double width) {
            text(TableModel::heading(column), column, x, width, top + rise);
        });
        top += line_ * 1.1;
        rule(top, 0.5);
        for (int row = 0; row < model_.rowCount(); ++row) {
            columns([&](int column, double x, double width) { paint_cell(row, column, x, width, top + rise); });
            top += line_;
        }
        top += line_ * 0.15;
        rule(top, 0.9);
        painter_.setPen(theme_.mutedText);
        painter_.setFont(font_);
        painter_.drawText(place_of(remarks, top + 0.25 * line_), Qt::TextWordWrap, remarks);
    }
    void paint_cell(int row, int column, double x, double width, double baseline) {
        painter_.setPen(theme_.text);
        if (column == TableModel::quantity) {
            symbols_[static_cast<std::size_t>(row)].paint(painter_, {x, baseline});
            painter_.setFont(font_);
            painter_.drawText(QPointF(x + symbol_width_ + gap_ / 2, baseline), cell(row, column));
            return;
        }
        painter_.setFont(font_);
        text(cell(row, column), column, x, width, baseline);
    }

    QPainter& painter_;
    const TableModel& model_;
    const style::Theme& theme_;
    QFont font_, formula_;
    QFontMetricsF metrics_;
    std::vector<style::SymbolText> symbols_;
    QStringList cautions_;  // each once
    std::array<double, TableModel::column_count> widths_{};
    double gap_ = 0, line_ = 0, width_ = 0, symbol_width_ = 0;
};

}  // namespace

void paint_table(QPainter& painter, const QRectF& area, const TableModel& model, const QString& note,
                 const style::Theme& theme) {
    TableFigure(painter, model, theme).paint(area, note);
}

}  // namespace langevin::views
