// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/pending_veil.h"

#include <QFontMetricsF>
#include <QPainter>

namespace langevin::views {

PendingVeil::PendingVeil(QWidget* parent) : QWidget(parent), theme_(style::make_theme(style::Scheme::light)) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
}

void PendingVeil::setTheme(const style::Theme& theme) {
    theme_ = theme;
    update();
}

void PendingVeil::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    auto veil = theme_.surface;
    veil.setAlphaF(0.45f);
    painter.fillRect(rect(), veil);
    const auto text = tr("restarting…");
    const QFontMetricsF metrics(theme_.small_font());
    QRectF chip(0, 0, metrics.horizontalAdvance(text) + 1.6 * metrics.height(), 1.55 * metrics.height());
    chip.moveCenter(QRectF(rect()).center());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme_.border, 1));
    painter.setBrush(theme_.surface);
    painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2);
    painter.setFont(theme_.small_font());
    painter.setPen(theme_.mutedText);
    painter.drawText(chip, Qt::AlignCenter, text);
}

}  // namespace langevin::views
