// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QStyledItemDelegate>

#include "widgets/views/table_model.h"

class QPainter;

namespace langevin::views {

/// A tick, an exclamation mark or a cross, so that a verdict does not hang on its colour alone.
void paint_verdict(QPainter& painter, const QRectF& place, Verdict verdict, const QColor& colour);
/// Where the distance lies between -5 and 5 standard errors.
void paint_gauge(QPainter& painter, const QRectF& place, double distance, const QColor& colour,
                 const style::Theme& theme);

/// Cells of the table of measurements on screen.
class MeasurementDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    MeasurementDelegate(const TableModel* model, QObject* parent);
    void setTheme(const style::Theme& theme) { theme_ = theme; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    void paintQuantity(QPainter& painter, const QRectF& cell, const Measurement& row) const;
    void paintDistance(QPainter& painter, const QRectF& cell, const Measurement& row, const QString& text) const;
    void paintCaution(QPainter& painter, const QRectF& cell, double text_width) const;

    const TableModel* model_;
    style::Theme theme_;
};

/// The table as it would stand in a paper: rules above, below and under the headings, and nothing
/// else.
void paint_table(QPainter& painter, const QRectF& area, const TableModel& model, const QString& note,
                 const style::Theme& theme);

}  // namespace langevin::views
