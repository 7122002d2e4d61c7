// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/seed_edit.h"

#include <QRegularExpressionValidator>
#include <algorithm>

#include "widgets/controls/number_input.h"

namespace langevin::controls {

SeedEdit::SeedEdit(QWidget* parent) : QLineEdit(parent) {
    setValidator(new QRegularExpressionValidator(QRegularExpression(R"([\d\s.,]{0,26})"), this));
    setAccessibleName(tr("Seed of the random numbers"));
    setToolTip(
        tr("Seed of the random numbers: the same seed gives the same run, bit for bit. A new one "
           "starts anew."));
    setText(QString::number(seed_));
    connect(this, &QLineEdit::editingFinished, this, &SeedEdit::take);
}

void SeedEdit::setSeed(quint64 seed) {
    if (hasFocus() && isModified()) return;
    if (seed == seed_ && text() == QString::number(seed)) return;
    seed_ = seed;
    setText(QString::number(seed));
    setCursorPosition(0);  // where there is no room for a long seed its beginning is seen
    updateGeometry();
}

void SeedEdit::take() {
    if (!isModified()) return;
    const auto typed = read_count(text());
    const bool changed = typed && *typed != seed_;
    if (typed) seed_ = *typed;
    setText(QString::number(seed_));
    setModified(false);
    if (changed) emit seedEdited(seed_);
}

QSize SeedEdit::sizeHint() const {
    const auto digits = std::max<qsizetype>(9, text().size());
    return {fontMetrics().horizontalAdvance(QString(digits, '0')) + fontMetrics().height(),
            QLineEdit::sizeHint().height()};
}

}  // namespace langevin::controls
