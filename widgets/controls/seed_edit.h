// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace langevin::controls {

/// A seed: any whole number of 64 bits without a sign. Counts when Enter is pressed or the focus
/// leaves; text that is no such number goes back to the last seed.
class SeedEdit : public QLineEdit {
    Q_OBJECT
  public:
    explicit SeedEdit(QWidget* parent = nullptr);

    quint64 seed() const { return seed_; }
    /// Without a signal; text that is being typed stays.
    void setSeed(quint64 seed);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  signals:
    void seedEdited(quint64 seed);

  private:
    void take();

    quint64 seed_ = 1;
};

}  // namespace langevin::controls
