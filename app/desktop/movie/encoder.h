// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

#include "app/desktop/movie/movie_file.h"

namespace langevin::desktop {

/// A running ffmpeg that frames are piped into. Destroying it before finish() ends the program. One thread.
class Encoder {
  public:
    /// Path of ffmpeg; empty where it is not installed.
    static QString program();

    /// path: the temporary file, whatever its name.
    Encoder(QString path, MovieFormat format, MovieFile file, std::stop_token stop);
    ~Encoder();
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;

    /// All of one size. Throws Failure when ffmpeg gave up, Stopped on a stop.
    void add(const QImage& frame);
    /// Returns when the file is complete.
    void finish();

  private:
    void start(const QSize& size);
    void feed(const uchar* bytes, qint64 count);
    [[noreturn]] void fail();

    QString path_;
    MovieFormat format_;
    MovieFile file_;
    std::stop_token stop_;
    QProcess process_;
    QByteArray said_;
    bool started_ = false;
};

}  // namespace langevin::desktop
