// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "app/desktop/background_job.h"
#include "app/desktop/movie/film.h"
#include "app/desktop/movie/live_camera.h"

class QWidget;

namespace langevin::desktop {

class LabPage;
class RecordingIndicator;
class Session;
struct RunMoment;

/// Makes movies of a window: rendered off-line from the present moment of its session, or live. One at a time. GUI
/// thread; nothing here waits.
class MovieRecorder : public QObject {
    Q_OBJECT
  public:
    MovieRecorder(Session& session, LabPage& page, QWidget* window);
    ~MovieRecorder() override;

    /// Asks for a movie of the lab; `live` is what can be filmed as it looks. With a panel: of that alone.
    void ask(QWidget* live, const QString& panel = {});
    /// Goes on from the present moment in the background with the present parameters; what is on screen is not
    /// disturbed. The frames are painted on this thread, one in a turn of the event loop.
    void record(const MoviePlan& plan, const QString& path);
    void recordLive(QWidget* subject, const QString& path, int frames_per_second);
    /// Of a rendering nothing is left; what was filmed live is kept.
    void stop();
    bool recording() const { return job_.running() || camera_.running(); }

    /// For the status bar; shown while a movie is made.
    RecordingIndicator* indicator() const { return indicator_; }

  signals:
    void changed();  ///< recording() is another
    void done(const QString& sentence);
    void failed(const QString& sentence);

  private:
    void render(const MoviePlan& plan, const QString& path, const RunMoment& moment);
    void finish();
    MovieFile fileOf(const QString& path, int frames_per_second) const;

    Session& session_;
    LabPage& page_;
    QWidget* window_;
    RecordingIndicator* indicator_;
    std::unique_ptr<Film> film_;  // used by the job, on this thread
    LiveCamera camera_;
    BackgroundJob job_;
};

}  // namespace langevin::desktop
