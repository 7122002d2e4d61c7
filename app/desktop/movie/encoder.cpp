// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/movie/encoder.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>

namespace langevin::desktop {
namespace {

constexpr int patience = 50;                  // milliseconds between two looks at the stop token
constexpr qsizetype longest_comment = 30000;  // letters: an argument of a program has at most 128 kB

QString tr(const char* text) {
    return QCoreApplication::translate("Movie", text);
}

/// Good quality for sharp lines and letters; plays everywhere.
QStringList coding(MovieFormat format) {
    switch (format) {
        case MovieFormat::mp4:
            return {"-c:v", "libx264", "-crf", "18", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4"};
        case MovieFormat::webm:
            return {"-c:v",      "libvpx-vp9", "-crf",    "24", "-b:v",     "0",       "-deadline", "good",
                    "-cpu-used", "4",          "-row-mt", "1",  "-pix_fmt", "yuv420p", "-f",        "webm"};
        case MovieFormat::gif:
            // A palette for each frame: one for all would keep every frame in memory.
            return {"-vf", "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=none", "-f",
                    "gif"};
        case MovieFormat::pictures:
            break;
    }
    return {};
}

/// ffmpeg writes no comments into GIF files: blocks of at most 255 bytes before the last byte of the file.
QByteArray gif_comment(const QString& text) {
    constexpr qsizetype most = 255;
    const auto utf8 = text.toUtf8();
    QByteArray block("\x21\xFE", 2);
    for (qsizetype at = 0; at < utf8.size(); at += most) {
        const auto part = utf8.mid(at, most);
        block.append(static_cast<char>(part.size())).append(part);
    }
    return block.append('\0').append('\x3B');
}

}  // namespace

QString Encoder::program() {
    return QStandardPaths::findExecutable("ffmpeg");
}

Encoder::Encoder(QString path, MovieFormat format, MovieFile file, std::stop_token stop)
    : path_(std::move(path)), format_(format), file_(std::move(file)), stop_(std::move(stop)) {}

Encoder::~Encoder() {
    if (process_.state() == QProcess::NotRunning) return;
    process_.kill();
    process_.waitForFinished();
}

void Encoder::start(const QSize& size) {
    started_ = true;
    QStringList arguments = {"-hide_banner", "-loglevel",     "error", "-f",
                             "rawvideo",     "-pixel_format", "rgb0",  "-video_size"};
    arguments << QStringLiteral("%1x%2").arg(size.width()).arg(size.height());
    arguments << "-framerate" << QString::number(file_.frames_per_second) << "-i"
              << "pipe:0";
    arguments << "-metadata"
              << "title=" + file_.title << "-metadata"
              << "comment=" + file_.comment.left(longest_comment);
    arguments << coding(format_) << "-y"
              << "file:" + path_;
    process_.start(program(), arguments);
    if (!process_.waitForStarted()) fail();
}

void Encoder::add(const QImage& frame) {
    // The colours of common movies are stored for two by two pixels.
    const bool even = format_ == MovieFormat::mp4 || format_ == MovieFormat::webm;
    const QSize size = even ? QSize(frame.width() & ~1, frame.height() & ~1) : frame.size();
    const auto image = frame.copy(QRect(QPoint(0, 0), size)).convertToFormat(QImage::Format_RGBX8888);
    if (!started_) start(size);
    feed(image.constBits(), image.sizeInBytes());
}

void Encoder::feed(const uchar* bytes, qint64 count) {
    if (process_.write(reinterpret_cast<const char*>(bytes), count) != count) fail();
    while (process_.bytesToWrite() > 0) {
        if (stop_.stop_requested()) throw Stopped{};
        if (!process_.waitForBytesWritten(patience) && process_.state() == QProcess::NotRunning) fail();
    }
}

void Encoder::finish() {
    if (!started_) {
        said_ = tr("it has no frames").toUtf8();
        fail();
    }
    process_.closeWriteChannel();
    while (process_.state() != QProcess::NotRunning && !process_.waitForFinished(patience))
        if (stop_.stop_requested()) throw Stopped{};
    said_ += process_.readAllStandardError();
    // ffmpeg may call a file that it could not write to the end a success.
    const bool complaint = said_.contains("No space left") || said_.contains("Error writing");
    if (process_.exitStatus() != QProcess::NormalExit || process_.exitCode() != 0 || complaint) fail();
    if (format_ != MovieFormat::gif || file_.comment.isEmpty()) return;
    QFile gif(path_);
    const auto comment = gif_comment(file_.comment);
    if (!gif.open(QIODevice::ReadWrite) || !gif.seek(gif.size() - 1) || gif.write(comment) != comment.size() ||
        !gif.flush()) {
        said_ = gif.errorString().toUtf8();
        fail();
    }
}

void Encoder::fail() {
    said_ += process_.readAllStandardError();
    const auto lines = QString::fromUtf8(said_).split('\n', Qt::SkipEmptyParts);
    const bool full = said_.contains("No space left");
    const auto reason = full ? tr("the disk is full") : lines.isEmpty() ? tr("ffmpeg ended by itself") : lines.last();
    throw Failure({tr("the movie cannot be written: %1").arg(reason).toStdString(), file_.path.toStdString(),
                   tr("Nothing was changed; try another place, or a folder of PNG pictures").toStdString()});
}

}  // namespace langevin::desktop
