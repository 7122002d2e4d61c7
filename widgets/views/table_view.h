// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include "widgets/views/panel_view.h"
#include "widgets/views/table_model.h"

class QLabel;
class QTableView;

namespace langevin::views {

class MeasurementDelegate;

/// Shows a table of measurements beside what is expected. Rows can be selected and copied as text
/// (tabs between columns).
class TableView : public PanelView {
    Q_OBJECT
  public:
    explicit TableView(QWidget* parent = nullptr);

    void setPanel(const Panel& panel) override;
    void setTheme(const style::Theme& theme) override;
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const override;
    QList<QAction*> viewActions() const override { return {copy_action_, select_action_}; }

    /// The selected rows as text, all rows where none is selected; headings first.
    QString selectedText() const;
    void copySelection() const;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();

    TableModel* model_;
    QTableView* table_;
    MeasurementDelegate* delegate_;
    QLabel *note_, *empty_;
    QAction *copy_action_, *select_action_;
    QElapsedTimer since_summary_;
    style::Theme theme_;
};

}  // namespace langevin::views
