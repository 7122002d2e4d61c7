// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <functional>
#include <optional>
#include <stop_token>

#include "engine/core/error.h"

namespace langevin::desktop {

/// mp4, webm and gif are made by the program ffmpeg; pictures are a folder of PNG files, 000001.png and so on.
enum class MovieFormat { mp4, webm, gif, pictures };
/// By the ending of the name; without one (or with a slash) a folder of pictures. None: an ending of another kind.
std::optional<MovieFormat> movie_format(const QString& path);

/// Where a movie goes and what is said in it.
struct MovieFile {
    QString path;
    int frames_per_second = 30;
    QString title = {};
    QString comment = {};  ///< what made it; pictures carry their own texts instead
};

/// Whatever can be known to be wrong before the work begins: an unknown ending, no ffmpeg, a folder that cannot be
/// written to or that has something in it.
std::optional<Problem> find_problem(const MovieFile& file);

/// Thrown by those who are asked to stop in the middle.
struct Stopped {};

/// Takes the frames of a movie, in order.
class FrameSink {
  public:
    virtual ~FrameSink() = default;
    /// The first frame decides about the size; others are fitted into it. Throws Failure or Stopped.
    virtual void add(const QImage& frame) = 0;
};

/// Makes the whole movie or nothing: `make` hands in the frames, then the finished file takes its name. Whatever is
/// thrown leaves an older file as it was and nothing half-written. Throws Failure where the movie cannot be written,
/// and Stopped on a stop. Blocks until the encoder is done; any one thread.
void write_movie(const MovieFile& file, const std::stop_token& stop, const std::function<void(FrameSink&)>& make);

}  // namespace langevin::desktop
