// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/table_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "widgets/views/table_painting.h"

namespace langevin::views {

TableView::TableView(QWidget* parent)
    : PanelView(parent),
      model_(new TableModel(this)),
      table_(new QTableView(this)),
      delegate_(new MeasurementDelegate(model_, this)),
      note_(new QLabel(this)),
      empty_(new QLabel(tr("no data yet"), this)),
      copy_action_(new QAction(tr("Copy rows"), this)),
      select_action_(new QAction(tr("Select all rows"), this)),
      theme_(style::make_theme(style::Scheme::light)) {
    table_->setModel(model_);
    table_->setItemDelegate(delegate_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setShowGrid(false);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setWordWrap(false);
    table_->setCornerButtonEnabled(false);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setTabKeyNavigation(false);  // Tab goes on to the next panel
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setSectionsClickable(false);
    table_->setAccessibleName(tr("Quantities with their values"));
    table_->setWhatsThis(
        tr("Arrows go from row to row, Ctrl+C copies; titles and values explain themselves on hovering."));
    note_->setProperty("role", "note");
    note_->setContentsMargins(8, 0, 8, 4);
    note_->setWordWrap(true);
    note_->hide();
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setProperty("role", "muted");

    copy_action_->setShortcut(QKeySequence::Copy);
    copy_action_->setToolTip(
        tr("Copy the selected rows as text, tabs between columns; all rows where none is selected"));
    select_action_->setShortcut(QKeySequence::SelectAll);
    select_action_->setToolTip(tr("Select every row"));
    for (auto* action : {copy_action_, select_action_}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(copy_action_, &QAction::triggered, this, &TableView::copySelection);
    connect(select_action_, &QAction::triggered, table_, &QTableView::selectAll);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(note_);
    layout->addWidget(empty_, 1);
    layout->addWidget(table_, 1);
    table_->hide();
}

void TableView::setPanel(const Panel& panel) {
    const auto* table = std::get_if<Table>(&panel);
    if (!table) return;
    const auto rows_before = model_->rowCount();
    model_->setRows(table->rows);
    note_->setText(QString::fromStdString(table->note));
    note_->setVisible(!table->note.empty());
    table_->setVisible(!table->rows.empty());
    empty_->setVisible(table->rows.empty());
    if (model_->rowCount() != rows_before) fitColumns();
    if (!since_summary_.isValid() || since_summary_.hasExpired(1000)) {
        since_summary_.start();
        if (model_->rowCount() > 0) fitColumns();
        table_->setAccessibleDescription(QString::fromStdString(summary(panel)));
        setAccessibleDescription(table_->accessibleDescription());
    }
}

void TableView::setTheme(const style::Theme& theme) {
    theme_ = theme;
    delegate_->setTheme(theme);
    model_->setTheme(theme);
    table_->setFont(theme.text_font());
    table_->horizontalHeader()->setFont(theme.small_font());
    fitColumns();
}

void TableView::resizeEvent(QResizeEvent* event) {
    PanelView::resizeEvent(event);
    fitColumns();
}

/// As wide as the contents ask for; what is left goes to the names, and what lacks is taken from
/// the least important.
void TableView::fitColumns() {
    if (model_->rowCount() == 0) return;
    const auto height = delegate_->sizeHint({}, model_->index(0, TableModel::value)).height();
    table_->verticalHeader()->setDefaultSectionSize(height);
    std::array<int, TableModel::column_count> widths{};
    int sum = 0;
    auto* header = table_->horizontalHeader();
    const QFontMetrics title_metrics(theme_.text_font());  // the hint may be that of the type before
    for (int column = 0; column < TableModel::column_count; ++column) {
        const auto title = model_->headerData(column, Qt::Horizontal).toString();
        int width = std::max(header->sectionSizeHint(column),
                             title_metrics.horizontalAdvance(title) + qRound(18 * theme_.scale));
        for (int row = 0; row < model_->rowCount(); ++row)
            width = std::max(width, delegate_->sizeHint({}, model_->index(row, column)).width());
        width = (width + 11) / 12 * 12;  // digits come and go: columns must not twitch
        widths[static_cast<std::size_t>(column)] = width;
        sum += width;
    }
    const bool scrolls = (model_->rowCount() + 1.4) * height > table_->height();
    const int room = table_->width() - (scrolls ? table_->verticalScrollBar()->sizeHint().width() : 0) - 2;
    int visible = TableModel::column_count;
    for (const int column : {TableModel::samples, TableModel::autocorrelation}) {
        const bool hide = sum > room;
        table_->setColumnHidden(column, hide);
        if (!hide) continue;
        sum -= widths[static_cast<std::size_t>(column)];
        --visible;
    }
    // Room to spare goes to all alike; what lacks is taken from the names.
    const int share = std::max(0, room - sum) / visible;
    for (auto& width : widths) width += share;
    if (sum > room) {
        const int least = static_cast<int>(70 * theme_.scale);
        widths[TableModel::quantity] = std::max(least, widths[TableModel::quantity] + room - sum);
    }
    for (int column = 0; column < TableModel::column_count; ++column)
        table_->setColumnWidth(column, widths[static_cast<std::size_t>(column)]);
}

void TableView::paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const {
    paint_table(painter, area, *model_, note_->text(), theme);
}

QString TableView::selectedText() const {
    QList<int> rows;
    for (const auto& index : table_->selectionModel()->selectedRows()) rows << index.row();
    std::sort(rows.begin(), rows.end());
    if (rows.empty())
        for (int row = 0; row < model_->rowCount(); ++row) rows << row;
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < TableModel::column_count; ++column) cells << TableModel::heading(column);
    lines << cells.join('\t');
    for (const int row : rows) {
        cells.clear();
        for (int column = 0; column < TableModel::column_count; ++column) cells << model_->text(row, column);
        lines << cells.join('\t');
    }
    return lines.join('\n') + '\n';
}

void TableView::copySelection() const {
    QApplication::clipboard()->setText(selectedText());
}

}  // namespace langevin::views
