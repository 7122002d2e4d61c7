// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/symbol_label.h"

#include <QPainter>
#include <cmath>

namespace langevin::style {

SymbolLabel::SymbolLabel(const QString& symbol, QWidget* parent)
    : QWidget(parent), symbol_(symbol), text_(symbol, font()) {
    setAccessibleName(symbol);
    setTheme(make_theme(Scheme::light));
}

void SymbolLabel::setTheme(const Theme& theme) {
    text_ = SymbolText(symbol_, theme.formula_font());
    colour_ = theme.accent;
    updateGeometry();
    update();
}

QSize SymbolLabel::sizeHint() const {
    return {static_cast<int>(std::ceil(text_.width())) + 1, fontMetrics().height()};
}

void SymbolLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(isEnabled() ? colour_ : palette().color(QPalette::Disabled, QPalette::WindowText));
    const double top = (height() - fontMetrics().height()) / 2.0;
    text_.paint(painter, QPointF(0, top + fontMetrics().ascent()));
}

}  // namespace langevin::style
