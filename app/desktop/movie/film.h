// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QVariantMap>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/desktop/movie/movie_file.h"
#include "engine/core/lab.h"
#include "widgets/export/figure.h"

namespace langevin {
class Execution;
}

namespace langevin::desktop {

/// What a movie that is rendered off-line shows, and how often. Value type.
struct MoviePlan {
    std::vector<std::string> panels;  ///< in the order of the sheet
    std::uint64_t every = 10;         ///< steps from one frame to the next
    std::uint64_t frames = 300;
    int frames_per_second = 30;
    QSize size = {1280, 720};  ///< pixels
    double font_points = 12;   ///< on a sheet whose shorter side is 143 mm, as a slide's
    bool dark = false;
    style::CurvePalette palette = style::CurvePalette::program;
};

/// The specs of these panels of a lab, in this order. Throws Failure for an id that does not exist, is named twice or
/// has no meaning with these parameters.
std::vector<PanelSpec> chosen_panels(const Lab& lab, const ParameterSet& parameters,
                                     const std::vector<std::string>& ids);
/// The first three panels that a lab shows with these parameters: more are too small for a movie.
std::vector<std::string> first_panels(const Lab& lab, const ParameterSet& parameters);

/// Size, letters and colours of the frames.
figures::FigureOptions frame_options(const MoviePlan& plan);

/// The text inside pictures and movies that tells how to make this moment again: the recipe as JSON; after live edits,
/// the command line as well.
QString provenance(const Execution& execution);

/// Views that no one sees, which are painted into frames. GUI thread only.
class Film {
  public:
    /// choices: what was chosen in the views on screen (colours, ranges, axes), by panel. Throws Failure.
    Film(const Lab& lab, const ParameterSet& parameters, const MoviePlan& plan,
         const std::map<QString, QVariantMap>& choices = {});
    ~Film();

    /// Same snapshots in the same order give the same pixels.
    QImage frame(const Snapshot& snapshot, const QString& provenance);

  private:
    const Lab& lab_;
    std::vector<PanelSpec> specs_;
    std::vector<std::unique_ptr<views::PanelView>> views_;
    figures::Sheet sheet_;
    figures::FigureOptions options_;
};

/// Runs the execution on and hands a frame to the sink after every so many steps; ends early where the lab has
/// finished. `paint` makes the picture (on the GUI thread), `progress` hears how many frames there are. Returns that
/// number. Throws what step, paint and sink throw, and Stopped.
std::uint64_t shoot(Execution& execution, const MoviePlan& plan, FrameSink& sink, const std::stop_token& stop,
                    int threads, const std::function<QImage(const Snapshot&, const QString& provenance)>& paint,
                    const std::function<void(std::uint64_t frames)>& progress);

}  // namespace langevin::desktop
