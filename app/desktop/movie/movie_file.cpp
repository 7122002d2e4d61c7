// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/movie/movie_file.h"

#include <unistd.h>

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPainter>
#include <QStandardPaths>

#include "app/desktop/movie/encoder.h"
#include "engine/storage/atomic_file.h"

namespace langevin::desktop {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Movie", text);
}

Problem problem(const QString& what, const QString& where, const QString& remedy) {
    return {what.toStdString(), where.toStdString(), remedy.toStdString()};
}

QString plain(QString path) {
    while (path.size() > 1 && path.endsWith('/')) path.chop(1);
    return path;
}

/// Another size than the first frame's: as large as fits, in the middle.
QImage fitted(const QImage& frame, const QSize& size) {
    if (frame.size() == size) return frame;
    QImage result(size, QImage::Format_RGB32);
    result.fill(frame.pixelColor(0, 0));
    const auto scaled = frame.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QPainter(&result).drawImage(QPoint((size.width() - scaled.width()) / 2, (size.height() - scaled.height()) / 2),
                                scaled);
    return result;
}

/// A folder beside the target until it is complete.
class Pictures : public FrameSink {
  public:
    explicit Pictures(const QString& path)
        : path_(plain(path)), temporary_(path_ + ".part" + QString::number(::getpid())) {
        QDir(temporary_).removeRecursively();
        if (!QDir().mkpath(temporary_))
            throw Failure(problem(tr("the folder cannot be made"), path_, tr("Choose another place")));
    }
    ~Pictures() override { QDir(temporary_).removeRecursively(); }
    Pictures(const Pictures&) = delete;
    Pictures& operator=(const Pictures&) = delete;

    void add(const QImage& frame) override {
        if (size_.isEmpty()) size_ = frame.size();
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        fitted(frame, size_).save(&buffer, "PNG");
        QFile file(QDir(temporary_).filePath(QStringLiteral("%1.png").arg(++count_, 6, 10, QChar('0'))));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush())
            throw Failure(problem(tr("picture %1 cannot be written: %2").arg(count_).arg(file.errorString()), path_,
                                  tr("Free some space or choose another place")));
    }
    void finish() {
        QDir().rmdir(path_);  // an empty folder gives way
        if (!QDir().rename(temporary_, path_))
            throw Failure(problem(tr("the folder cannot take its name"), path_, tr("Choose another name")));
    }

  private:
    QString path_, temporary_;
    QSize size_;
    int count_ = 0;
};

class Film : public FrameSink {
  public:
    explicit Film(Encoder& encoder) : encoder_(encoder) {}
    void add(const QImage& frame) override {
        if (size_.isEmpty()) size_ = frame.size();
        encoder_.add(fitted(frame, size_));
    }

  private:
    Encoder& encoder_;
    QSize size_;
};

}  // namespace

std::optional<MovieFormat> movie_format(const QString& path) {
    const auto ending = path.endsWith('/') ? QString() : QFileInfo(path).suffix().toLower();
    if (ending.isEmpty()) return MovieFormat::pictures;
    if (ending == "mp4") return MovieFormat::mp4;
    if (ending == "webm") return MovieFormat::webm;
    if (ending == "gif") return MovieFormat::gif;
    return std::nullopt;
}

std::optional<Problem> find_problem(const MovieFile& file) {
    const auto format = movie_format(file.path);
    if (!format)
        return problem(tr("this kind of movie is unknown"), file.path,
                       tr("End the name with .mp4, .webm or .gif, or with nothing for a folder of PNG pictures"));
    const QFileInfo target(plain(file.path)), folder(target.absolutePath());
    const bool pictures = *format == MovieFormat::pictures;
    if (!pictures && Encoder::program().isEmpty())
        return problem(tr("the program ffmpeg, which makes movies, is not installed"), file.path,
                       tr("Install it, or leave the ending away: a folder of PNG pictures needs no ffmpeg"));
    if (!folder.isDir()) return problem(tr("there is no folder for it"), file.path, tr("Choose another place"));
    if (!folder.isWritable()) return problem(tr("writing there is not allowed"), file.path, tr("Choose another place"));
    const bool taken =
        pictures ? target.exists() && !(target.isDir() && QDir(target.filePath()).isEmpty()) : target.isDir();
    if (taken) return problem(tr("there is something of this name already"), file.path, tr("Choose another name"));
    return std::nullopt;
}

void write_movie(const MovieFile& file, const std::stop_token& stop, const std::function<void(FrameSink&)>& make) {
    if (auto problem = find_problem(file)) throw Failure(std::move(*problem));
    const auto format = *movie_format(file.path);
    if (format == MovieFormat::pictures) {
        Pictures pictures(file.path);
        make(pictures);
        pictures.finish();
        return;
    }
    storage::replace_file(file.path.toStdString(), [&](const std::filesystem::path& temporary) {
        Encoder encoder(QString::fromStdString(temporary.string()), format, file, stop);
        Film film(encoder);
        make(film);
        encoder.finish();
    });
}

}  // namespace langevin::desktop
