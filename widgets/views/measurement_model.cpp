// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/measurement_model.h"

#include <cmath>

namespace langevin::views {
namespace {

QString from(const std::string& utf8) { return QString::fromStdString(utf8); }

/// Three digits with a unit prefix: "1.23 k".
QString rounded(double value) {
    if (!(value > 0) || !std::isfinite(value)) return {};
    if (value < 1000) return QString::number(value, 'g', 3);
    if (value < 1e6) return QString::number(value / 1e3, 'g', 3) + QStringLiteral(" k");
    return QString::number(value / 1e6, 'g', 3) + QStringLiteral(" M");
}

/// Told apart by a sign as well as by colour.
QString verdict_sign(double distance) {
    const double size = std::abs(distance);
    return size <= 2 ? QStringLiteral("✓") : size <= 4 ? QStringLiteral("~") : QStringLiteral("✗");
}

QString tip(const Measurement& row) {
    QString text = QStringLiteral("<p><b>%1</b></p><p>%2</p>").arg(from(row.label).toHtmlEscaped(), from(row.help).toHtmlEscaped());
    if (row.expected) text += QObject::tr("<p>Expected: %1</p>").arg(from(row.expected->source).toHtmlEscaped());
    if (!row.caution.empty()) text += QStringLiteral("<p>⚠ %1</p>").arg(from(row.caution).toHtmlEscaped());
    return text;
}

}  // namespace

QString MeasurementModel::header(Column column) {
    switch (column) {
        case quantity: return tr("Quantity");
        case value: return tr("Value");
        case expected: return tr("Expected");
        case distance: return tr("Distance");
        case tau: return tr("τ_int");
        case samples: return tr("Samples");
        case column_count: break;
    }
    return {};
}

QString MeasurementModel::text(const Measurement& row, Column column) {
    const auto with_unit = [&](const QString& number) { return row.unit.empty() ? number : number + " " + from(row.unit); };
    switch (column) {
        case quantity: return row.symbol.empty() ? from(row.label) : from(row.label) + QStringLiteral("  ") + from(row.symbol);
        case value: return with_unit(from(with_error(row.value, row.error)) + (row.caution.empty() ? "" : " ⚠"));
        case expected: return row.expected ? with_unit(from(with_error(row.expected->value, row.expected->error))) : QString();
        case distance:
            if (const auto d = row.distance())
                return QStringLiteral("%1 %2 σ").arg(verdict_sign(*d)).arg(*d, 0, 'f', 1).replace('-', QChar(0x2212));
            return {};
        case tau: return rounded(row.autocorrelation_time);
        case samples: return rounded(row.effective_samples);
        case column_count: break;
    }
    return {};
}

QColor MeasurementModel::verdict(const Measurement& row, const style::Theme& theme) {
    const auto d = row.distance();
    if (!d) return theme.text;
    return std::abs(*d) <= 2 ? theme.good : std::abs(*d) <= 4 ? theme.warning : theme.bad;
}

void MeasurementModel::setRows(std::vector<Measurement> rows) {
    bool same = rows.size() == rows_.size();
    for (std::size_t i = 0; same && i < rows.size(); ++i) same = rows[i].key == rows_[i].key;
    if (!same) {
        beginResetModel();
        rows_ = std::move(rows);
        return endResetModel();
    }
    rows_ = std::move(rows);
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

void MeasurementModel::setTheme(const style::Theme& theme) {
    theme_ = theme;
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

int MeasurementModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }
int MeasurementModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant MeasurementModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
        case Qt::DisplayRole: return text(row, column);
        case Qt::ToolTipRole: return tip(row);
        case Qt::TextAlignmentRole: return QVariant(column == quantity ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ForegroundRole:
            if (column == distance) return verdict(row, theme_);
            return column == tau || column == samples ? theme_.mutedText : theme_.text;
        case Qt::AccessibleTextRole: return text(row, quantity) + QStringLiteral(" ") + header(column) + QStringLiteral(" ") + text(row, column);
        default: return {};
    }
}

QVariant MeasurementModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::DisplayRole) return header(static_cast<Column>(section));
    if (role == Qt::TextAlignmentRole) return QVariant(section == quantity ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::ToolTipRole) return {};
    switch (static_cast<Column>(section)) {
        case value: return tr("Mean with one standard error in units of the last digits");
        case expected: return tr("Exact or reference value");
        case distance: return tr("Value minus expected, in combined standard errors");
        case tau: return tr("Integrated autocorrelation time in updates; 1/2 for independent ones");
        case samples: return tr("Independent samples that would give this error");
        default: return {};
    }
}

}  // namespace langevin::views
