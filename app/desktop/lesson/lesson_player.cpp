// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/lesson/lesson_player.h"

#include <algorithm>

#include "app/desktop/lab_page.h"
#include "app/desktop/session.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/snapshot_server.h"

namespace langevin::desktop {

LessonPlayer::LessonPlayer(const Registry& registry, Session& session, LabPage& page, QObject* parent)
    : QObject(parent), registry_(registry), session_(session), page_(page) {
    connect(&session_, &Session::snapshotArrived, this, &LessonPlayer::follow);
    connect(this, &LessonPlayer::changed, this, &LessonPlayer::hideAnswer);
}

void LessonPlayer::open(const Lesson& lesson) {
    validate(registry_, lesson);
    lesson_ = lesson;
    step_ = 0;
    answers_.assign(lesson.steps.size() + 1, {});
    for (std::size_t i = 0; i < lesson.steps.size(); ++i)
        if (lesson.steps[i].question) answers_[i].stage = LessonStage::asking;
    on_screen_.reset();
    emit opened();
    show();
}

/// An exact curve beside the question would be its answer.
void LessonPlayer::hideAnswer() {
    const bool open = question() && answer().stage != LessonStage::compared;
    page_.panels()->server()->setTheoryShown(!open);
}

void LessonPlayer::close() {
    lesson_.reset();
    on_screen_.reset();
    measuring_ = false;
    emit changed();
}

const Question* LessonPlayer::question() const {
    if (!lesson_ || atSummary()) return nullptr;
    const auto& question = lesson_->steps[step_].question;
    return question ? &*question : nullptr;
}

double LessonPlayer::progress() const {
    const auto* asked = question();
    const auto& latest = session_.latest();
    if (!asked || !latest || asked->steps == 0 || latest->run != run_) return 0;
    return std::min(1.0, static_cast<double>(latest->step) / static_cast<double>(asked->steps));
}

void LessonPlayer::setGuess(std::optional<double> guess) {
    if (answer().stage != LessonStage::asking || answer().guess == guess) return;
    mine().guess = guess;
    emit changed();
}

void LessonPlayer::choose(std::optional<std::size_t> option) {
    if (answer().stage != LessonStage::asking || answer().chosen == option) return;
    mine().chosen = option;
    emit changed();
}

void LessonPlayer::advance() {
    if (!active()) return;
    if (atSummary()) return emit finished();
    switch (answer().stage) {
        case LessonStage::asking:
            mine().stage = LessonStage::committed;
            if (question()->steps == 0) finishRun();
            break;
        case LessonStage::committed:
            return startRun();
        case LessonStage::running:
            return;
        case LessonStage::measured:
            mine().stage = LessonStage::compared;
            break;
        case LessonStage::reading:
        case LessonStage::compared:
            return go(step_ + 1);
    }
    emit changed();
}

void LessonPlayer::back() {
    if (active() && step_ > 0) go(step_ - 1);
}

void LessonPlayer::go(std::size_t step) {
    if (!active() || step > lesson_->steps.size() || step == step_) return;
    if (answer().stage == LessonStage::running) mine().stage = LessonStage::committed;  // a run that was left
    measuring_ = false;
    step_ = step;
    show();
}

/// Brings the present step on screen. The summary leaves the last one there.
void LessonPlayer::show() {
    try {
        if (!atSummary()) bring(scene(*lesson_, step_));
    } catch (const Failure& failure) {
        emit failed(QString::fromUtf8(failure.what()));
    }
    emit changed();
}

void LessonPlayer::bring(const Scene& wanted) {
    session_.setPace({});  // that of a question is over
    const auto& lab = registry_.find(wanted.recipe.lab);
    const auto parameters = resolve(lab, wanted.recipe);
    const bool asks = question() && question()->steps > 0;
    const bool same_run = session_.lab() == &lab && session_.seed() == wanted.recipe.seed && on_screen_;
    const bool same = same_run && session_.parameters() == parameters;
    const bool turned = !same && !asks && same_run && turnKnobs(parameters);
    if (!same && !turned) session_.open(lab, wanted.recipe, asks);
    if (same && asks) session_.pause();  // so that the result is not given away
    const bool as_before =
        (same || turned) && on_screen_->panels == wanted.panels && on_screen_->controls == wanted.controls;
    if (!as_before) page_.arrange(wanted.panels, wanted.controls);
    on_screen_ = wanted;
}

/// Changes live parameters of the run that goes on; false, and nothing is done, if others differ.
bool LessonPlayer::turnKnobs(const ParameterSet& wanted) {
    std::vector<std::string> keys;
    for (const auto& spec : wanted.schema().specs()) {
        if (wanted.value(spec.key) == session_.parameters().value(spec.key)) continue;
        if (spec.apply != Apply::live) return false;
        keys.push_back(spec.key);
    }
    for (const auto& key : keys) session_.edit(key, wanted.value(key));
    session_.finishEdit();
    return true;
}

void LessonPlayer::startRun() {
    const auto& recipe = on_screen_->recipe;
    try {
        const auto& lab = registry_.find(recipe.lab);
        const bool changed = session_.lab() != &lab || session_.seed() != recipe.seed ||
                             !(session_.parameters() == resolve(lab, recipe));
        if (changed) {
            session_.open(lab, recipe, true);
            page_.arrange(on_screen_->panels, on_screen_->controls);
        }
    } catch (const Failure& failure) {
        return emit failed(QString::fromUtf8(failure.what()));
    }
    session_.setPace(question()->pace > 0 ? Pace(question()->pace) : Pace());
    session_.runFor(question()->steps);
    run_ = session_.run();
    mine().stage = LessonStage::running;
    emit changed();
}

/// Watches the run that answers.
void LessonPlayer::follow() {
    if (!active() || answer().stage != LessonStage::running) return;
    const auto& latest = session_.latest();
    if (latest->run != run_) {  // restarted by hand
        mine().stage = LessonStage::committed;
        measuring_ = false;
        return emit changed();
    }
    emit progressed();
    if (latest->phase == Phase::failed) {
        mine().problem = QString::fromStdString(latest->message);
        return finishRun();
    }
    if (measuring_) return measure();
    const bool over = latest->phase == Phase::finished || latest->step >= question()->steps;
    if (!over || latest->phase == Phase::running) return;
    // Once more, with all estimates made anew, as checks do; the views keep what they show.
    measuring_ = true;
    session_.setAttention({.panels = std::set<std::string>{}, .complete = true});
}

void LessonPlayer::measure() {
    measuring_ = false;
    auto& answer = mine();
    const auto& latest = *session_.latest();
    session_.setAttention(page_.panels()->attention());
    answer.steps = latest.step;
    try {
        if (!session_.journal().empty()) {
            answer.problem = tr("Parameters were changed on the way, so this is not the run that was asked for.");
        } else if (!question()->scalar.empty()) {
            answer.measured = find_measurement(*question(), latest);
        }
    } catch (const Failure& failure) {
        answer.problem = QString::fromUtf8(failure.what());
    }
    finishRun();
}

void LessonPlayer::finishRun() {
    auto& answer = mine();
    const auto& asked = *question();
    if (!asked.options.empty()) {
        answer.grade = grade(asked, answer.chosen);
    } else if (answer.measured) {
        answer.grade = grade(asked, answer.guess, *answer.measured);
    }
    answer.stage = asked.steps > 0 && answer.problem.isEmpty() ? LessonStage::measured : LessonStage::compared;
    emit changed();
}

}  // namespace langevin::desktop
