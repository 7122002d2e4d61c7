// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/label.h"

#include <QFontInfo>
#include <QPainter>
#include <cmath>

#include "widgets/controls/formula/layout.h"
#include "widgets/controls/formula/parser.h"

namespace langevin::controls {

double formula_em(const QFont& text, const QPaintDevice* device) {
    constexpr double beside_text = 1.16;  // the formula font has smaller letters at the same nominal size
    const double pixels =
        text.pixelSize() > 0 ? text.pixelSize() : text.pointSizeF() * (device ? device->logicalDpiY() : 96) / 72.0;
    return pixels * beside_text;
}

FormulaLabel::FormulaLabel(const QString& tex, QWidget* parent)
    : QWidget(parent), theme_(style::make_theme(style::Scheme::light)) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFormula(tex);
}

void FormulaLabel::setFormula(const QString& tex) {
    tex_ = tex;
    setAccessibleName(tex);
    lay_out();
}

void FormulaLabel::setDisplay(bool display) {
    display_ = display;
    lay_out();
}

void FormulaLabel::setTheme(const style::Theme& theme) {
    theme_ = theme;
    lay_out();
}

void FormulaLabel::lay_out() {
    const auto parsed = formula::parse(tex_);
    problems_ = parsed.problems;
    drawing_ = formula::lay_out(parsed.root, font_, formula_em(theme_.text_font(), this), display_);
    updateGeometry();
    update();
}

QSize FormulaLabel::sizeHint() const {
    return {static_cast<int>(std::ceil(drawing_.width)) + 2, static_cast<int>(std::ceil(drawing_.height())) + 2};
}

void FormulaLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawing_.paint(painter, QPointF(1, 1 + drawing_.ascent), font_, theme_.text, theme_.bad);
}

}  // namespace langevin::controls
