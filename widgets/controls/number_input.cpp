// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/number_input.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <cmath>

namespace langevin::controls {

QString plain_number(const QString& typed, bool whole) {
    static const QRegularExpression spaces("(?<=[0-9])[\\s\\x{00A0}\\x{2009}\\x{202F}'\\x{2019}](?=[0-9]{3}(?![0-9]))");
    static const QRegularExpression thousands("^[-+]?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\\.[0-9]{3})+)$");
    auto text = typed.trimmed().replace(QChar(0x2212), '-').remove(spaces);
    if (whole && thousands.match(text).hasMatch()) return text.remove(',').remove('.');
    if (text.count(',') == 1 && !text.contains('.')) text.replace(',', '.');
    if (text.startsWith('+') && !text.startsWith("++")) text.remove(0, 1);
    return text;
}

std::optional<double> read_number(const QString& typed) {
    bool good = false;
    const double value = plain_number(typed).toDouble(&good);  // the point in every language
    return good && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<quint64> read_count(const QString& typed) {
    bool good = false;
    const auto value = plain_number(typed, true).toULongLong(&good);
    return good ? std::optional(value) : std::nullopt;
}

QString number_rule() {
    return QCoreApplication::translate("NumberInput", "A comma is read as a decimal point.");
}

NumberSpinBox::NumberSpinBox(QWidget* parent) : QDoubleSpinBox(parent) {
    auto plain = QLocale::c();
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    setLocale(plain);
}

QValidator::State NumberSpinBox::validate(QString& input, int& position) const {
    input.replace(',', '.');
    return QDoubleSpinBox::validate(input, position);
}

double NumberSpinBox::valueFromText(const QString& text) const {
    return QDoubleSpinBox::valueFromText(QString(text).replace(',', '.'));
}

}  // namespace langevin::controls
