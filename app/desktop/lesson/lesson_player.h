// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "engine/core/lesson.h"

namespace langevin::desktop {

class LabPage;
class Session;

/// Where a reader stands within one step of a lesson.
enum class LessonStage {
    reading,    ///< nothing is asked
    asking,     ///< until a guess is committed, or left out
    committed,  ///< waits for the run
    running,
    measured,  ///< the result is there, not yet shown
    compared,
};

/// What became of one step. Value type.
struct LessonAnswer {
    LessonStage stage = LessonStage::reading;
    std::optional<double> guess = {};
    std::optional<std::size_t> chosen = {};
    std::optional<Measurement> measured = {};
    std::uint64_t steps = 0;  ///< of the run that measured
    Grade grade = Grade::skipped;
    QString problem = {};  ///< why there is no result
};

/// Plays a lesson: brings each step's lab, panels and controls on screen, keeps the guesses, makes the runs that answer
/// them and reads off the results. Runs begin anew with the step's recipe and are read after its number of steps, so
/// that every reader gets the same number. GUI thread only; nothing here waits.
class LessonPlayer : public QObject {
    Q_OBJECT
  public:
    LessonPlayer(const Registry& registry, Session& session, LabPage& page, QObject* parent = nullptr);

    /// From the first step. Throws Failure, and leaves all as it was, for a lesson that does not fit the labs.
    void open(const Lesson& lesson);
    /// The lab stays as it is.
    void close();

    bool active() const { return lesson_.has_value(); }
    const Lesson& lesson() const { return *lesson_; }
    /// From 0; the number of steps for the summary at the end.
    std::size_t step() const { return step_; }
    bool atSummary() const { return step_ == lesson_->steps.size(); }
    const Question* question() const;  ///< of the present step; null if there is none
    const LessonAnswer& answer() const { return answers_[step_]; }
    const std::vector<LessonAnswer>& answers() const { return answers_; }
    /// Of the run under way, from 0 to 1.
    double progress() const;

    void setGuess(std::optional<double> guess);
    void choose(std::optional<std::size_t> option);
    /// The one thing to do next: commit (or leave the guess out), run, compare, next step; nothing while a run is under
    /// way. At the summary: the end.
    void advance();
    void back();
    void go(std::size_t step);

  signals:
    void opened();
    /// Another step, another stage, or another guess.
    void changed();
    void progressed();
    /// The reader went on from the summary.
    void finished();
    void failed(const QString& sentence);

  private:
    LessonAnswer& mine() { return answers_[step_]; }
    void show();
    void hideAnswer();
    void bring(const Scene& scene);
    bool turnKnobs(const ParameterSet& wanted);
    void startRun();
    void follow();
    void measure();
    void finishRun();

    const Registry& registry_;
    Session& session_;
    LabPage& page_;
    std::optional<Lesson> lesson_;
    std::size_t step_ = 0;
    std::vector<LessonAnswer> answers_;  // one for each step, and one for the summary
    std::optional<Scene> on_screen_;
    bool measuring_ = false;
    std::uint64_t run_ = 0;  // the one that answers
};

}  // namespace langevin::desktop
