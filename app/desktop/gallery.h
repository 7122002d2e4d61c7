// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "engine/core/lab.h"
#include "widgets/style/theme.h"

namespace langevin::controls {
class CardGallery;
}

namespace langevin::desktop {

/// The first page: a card for every preset of every lab, searchable.
class Gallery : public QWidget {
    Q_OBJECT
  public:
    explicit Gallery(const Registry& registry, QWidget* parent = nullptr);
    void setTheme(const style::Theme& theme);

  signals:
    void chosen(const langevin::Recipe& recipe);

  private:
    controls::CardGallery* cards_;
};

}  // namespace langevin::desktop
