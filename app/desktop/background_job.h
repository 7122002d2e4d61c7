// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <stop_token>
#include <thread>

namespace langevin::desktop {

/// Work on a thread of its own that reports back on the GUI thread. Destroying the job stops and joins it; nothing is
/// reported after that. The work must look at its stop token often.
class BackgroundJob : public QObject {
    Q_OBJECT
  public:
    /// Handed to the work; call from the work's thread.
    class Reporter {
      public:
        explicit Reporter(BackgroundJob& job) : job_(job) {}
        /// done in [0, 1].
        void progress(double done, const QString& text) const;
        /// Runs something on the GUI thread, if the job still lives then.
        void onGuiThread(std::function<void()> call) const;

      private:
        BackgroundJob& job_;
    };
    using Work = std::function<void(const std::stop_token&, const Reporter&)>;

    explicit BackgroundJob(QObject* parent = nullptr) : QObject(parent) {}
    ~BackgroundJob() override;

    /// One piece of work at a time; a second start while running is ignored. A Failure thrown by the work arrives as
    /// failed(); otherwise finished(), also after a stop.
    void start(Work work);
    void stop();
    /// Until the work has come to its end by itself; blocks.
    void wait();
    bool running() const { return running_; }

  signals:
    void progressed(double done, const QString& text);
    void finished();
    void failed(const QString& sentence);

  private:
    bool running_ = false;
    std::jthread thread_;
};

}  // namespace langevin::desktop
