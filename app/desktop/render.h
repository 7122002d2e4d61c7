// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "engine/core/lab.h"

namespace langevin::desktop {

/// Without a display: runs a recipe (the default preset's length where it has none) and writes every panel as a picture
/// and as data, the field, recipe and session into a folder. Returns an exit code; says on standard output what it
/// does.
int render(const Lab& lab, Recipe recipe, const QString& folder);

/// Pictures for the gallery: the field of every preset after a few updates, `<lab>-<number>.png`, and
/// the first map of every sweep that is shipped, `sweep-<name>.png`.
/// Those that are there already stay.
int render_thumbnails(const Registry& registry, const QString& folder);

}  // namespace langevin::desktop
