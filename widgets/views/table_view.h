// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/panel_view.h"

class QTableView;

namespace langevin::views {

class MeasurementModel;

/// Numbers with errors beside what they should be: selection stays while values change; Ctrl+C copies rows.
class TableView : public PanelView {
    Q_OBJECT
  public:
    explicit TableView(QWidget* parent = nullptr);

    void setPanel(const Panel& panel) override;
    void setTheme(const style::Theme& theme) override;
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const override;
    QList<QAction*> viewActions() const override;

    /// The selected rows, or all if none is, as text separated by tabs, with a header.
    QString selectedText() const;

  private:
    void fitColumns();

    MeasurementModel* model_;
    QTableView* table_;
    QAction* copy_;
    std::size_t fitted_rows_ = 0;
};

}  // namespace langevin::views
