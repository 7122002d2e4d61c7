// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace langevin::style {
namespace {

constexpr int least_letters = 4;

}  // namespace

bool ElidedLabel::isElided() const {
    return fontMetrics().horizontalAdvance(text()) > contentsRect().width();
}

QSize ElidedLabel::minimumSizeHint() const {
    const auto whole = QLabel::minimumSizeHint();
    const auto margins = contentsMargins();
    const int little = least_letters * fontMetrics().averageCharWidth() + margins.left() + margins.right();
    return {std::min(whole.width(), little), whole.height()};
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && isElided()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
        return true;
    }
    return QLabel::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent* event) {
    if (!isElided()) return QLabel::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const auto area = contentsRect();
    const auto words = fontMetrics().elidedText(text(), Qt::ElideRight, area.width());
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, words);
}

}  // namespace langevin::style
