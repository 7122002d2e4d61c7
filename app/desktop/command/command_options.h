// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/movie/film.h"
#include "widgets/export/figure.h"

class QCoreApplication;

namespace langevin::desktop {

/// What --render writes besides data, recipe and session.
struct RenderOptions {
    std::vector<std::string> panels = {};  ///< empty: each panel alone; else these, and a figure of them together
    figures::FigureOptions figure = {.format = figures::Format::png};
};

/// The command line of the desktop program.
struct CommandOptions {
    QString file, recipe, compare;      ///< what to open, and beside it
    QString render, thumbnails, movie;  ///< where to write, without a window; at most one is not empty
    RenderOptions rendering;
    MoviePlan plan;
    std::uint64_t first = 0;  ///< steps before those of the first frame
    bool kiosk = false;
    double idle_minutes = 3;
    bool quit_after_first_picture = false;
};

/// Ends the program for --help, --version and unknown options, as Qt does. Throws Failure for a bad value or for
/// options that do not go together.
CommandOptions parse_command_line(const QCoreApplication& application);

}  // namespace langevin::desktop
