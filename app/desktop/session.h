// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <optional>

#include "engine/core/checkpoint.h"
#include "engine/core/lab.h"
#include "engine/run/runner.h"
#include "engine/storage/session_file.h"

namespace langevin::desktop {

/// A moment of a run, and how the run began: all that it takes to go on from there. Value type; may go to another
/// thread.
struct RunMoment {
    const Lab* lab;
    ParameterSet first_parameters;
    std::uint64_t seed;
    CheckpointPtr checkpoint;

    /// What a session file says of it. Computes the hash of the state.
    storage::Session session() const;
};

/// One lab being looked at: joins the runner's thread with the widgets. GUI thread only; nothing here waits.
/// Edits go to the runner (live) or start a new run after a short quiet (restart); snapshots are pulled by a timer.
class Session : public QObject {
    Q_OBJECT
  public:
    explicit Session(QObject* parent = nullptr);
    /// For runs beside another one: half of the cores; from the next start on.
    void setSharesCores(bool shares) { shares_cores_ = shares; }
    ~Session() override;

    /// Starts the lab with a recipe. Throws Failure for a recipe that does not fit.
    void open(const Lab& lab, const Recipe& recipe, bool paused = false);
    /// Goes on from a saved session, paused. Throws Failure.
    void open(const Lab& lab, const storage::Session& saved, CheckpointPtr checkpoint);
    /// Ends the run; nothing is shown any more.
    void close();

    const Lab* lab() const { return lab_; }
    const ParameterSet& parameters() const { return *parameters_; }
    std::uint64_t seed() const { return seed_; }
    Pace pace() const { return pace_; }
    /// Number of the present run, which its snapshots carry.
    std::uint64_t run() const { return run_; }
    Phase phase() const { return latest_ ? latest_->phase : Phase::idle; }
    /// Whether it was asked to wait; the phase follows soon after.
    bool paused() const { return paused_; }
    const SnapshotPtr& latest() const { return latest_; }
    QUndoStack* undoStack() { return &undo_; }

    /// What is on screen, as a recipe with every parameter, the steps made so far, and the live edits on the way.
    Recipe recipe() const;
    Journal journal() const { return runner_.journal(); }
    /// The command line that reproduces what is on screen.
    QString commandLine() const;

    void edit(const std::string& key, const Value& value);
    /// The end of a drag: the next edit of this key is a new step for undo.
    void finishEdit();
    void resetAll();
    /// Takes over the values of another run of this lab but those of some keys, as an edit that undo does not know.
    /// Refused as a whole where the values do not go together.
    void follow(const ParameterSet& leader, const std::vector<std::string>& but);

    void play();
    void pause();
    void togglePause();
    void stepOnce();
    /// From the beginning, with the same seed and the present parameters.
    void restart();
    void rewind(std::uint64_t step);
    /// From the beginning, and pauses after so many steps.
    void runFor(std::uint64_t steps);
    void setPace(Pace pace);
    void setSeed(std::uint64_t seed);
    void setAttention(const Attention& attention);

    using MomentUser = std::function<void(const std::optional<RunMoment>&)>;
    /// Calls back on the GUI thread with the present moment, as soon as the runner is between two steps; with none when
    /// nothing runs, or the run is left before that.
    void withMoment(MomentUser use);
    /// The same at once, for a session that is about to be closed: waits for the end of a step, 60 ms at most. Where
    /// that is not enough, the last moment that one can go back to.
    std::optional<RunMoment> momentNow();
    const ParameterSet& firstParameters() const { return *first_parameters_; }

  signals:
    void opened();
    void snapshotArrived(const langevin::SnapshotPtr& snapshot);
    void parametersChanged();
    /// A refused edit; the form shows it beside the parameter.
    void refused(const QString& key, const QString& sentence);
    /// A restart is waiting or under way: what is shown is of the run before.
    void pendingChanged(bool pending);
    void transportChanged();
    /// What was asked of this run (play, pause, restart, ...), to be asked of a run beside it as well.
    void commanded(const std::function<void(langevin::desktop::Session&)>& command);

  private:
    class EditCommand;

    void apply(const std::string& key, const Value& value);
    std::uint64_t momentBefore(std::uint64_t step) const;
    void begin(RunOptions options);
    void poll();
    std::optional<RunMoment> takeMoment();
    void answer(const std::optional<RunMoment>& moment);
    void setPending(bool pending);

    Runner runner_;
    const Lab* lab_ = nullptr;
    std::optional<ParameterSet> parameters_, first_parameters_;
    std::uint64_t seed_ = 1, run_ = 0;
    Pace pace_;
    bool paused_ = false, pending_ = false, follow_parameters_ = false, shares_cores_ = false;
    SnapshotPtr latest_;
    QTimer poll_timer_, restart_timer_;
    QUndoStack undo_;
    int edit_group_ = 0;  // edits of one key within a group undo together
    std::vector<MomentUser> awaiting_moment_;
};

}  // namespace langevin::desktop
