// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

#include "app/desktop/command/command_options.h"
#include "engine/core/lab.h"

/// What the program does without a display. Each function returns an exit code, says on standard output what it does,
/// and throws Failure.
namespace langevin::desktop {

/// Runs a recipe (the default preset's length where it has none) and writes every panel as a picture and as data, the
/// field, recipe and session into a folder; with chosen panels only those, and a figure of them. compared: a second run
/// of the lab, as long as the first where it says no steps, behind each plot of the first; what cannot lie behind
/// stands beside it in the figure. Its own files end in "-b", with the first run behind.
int render(const Lab& lab, Recipe recipe, std::optional<Recipe> compared, const RenderOptions& options,
           const QString& folder);

/// Runs a recipe and writes a movie of it; the steps of the recipe do not count, those of the plan do.
int render_movie(const Lab& lab, const Recipe& recipe, const CommandOptions& options);

/// Pictures for the gallery: the field of every preset after a few updates, `<lab>-<number>.png`, and
/// the first map of every sweep that is shipped, `sweep-<name>.png`.
/// Those that are there already stay.
int render_thumbnails(const Registry& registry, const QString& folder);

}  // namespace langevin::desktop
