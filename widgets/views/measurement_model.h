// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "engine/core/measurement.h"
#include "widgets/style/theme.h"

namespace langevin::views {

/// Measurements as rows: quantity, value with error, expected value, distance, autocorrelation time, effective samples.
class MeasurementModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { quantity, value, expected, distance, tau, samples, column_count };
    using QAbstractTableModel::QAbstractTableModel;

    /// Rows that stay in place only change their numbers, so that selection and scroll position stay too.
    void setRows(std::vector<Measurement> rows);
    void setTheme(const style::Theme& theme);
    const std::vector<Measurement>& rows() const { return rows_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString text(const Measurement& row, Column column);
    static QString header(Column column);
    /// Good up to 2 standard errors, a warning up to 4, bad beyond; the text colour without an expectation.
    static QColor verdict(const Measurement& row, const style::Theme& theme);

  private:
    std::vector<Measurement> rows_;
    style::Theme theme_;
};

}  // namespace langevin::views
