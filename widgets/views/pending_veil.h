// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/style/theme.h"

namespace langevin::views {

/// Dims what lies below it and says that new numbers are on their way. Lets the pointer through.
class PendingVeil : public QWidget {
    Q_OBJECT
  public:
    explicit PendingVeil(QWidget* parent);
    void setTheme(const style::Theme& theme);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    style::Theme theme_;
};

}  // namespace langevin::views
