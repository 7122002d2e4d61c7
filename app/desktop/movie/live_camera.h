// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "app/desktop/background_job.h"
#include "app/desktop/movie/frame_queue.h"
#include "app/desktop/movie/movie_file.h"

namespace langevin::desktop {

/// Films a widget as it looks, in the time of the clock. The window is asked for at most one picture an interval, and
/// for none while it is busy; the encoder works on a thread of its own. What had to be left out is filled by the
/// picture before, so that the movie keeps time. GUI thread.
class LiveCamera : public QObject {
    Q_OBJECT
  public:
    explicit LiveCamera(QObject* parent = nullptr);
    /// Finishes the movie first.
    ~LiveCamera() override;

    /// Films until stop(), or until the widget is gone.
    void start(QWidget* subject, const MovieFile& file);
    void stop();
    /// Also true while the last frames are encoded.
    bool running() const { return job_.running(); }
    double seconds() const;

  signals:
    void progressed(const QString& text);
    void done(const QString& sentence);
    void failed(const QString& sentence);

  private:
    void shoot();

    QPointer<QWidget> subject_;
    MovieFile file_;
    std::shared_ptr<FrameQueue> queue_;
    QTimer timer_;
    QElapsedTimer clock_;
    std::uint64_t next_slot_ = 0, taken_ = 0, last_slot_ = 0;
    qint64 rest_until_ = 0;  // milliseconds of the clock
    BackgroundJob job_;
};

}  // namespace langevin::desktop
