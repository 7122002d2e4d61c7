// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSizeF>
#include <QString>
#include <optional>
#include <vector>

#include "engine/core/error.h"

namespace langevin::views {
class PanelView;
}

/// Panels as figures for papers and slides. Every file carries its recipe: PNG in the text chunk "recipe", SVG as metadata,
/// PDF as the attached file recipe.json.
namespace langevin::figures {

enum class Format { png, svg, pdf };

struct FigureOptions {
    double width_mm = 130, height_mm = 90;
    double dpi = 300;          ///< of PNG
    double font_points = 8;    ///< axis numbers; titles a little larger
    QString recipe = {};       ///< JSON
    QString title = {};        ///< in the file's metadata, not in the picture
};

struct SizePreset {
    QString name;
    double width_mm, height_mm, font_points;
};
/// One column, two columns, slide.
std::vector<SizePreset> size_presets();

/// By the ending of a file name; none for an unknown one.
std::optional<Format> format_of(const QString& path);

/// Writes beside and renames, so that an old file stays whole until the new one is; the format follows from the ending.
/// Returns what went wrong.
std::optional<Problem> save_figure(const views::PanelView& view, const FigureOptions& options, const QString& path);
/// The figure as pixels, on white.
QImage render_image(const views::PanelView& view, const FigureOptions& options);

}  // namespace langevin::figures
