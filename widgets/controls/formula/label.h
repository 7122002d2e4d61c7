// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/controls/formula/drawing.h"
#include "widgets/controls/formula/font.h"
#include "widgets/style/theme.h"

namespace langevin::controls {

/// A formula by itself, written in TeX: FormulaLabel label("\\chi_2 = V\\langle M^2\\rangle"). Read
/// aloud as its source.
class FormulaLabel : public QWidget {
    Q_OBJECT
  public:
    explicit FormulaLabel(const QString& tex = {}, QWidget* parent = nullptr);

    void setFormula(const QString& tex);
    const QString& formula() const { return tex_; }
    /// Displayed formulas are larger and put limits above and below.
    void setDisplay(bool display);
    void setTheme(const style::Theme& theme);
    /// What could not be read; empty for a good formula.
    const QStringList& problems() const { return problems_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void lay_out();

    QString tex_;
    bool display_ = false;
    style::Theme theme_;
    formula::FormulaFont font_;
    formula::Drawing drawing_;
    QStringList problems_;
};

/// The size in pixels at which formulas go with text of this font on the device.
double formula_em(const QFont& text, const QPaintDevice* device);

}  // namespace langevin::controls
