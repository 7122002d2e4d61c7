// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/movie/live_camera.h"

namespace langevin::desktop {
namespace {

constexpr std::size_t most_waiting = 8;  // frames; of a large page about 50 MB

/// Writes each frame as often as the clock went on since the one before.
void keep_time(FrameQueue& queue, FrameSink& sink, const std::stop_token& stop) {
    QImage last;
    std::uint64_t written = 0;
    while (auto frame = queue.take(stop)) {
        if (last.isNull()) last = frame->image;
        for (; written < frame->slot; ++written) sink.add(last);
        last = frame->image;
        sink.add(last);
        ++written;
    }
    if (stop.stop_requested()) throw Stopped{};
}

}  // namespace

LiveCamera::LiveCamera(QObject* parent) : QObject(parent) {
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &LiveCamera::shoot);
    connect(&job_, &BackgroundJob::failed, this, [this](const QString& sentence) {
        timer_.stop();
        emit failed(sentence);
    });
    connect(&job_, &BackgroundJob::finished, this, [this] {
        const auto left_out = last_slot_ + 1 - taken_;
        auto sentence = tr("Saved %1: %2 s").arg(file_.path).arg(seconds(), 0, 'f', 1);
        if (left_out > 0)
            sentence += tr("; %1 of %2 frames were left out because the computer was busy, and repeat the one before")
                            .arg(left_out)
                            .arg(last_slot_ + 1);
        emit done(sentence);
    });
}

LiveCamera::~LiveCamera() {
    stop();
    job_.wait();
}

void LiveCamera::start(QWidget* subject, const MovieFile& file) {
    if (running()) return;
    subject_ = subject;
    file_ = file;
    queue_ = std::make_shared<FrameQueue>(most_waiting);
    next_slot_ = taken_ = last_slot_ = 0;
    rest_until_ = 0;
    job_.start([file, queue = queue_](const std::stop_token& stop, const BackgroundJob::Reporter&) {
        write_movie(file, stop, [&](FrameSink& sink) { keep_time(*queue, sink, stop); });
    });
    clock_.start();
    timer_.start(std::max(1, 1000 / file.frames_per_second));
    shoot();
}

void LiveCamera::stop() {
    timer_.stop();
    if (queue_) queue_->close();
}

double LiveCamera::seconds() const {
    return file_.frames_per_second > 0 ? static_cast<double>(last_slot_ + 1) / file_.frames_per_second : 0;
}

void LiveCamera::shoot() {
    if (!subject_) return stop();
    const auto now = clock_.elapsed();
    const auto slot = static_cast<std::uint64_t>(now * file_.frames_per_second / 1000);
    if (slot < next_slot_ || now < rest_until_) return;
    next_slot_ = slot + 1;
    auto image = subject_->grab().toImage();
    image.setDevicePixelRatio(1);
    // At least as much time as a picture takes is left for everything else.
    const auto after = clock_.elapsed();
    rest_until_ = after + (after - now);
    if (!queue_->offer({std::move(image), slot})) return;
    ++taken_;
    last_slot_ = slot;
    emit progressed(tr("Recording %1 s").arg(seconds(), 0, 'f', 0));
}

}  // namespace langevin::desktop
