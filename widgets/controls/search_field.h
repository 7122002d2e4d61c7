// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include "widgets/style/theme.h"

namespace langevin::controls {

/// A line to search in, with its icon; Escape empties it.
class SearchField : public QLineEdit {
    Q_OBJECT
  public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);
    void setTheme(const style::Theme& theme);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QAction* icon_;
};

}  // namespace langevin::controls
