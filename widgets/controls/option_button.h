// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "widgets/style/theme.h"

namespace langevin::controls {

/// One of several answers: a letter, and text over as many lines as it needs. The letter's key chooses it.
class OptionButton : public QAbstractButton {
    Q_OBJECT
  public:
    enum class Mark { none, right, wrong };

    /// number: from 0, for A, B, C ...
    OptionButton(int number, const QString& text, QWidget* parent = nullptr);

    void setTheme(const style::Theme& theme);
    /// Said after the answer, in colour and with a sign.
    void setMark(Mark mark);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QRect text_area(int width) const;

    QString letter_;
    Mark mark_ = Mark::none;
    style::Theme theme_;
};

}  // namespace langevin::controls
