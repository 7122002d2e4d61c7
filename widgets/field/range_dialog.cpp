// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/range_dialog.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <optional>

#include "widgets/controls/number_input.h"

namespace langevin::field {

std::optional<Interval> ask_for_interval(QWidget* parent, const Interval& now) {
    const QPointer dialog(new QDialog(parent));
    dialog->setWindowTitle(QObject::tr("Range of the colours"));
    auto* layout = new QFormLayout(dialog);
    auto* low = new QLineEdit(QString::number(now.low));
    auto* high = new QLineEdit(QString::number(now.high));
    low->setToolTip(QObject::tr("Values below get a colour of their own."));
    high->setToolTip(QObject::tr("Values above get a colour of their own."));
    layout->addRow(QObject::tr("&Lowest value"), low);
    layout->addRow(QObject::tr("&Highest value"), high);
    auto* problem = new QLabel;
    problem->setProperty("role", "problem");
    layout->addRow(problem);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    layout->addRow(buttons);
    const auto judge = [=] {
        const auto a = controls::read_number(low->text()), b = controls::read_number(high->text());
        problem->setText(!a || !b     ? QObject::tr("Two numbers, please.")
                         : !(*a < *b) ? QObject::tr("The lowest value must be below the highest.")
                                      : QString());
        buttons->button(QDialogButtonBox::Ok)->setEnabled(problem->text().isEmpty());
    };
    QObject::connect(low, &QLineEdit::textChanged, judge);
    QObject::connect(high, &QLineEdit::textChanged, judge);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    judge();
    const bool accepted = dialog->exec() == QDialog::Accepted;
    if (!dialog) return std::nullopt;  // went away with its parent
    dialog->deleteLater();
    if (!accepted) return std::nullopt;
    return Interval{*controls::read_number(low->text()), *controls::read_number(high->text())};
}

}  // namespace langevin::field
