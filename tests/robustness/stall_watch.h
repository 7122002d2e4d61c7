// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <vector>

namespace langevin::test {

/// How long the GUI thread took no notice of the user: gaps between the beats of a timer. Time for which the machine
/// was busy with other programs does not count. Lives in the GUI thread.
class StallWatch : public QObject {
  public:
    struct Gap {
        double milliseconds = 0;
        double working = 0;  ///< of these in this program's own code; else it waited for a disk or another thread
        QString during;      ///< what was said last
    };

    StallWatch();
    /// What goes on from now on.
    void say(const QString& action) { action_ = action; }
    /// Forgets the time since the last beat: that of the test itself.
    void forgive();
    /// The longest ones, longest first.
    const std::vector<Gap>& gaps() const { return gaps_; }

  private:
    void beat();

    QTimer timer_;
    QElapsedTimer since_;
    double waited_ = 0, worked_ = 0;
    QString action_;
    std::vector<Gap> gaps_;
};

/// Resident memory of this process in MB, after giving back what is free.
double resident_megabytes();

}  // namespace langevin::test
