// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <vector>

#include "app/desktop/background_job.h"

namespace langevin::desktop {

class Comparison;
class Session;

/// Runs that were left without being saved, one for every lab, so that the gallery can offer to go on with them. They
/// are ordinary session files in the user's data folder.
class LastRuns : public QObject {
    Q_OBJECT
  public:
    struct Run {
        QString lab, path;  ///< id of the lab; session file
        quint64 step = 0;
        bool compared = false;  ///< two sides
        QDateTime left;
    };

    explicit LastRuns(QObject* parent = nullptr) : QObject(parent) {}

    /// Keeps the present moment of a session that is about to be closed, and of the one that it is compared with (null
    /// for none), unless it ran for less than `least_seconds` (made again sooner than found again) or is very large.
    /// Waits as moment_now() does; the file is written in the background. What cannot be kept is let go without a
    /// word: nobody asked for it. True if it is being written.
    bool keep(Session& session, Comparison* comparison, double least_seconds = 5);
    /// Newest first. Files that cannot be read are left out.
    static std::vector<Run> list();

  signals:
    void changed();  ///< a run was kept

  private:
    BackgroundJob writer_;
};

}  // namespace langevin::desktop
