// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/table_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFontMetricsF>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/style/figure.h"
#include "widgets/views/measurement_model.h"

namespace langevin::views {

TableView::TableView(QWidget* parent) : PanelView(parent), model_(new MeasurementModel(this)), table_(new QTableView) {
    table_->setModel(model_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setMinimumSectionSize(8);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    table_->setAccessibleName(tr("Observables"));
    setFocusProxy(table_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table_);

    copy_ = new QAction(tr("&Copy rows"), this);
    copy_->setShortcut(QKeySequence::Copy);
    copy_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    copy_->setToolTip(tr("The selected rows as text, or all"));
    connect(copy_, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(selectedText()); });
    addAction(copy_);
}

QList<QAction*> TableView::viewActions() const { return {copy_}; }

void TableView::setPanel(const Panel& panel) {
    const auto* table = std::get_if<Table>(&panel);
    if (!table) return;
    setAccessibleDescription(QString::fromStdString(summary(panel)));
    model_->setRows(table->rows);
    if (fitted_rows_ != table->rows.size()) fitColumns();
}

/// Once for every set of rows; afterwards the columns are the user's.
void TableView::fitColumns() {
    fitted_rows_ = model_->rows().size();
    table_->resizeColumnsToContents();
    const QFontMetrics metrics(table_->font());
    // Numbers grow digits while errors shrink.
    for (const auto column : {MeasurementModel::value, MeasurementModel::expected})
        table_->setColumnWidth(column, std::max(table_->columnWidth(column), metrics.horizontalAdvance(QStringLiteral("0.12345(67) ⚠"))));
    const int distance = metrics.horizontalAdvance(QStringLiteral("✓ −1.3 σ"));
    table_->setColumnWidth(MeasurementModel::distance, std::max(table_->columnWidth(MeasurementModel::distance), distance));
    table_->verticalHeader()->setDefaultSectionSize(static_cast<int>(1.45 * metrics.height()));
}

void TableView::setTheme(const style::Theme& theme) {
    model_->setTheme(theme);
    table_->setFont(theme.small_font());
    table_->horizontalHeader()->setFont(theme.small_font());
    fitColumns();
}

QString TableView::selectedText() const {
    std::vector<int> rows;
    for (const auto& index : table_->selectionModel()->selectedRows()) rows.push_back(index.row());
    if (rows.empty())
        for (int row = 0; row < model_->rowCount(); ++row) rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    QStringList header, lines;
    for (int column = 0; column < MeasurementModel::column_count; ++column)
        header << MeasurementModel::header(static_cast<MeasurementModel::Column>(column));
    lines << header.join('\t');
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < MeasurementModel::column_count; ++column)
            cells << MeasurementModel::text(model_->rows()[static_cast<std::size_t>(row)], static_cast<MeasurementModel::Column>(column));
        lines << cells.join('\t');
    }
    return lines.join('\n');
}

/// Three horizontal rules and no vertical ones; the type shrinks until all rows and columns fit.
void TableView::paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const {
    using Model = MeasurementModel;
    const auto columns = {Model::quantity, Model::value, Model::expected, Model::distance, Model::tau, Model::samples};
    const auto& rows = model_->rows();
    auto font = theme.small_font();
    const double pitch = 1.55, gap = 10;
    std::vector<double> widths(Model::column_count);
    const auto measure = [&] {
        const QFontMetricsF metrics(style::figure_font(font, painter), painter.device());
        double total = 0;
        for (const auto column : columns) {
            double width = metrics.horizontalAdvance(Model::header(column));
            for (const auto& row : rows) width = std::max(width, metrics.horizontalAdvance(Model::text(row, column)));
            total += widths[column] = width + gap;
        }
        return total;
    };
    painter.save();
    while (font.pointSizeF() > 3 && (measure() > area.width() || (static_cast<double>(rows.size()) + 1.6) * pitch * font.pointSizeF() > area.height()))
        font.setPointSizeF(font.pointSizeF() * 0.95);
    painter.setFont(style::figure_font(font, painter));
    const double height = pitch * font.pointSizeF();
    double y = area.top() + 2;
    const auto rule = [&](double weight) {
        painter.setPen(QPen(theme.text, weight));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    };
    const double spread = std::max(0.0, area.width() - measure()) / int{Model::column_count};
    const auto line = [&](const auto& cell, const auto& colour) {
        double x = area.left();
        for (const auto column : columns) {
            const QRectF place(x, y, widths[column] + spread - gap, height);
            painter.setPen(colour(column));
            painter.drawText(place, (column == Model::quantity ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextDontClip, cell(column));
            x += widths[column] + spread;
        }
        y += height;
    };
    rule(0.9);
    line([](Model::Column c) { return Model::header(c); }, [&](Model::Column) { return theme.text; });
    rule(0.5);
    for (const auto& row : rows)
        line([&](Model::Column c) { return Model::text(row, c); },
             [&](Model::Column c) { return c == Model::distance ? Model::verdict(row, theme) : theme.text; });
    rule(0.9);
    painter.restore();
}

}  // namespace langevin::views
