// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QString>
#include <optional>

#include "engine/core/error.h"
#include "widgets/export/sheet.h"
#include "widgets/style/curve_palette.h"

/// Panels as figures in files: one view, or a sheet of several. Every file carries the recipe that made it.
namespace langevin::figures {

enum class Format { png, svg, pdf };
/// "png", "svg", "pdf"
QString suffix(Format format);
/// By the suffix of a file name.
std::optional<Format> format_of(const QString& path);

struct FigureOptions {
    std::optional<Format> format = {};  ///< none: by the suffix of the file name
    double width_mm = 86, height_mm = 62;
    int dpi = 300;  ///< of PNG
    double font_points = 8;
    bool draw_title = false;
    bool transparent = false;
    bool dark = false;  ///< light letters on a dark sheet
    style::CurvePalette palette = style::CurvePalette::program;
    QString recipe = {};  ///< text that goes into the file: iTXt "recipe" (PNG), <metadata> (SVG),
                          ///< attached recipe.json (PDF)
    QString title = {};

    bool operator==(const FigureOptions&) const = default;
};

/// Sizes that journals, slides and posters ask for.
struct Preset {
    QString id;  ///< "single-column": on the command line
    QString name;
    double width_mm, height_mm, font_points;
    bool draw_title;

    void apply(FigureOptions& options) const;
};
QList<Preset> presets();

/// The figure as pixels. Null where there is no memory for it.
QImage render_image(const Sheet& sheet, const FigureOptions& options);
/// The contents of a file of this format; empty where it cannot be made.
QByteArray render(const Sheet& sheet, const FigureOptions& options, Format format);
/// Writes beside the target and renames, so that a full disk leaves the old file as it was.
std::optional<Problem> save_figure(const Sheet& sheet, const FigureOptions& options, const QString& path);
/// To the clipboard, as picture and as SVG.
void copy_figure(const Sheet& sheet, const FigureOptions& options);

}  // namespace langevin::figures
