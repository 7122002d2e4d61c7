// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/symbol_label.h"

#include <QPainter>
#include <cmath>

#include "widgets/style/math_text.h"

namespace langevin::style {

SymbolLabel::SymbolLabel(const QString& symbol, QWidget* parent) : QWidget(parent), text_(math_text(symbol)) {
    setAccessibleName(symbol);
    setTheme(make_theme(Scheme::light));
}

void SymbolLabel::setTheme(const Theme& theme) {
    font_ = theme.formula_font();
    colour_ = theme.accent;
    updateGeometry();
    update();
}

QSize SymbolLabel::sizeHint() const {
    const auto width = QFontMetricsF(font_).horizontalAdvance(text_);
    return {static_cast<int>(std::ceil(width)) + 1, fontMetrics().height()};
}

void SymbolLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(font_);
    painter.setPen(isEnabled() ? colour_ : palette().color(QPalette::Disabled, QPalette::WindowText));
    const double top = (height() - fontMetrics().height()) / 2.0;
    painter.drawText(QPointF(0, top + fontMetrics().ascent()), text_);
}

}  // namespace langevin::style
