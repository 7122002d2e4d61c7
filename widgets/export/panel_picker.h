// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

#include "widgets/export/sheet.h"

namespace langevin::figures {

/// Which panels, in which order: a list with a box for each. Space chooses, Ctrl with an arrow and the mouse move.
class PanelPicker : public QListWidget {
    Q_OBJECT
  public:
    /// All there are, in their order; the first `chosen` of them have their box ticked.
    PanelPicker(const QList<Part>& parts, qsizetype chosen, QWidget* parent = nullptr);

    /// The chosen ones, in order.
    QList<Part> parts() const;
    /// Only these, in this order; the others come after them.
    void choose(const QStringList& ids);
    QSize sizeHint() const override;

  signals:
    void changed();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void add(const Part& part, bool chosen);

    QList<Part> all_;
};

}  // namespace langevin::figures
