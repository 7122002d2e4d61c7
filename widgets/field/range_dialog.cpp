// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/range_dialog.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <optional>

#include "widgets/controls/number_input.h"

namespace langevin::field {
std::optional<Interval> ask_for_interval(QWidget* parent, const Interval& now) {
    QDialog dialog(parent);
    dialog.setWindowTitle(QObject::tr("Range of the colours"));
    QFormLayout layout(&dialog);
    QLineEdit low(QString::number(now.low)), high(QString::number(now.high));
    low.setToolTip(QObject::tr("Values below get a colour of their own."));
    high.setToolTip(QObject::tr("Values above get a colour of their own."));
    layout.addRow(QObject::tr("&Lowest value"), &low);
    layout.addRow(QObject::tr("&Highest value"), &high);
    QLabel problem;
    problem.setProperty("role", "problem");
    layout.addRow(&problem);
    QDialogButtonBox buttons(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    layout.addRow(&buttons);
    const auto judge = [&] {
        const auto a = controls::read_number(low.text()), b = controls::read_number(high.text());
        problem.setText(!a || !b     ? QObject::tr("Two numbers, please.")
                        : !(*a < *b) ? QObject::tr("The lowest value must be below the highest.")
                                     : QString());
        buttons.button(QDialogButtonBox::Ok)->setEnabled(problem.text().isEmpty());
    };
    QObject::connect(&low, &QLineEdit::textChanged, judge);
    QObject::connect(&high, &QLineEdit::textChanged, judge);
    QObject::connect(&buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(&buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    judge();
    if (dialog.exec() != QDialog::Accepted) return std::nullopt;
    return Interval{*controls::read_number(low.text()), *controls::read_number(high.text())};
}

}  // namespace langevin::field
