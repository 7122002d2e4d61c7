// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/table_model.h"

#include <algorithm>
#include <cmath>

namespace langevin::views {
namespace {

constexpr QChar minus_sign(0x2212);

QString utf8(const std::string& text) {
    return QString::fromStdString(text);
}

QString with_unit(const std::string& number, const std::string& unit) {
    auto text = utf8(number).replace('-', minus_sign);
    return unit.empty() ? text : text + " " + utf8(unit);
}

/// A count or a time: three significant digits are plenty.
QString rounded(double number) {
    if (!(number > 0) || !std::isfinite(number)) return {};
    if (number < 100) return QString::number(number, 'g', 3);
    auto text = QString::number(std::round(number), 'f', 0);
    for (qsizetype i = text.size() - 3; text.size() > 4 && i > 0; i -= 3) text.insert(i, QChar(0x2009));
    return text;
}

bool same_rows(const std::vector<Measurement>& a, const std::vector<Measurement>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Measurement& x, const Measurement& y) { return x.key == y.key; });
}

}  // namespace

Verdict verdict(const std::optional<double>& distance) {
    if (!distance || !std::isfinite(*distance)) return Verdict::none;
    const double size = std::abs(*distance);
    return size <= 2 ? Verdict::good : size <= 4 ? Verdict::warning : Verdict::bad;
}

Verdict verdict(const Measurement& row) {
    const auto of_distance = verdict(row.distance());
    if (row.caution.empty()) return of_distance;
    return of_distance == Verdict::bad ? Verdict::warning : Verdict::none;
}

QColor verdict_colour(Verdict verdict, const style::Theme& theme) {
    switch (verdict) {
        case Verdict::good:
            return theme.good;
        case Verdict::warning:
            return theme.warning;
        case Verdict::bad:
            return theme.bad;
        case Verdict::none:
            return theme.mutedText;
    }
    return theme.mutedText;
}

void TableModel::setRows(std::vector<Measurement> rows) {
    if (!same_rows(rows, rows_)) {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
        return;
    }
    rows_ = std::move(rows);
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

void TableModel::setTheme(const style::Theme& theme) {
    theme_ = theme;
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

QString TableModel::heading(int column) {
    switch (column) {
        case quantity:
            return tr("Quantity");
        case value:
            return tr("Value");
        case expected:
            return tr("Expected");
        case distance:
            return tr("Distance");
        case autocorrelation:
            return QStringLiteral("τᵢₙₜ");
        case samples:
            return tr("Eff. samples");
        default:
            return {};
    }
}

QString TableModel::text(int row, int column) const {
    const auto& m = rows_[static_cast<std::size_t>(row)];
    switch (column) {
        case quantity:
            return m.symbol.empty() ? utf8(m.label) : utf8(m.symbol) + "  " + utf8(m.label);
        case value:
            return with_unit(with_error(m.value, m.error), m.unit);
        case expected:
            return m.expected ? with_unit(with_error(m.expected->value, m.expected->error), m.unit) : QString();
        case distance: {
            const auto sigmas = m.distance();
            if (!sigmas || !std::isfinite(*sigmas)) return {};
            const auto size = QString::number(std::abs(*sigmas), 'f', std::abs(*sigmas) < 99.95 ? 1 : 0);
            return (*sigmas < 0 && size != "0.0" ? QString(minus_sign) : QString()) + size + QStringLiteral(" σ");
        }
        case autocorrelation:
            return rounded(m.autocorrelation_time);
        case samples:
            return rounded(m.effective_samples);
        default:
            return {};
    }
}

QString TableModel::tip(const Measurement& m) const {
    QStringList parts{QStringLiteral("<b>%1</b>").arg(utf8(m.label).toHtmlEscaped())};
    if (!m.help.empty()) parts << utf8(m.help).toHtmlEscaped();
    if (!m.caution.empty()) parts << tr("Caution: %1").arg(utf8(m.caution).toHtmlEscaped());
    if (m.expected && !m.expected->source.empty())
        parts << tr("Expected value, %1").arg(utf8(m.expected->source).toHtmlEscaped());
    return "<qt>" + parts.join("<br>") + "</qt>";
}

int TableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : column_count;
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& m = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return text(index.row(), index.column());
        case Qt::ToolTipRole:
            return tip(m);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter |
                                       (index.column() == quantity ? Qt::AlignLeft : Qt::AlignRight));
        case Qt::ForegroundRole:
            if (index.column() == distance) return verdict_colour(verdict(m), theme_);
            return index.column() <= value ? theme_.text : theme_.mutedText;
        case distance_role: {
            const auto sigmas = m.distance();
            return sigmas ? QVariant(*sigmas) : QVariant();
        }
        default:
            return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    switch (role) {
        case Qt::DisplayRole:
            return heading(section);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter | (section == quantity ? Qt::AlignLeft : Qt::AlignRight));
        case Qt::ToolTipRole:
            switch (section) {
                case value:
                    return tr(
                        "Mean with one standard error, autocorrelation included: 0.5623(11) is "
                        "0.5623 ± 0.0011");
                case expected:
                    return tr("Exact or published value, with its error where it has one");
                case distance:
                    return tr(
                        "Value minus expected value in combined standard errors: up to 2 is fine, "
                        "above 4 is not chance");
                case autocorrelation:
                    return tr("Integrated autocorrelation time, in updates");
                case samples:
                    return tr("Number of independent samples that would give this error");
                default:
                    return tr("What is measured");
            }
        default:
            return {};
    }
}

}  // namespace langevin::views
