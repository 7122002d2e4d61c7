// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "engine/core/panel.h"

namespace langevin::desktop {

/// Pictures for the cards of the gallery: 400 x 225, no axes and no words; null where there is nothing to draw.
QImage thumbnail(const Panel& panel);

}  // namespace langevin::desktop
