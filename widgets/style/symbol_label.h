// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/style/symbol_text.h"
#include "widgets/style/theme.h"

namespace langevin::style {

/// A symbol as in a formula ("κ", "σ_W" with its index lowered), on the baseline of the text beside it and no higher
/// than that. (A label with the formula font would be as high as that font's tallest integral.)
class SymbolLabel : public QWidget {
    Q_OBJECT
  public:
    SymbolLabel(const QString& symbol, QWidget* parent);
    void setTheme(const Theme& theme);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString symbol_;
    SymbolText text_;
    QColor colour_;
};

}  // namespace langevin::style
