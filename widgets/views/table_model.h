// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "engine/core/measurement.h"
#include "widgets/style/theme.h"

namespace langevin::views {

/// How far a measured value lies from the expected one, in words and degrees.
enum class Verdict { none, good, warning, bad };
Verdict verdict(const std::optional<double>& distance);  ///< up to 2, up to 4, above
/// Of a row: while its error is not to be trusted, no more than a warning, and no praise.
Verdict verdict(const Measurement& row);
QColor verdict_colour(Verdict verdict, const style::Theme& theme);

/// Measurements as rows. Rows keep their place while numbers change, so that a selection stays.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { quantity, value, expected, distance, autocorrelation, samples, column_count };
    enum Role { distance_role = Qt::UserRole };  ///< the distance as a double, invalid without one

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<Measurement> rows);
    void setTheme(const style::Theme& theme);
    const std::vector<Measurement>& rows() const { return rows_; }

    /// What a cell shows.
    QString text(int row, int column) const;
    static QString heading(int column);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    QString tip(const Measurement& row) const;

    std::vector<Measurement> rows_;
    style::Theme theme_ = style::make_theme(style::Scheme::light);
};

}  // namespace langevin::views
