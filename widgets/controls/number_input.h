// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>
#include <QString>
#include <optional>

/// Numbers as people type them. One rule for every field and every language: numbers are shown with a point; a comma
/// is read as one, spaces and apostrophes between thousands are passed over, and a typographic minus is a minus.
namespace langevin::controls {

/// What was typed, as programs write it: "0,27" to "0.27", "1 000" to "1000". In a field for whole numbers a point or
/// comma before three digits can only mean thousands: "1,000" and "1.000" become "1000". What is no number, or could
/// mean two ("1,000.5"), is left as it is, for the reader to refuse.
QString plain_number(const QString& typed, bool whole = false);
/// A finite number, or nothing.
std::optional<double> read_number(const QString& typed);
/// A whole number that is not negative, or nothing.
std::optional<quint64> read_count(const QString& typed);
/// The rule in a sentence, for tooltips.
QString number_rule();

/// A spin box that keeps to the rule in every language.
class NumberSpinBox : public QDoubleSpinBox {
    Q_OBJECT
  public:
    explicit NumberSpinBox(QWidget* parent = nullptr);
    QValidator::State validate(QString& input, int& position) const override;
    double valueFromText(const QString& text) const override;
};

}  // namespace langevin::controls
