// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <future>
#include <memory>
#include <mutex>
#include <optional>

#include "app/desktop/background_job.h"
#include "engine/run/sweep.h"
#include "engine/run/sweep_data.h"
#include "engine/storage/sweep_store.h"

namespace langevin::desktop {

/// One sweep being carried out or looked at: joins its threads, its store and the page. GUI thread only; nothing here
/// waits: files are read and plans written in the background. (A new sweep waits for the one that it takes the place
/// of.)
class SweepSession : public QObject {
    Q_OBJECT
  public:
    explicit SweepSession(QObject* parent = nullptr);
    ~SweepSession() override;

    /// Begins a new sweep and its store. Throws Failure for a plan that cannot be carried out or a file that cannot be
    /// written.
    void begin(const Lab& lab, const SweepPlan& plan, const QString& path);
    /// Goes on with a store, paused if it is not complete; opened() or failed() follows.
    void open(const Registry& registry, const QString& path);
    /// Stops; the store keeps what is done. Its threads end in the background, since a step can take a while.
    void close();

    /// Null while no sweep is open.
    const SweepData* data() const { return data_ ? &*data_ : nullptr; }
    SweepStatus status() const;
    /// The lab's published maps over this plane; empty until they have been worked out.
    const std::vector<PublishedMap>& published() const { return published_; }
    const QString& path() const { return path_; }

    void setPaused(bool paused);
    /// Points in a rectangle in units of the axes come next.
    void prioritise(const SweepRectangle& region);
    /// Halves the distances of the points there. Says so when that is not possible.
    void refine(const SweepRectangle& region);
    void setRepeats(int repeats);

  signals:
    void opened();
    void publishedReady();
    /// More results, or another phase.
    void changed();
    void said(const QString& sentence);
    void failed(const QString& sentence);

  private:
    void start(const Lab& lab, std::shared_ptr<storage::SweepStore> store, bool paused);
    void extend(SweepPlan plan);
    void poll();

    std::optional<SweepData> data_;
    std::shared_ptr<storage::SweepStore> store_;  // written under store_mutex_
    std::shared_ptr<std::mutex> store_mutex_;
    std::unique_ptr<Sweep> sweep_;
    std::shared_future<void> left_;  // the sweep before this one has ended and let go of its file
    QString path_, message_;
    Phase phase_ = Phase::idle;
    QTimer timer_;
    std::vector<PublishedMap> published_;
    BackgroundJob maps_job_;
    BackgroundJob job_;  // last: stopped before what it works on is gone
};

}  // namespace langevin::desktop
