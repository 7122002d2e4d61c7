// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/path_row.h"

#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace langevin::figures {

PathRow::PathRow(const QString& path, QWidget* parent)
    : QWidget(parent), line_(new QLineEdit(QDir::toNativeSeparators(path))), remark_(new QLabel) {
    auto* browse = new QToolButton;
    browse->setText(QStringLiteral("…"));
    browse->setToolTip(tr("Choose folder and name"));
    browse->setAccessibleName(browse->toolTip());
    auto* label = new QLabel(tr("F&ile"));
    label->setBuddy(line_);
    line_->setToolTip(tr("Where the file goes"));
    line_->setAccessibleName(tr("File"));
    remark_->setWordWrap(true);
    remark_->setProperty("role", "note");
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label, 0, 0);
    layout->addWidget(line_, 0, 1);
    layout->addWidget(browse, 0, 2);
    layout->addWidget(remark_, 1, 0, 1, 3);
    layout->setColumnStretch(1, 1);
    connect(line_, &QLineEdit::textChanged, this, &PathRow::changed);
    connect(browse, &QToolButton::clicked, this, &PathRow::browseRequested);
}

QString PathRow::path() const {
    return QDir::fromNativeSeparators(line_->text().trimmed());
}

void PathRow::setPath(const QString& path) {
    line_->setText(QDir::toNativeSeparators(path));
}

void PathRow::setRemark(const QString& remark) {
    remark_->setText(remark);
}

}  // namespace langevin::figures
