// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/session.h"

#include <QDeadlineTimer>
#include <QUndoCommand>
#include <thread>

#include "engine/parallel/parallel.h"
#include "engine/storage/recipe_file.h"

namespace langevin::desktop {
namespace {

constexpr int poll_milliseconds = 16;
constexpr int quiet_milliseconds = 200;
constexpr int longest_step = 60;  // ms that closing waits for

/// One core stays free for the window.
int threads_for_a_watched_lab(bool shares_cores) {
    const int free = parallel::available_threads() - 1;
    return std::max(1, shares_cores ? free / 2 : free);
}

QString shell_word(const std::string& text) {
    const auto word = QString::fromStdString(text);
    return word.contains(' ') ? "\"" + word + "\"" : word;
}

}  // namespace

storage::Session RunMoment::session() const {
    return storage::make_session(*lab, first_parameters, seed, *checkpoint);
}

/// One edit on the undo stack; a whole drag of a slider is one edit.
class Session::EditCommand : public QUndoCommand {
  public:
    EditCommand(Session& session, std::string key, Value before, Value after, int group)
        : session_(session), key_(std::move(key)), before_(std::move(before)), after_(std::move(after)), group_(group) {
        const auto* spec = session.parameters().schema().find(key_);
        setText(QString::fromStdString(spec->label));
    }
    int id() const override { return 1; }
    void undo() override { session_.apply(key_, before_); }
    void redo() override { session_.apply(key_, after_); }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = dynamic_cast<const EditCommand*>(other);
        if (!next || next->key_ != key_ || next->group_ != group_) return false;
        after_ = next->after_;
        return true;
    }

  private:
    Session& session_;
    std::string key_;
    Value before_, after_;
    int group_;
};

Session::Session(QObject* parent) : QObject(parent) {
    poll_timer_.setInterval(poll_milliseconds);
    connect(&poll_timer_, &QTimer::timeout, this, &Session::poll);
    restart_timer_.setSingleShot(true);
    restart_timer_.setInterval(quiet_milliseconds);
    connect(&restart_timer_, &QTimer::timeout, this, &Session::restart);
}

Session::~Session() = default;

void Session::open(const Lab& lab, const Recipe& recipe, bool paused) {
    auto parameters = resolve(lab, recipe);
    lab_ = &lab;
    parameters_ = std::move(parameters);
    seed_ = recipe.seed;
    paused_ = paused;
    undo_.clear();
    begin({.seed = seed_, .paused = paused});
    emit opened();
}

void Session::open(const Lab& lab, const storage::Session& saved, CheckpointPtr checkpoint) {
    auto first = resolve(lab, saved.recipe);
    lab_ = &lab;
    parameters_ = first;
    seed_ = saved.recipe.seed;
    paused_ = true;
    undo_.clear();
    begin({.seed = seed_, .paused = true, .resume = checkpoint});
    first_parameters_ = std::move(first);
    parameters_ = checkpoint->parameters;
    emit opened();
}

void Session::close() {
    poll_timer_.stop();
    restart_timer_.stop();
    runner_.stop();
    lab_ = nullptr;
    latest_ = nullptr;
    undo_.clear();
    answer(std::nullopt);
}

void Session::begin(RunOptions options) {
    restart_timer_.stop();
    options.threads = threads_for_a_watched_lab(shares_cores_);
    first_parameters_ = parameters_;
    follow_parameters_ = false;
    run_ = runner_.start(*lab_, *parameters_, std::move(options));
    poll_timer_.start();
    answer(std::nullopt);  // those who wait for a moment of the run before
}

Recipe Session::recipe() const {
    return storage::full_recipe(*lab_, *first_parameters_, seed_, latest_ ? latest_->step : 0);
}

QString Session::commandLine() const {
    const Recipe changed{.lab = lab_->id,
                         .parameters = first_parameters_->changed(),
                         .seed = seed_,
                         .steps = latest_ ? latest_->step : 0};
    QString line = "langevin-run run " + shell_word(storage::to_line(changed));
    for (const auto& entry : journal())
        line += " --edit " + shell_word(std::to_string(entry.step) + ":" + entry.key + "=" + to_word(entry.value));
    return line;
}

void Session::edit(const std::string& key, const Value& value) {
    if (!lab_) return;
    auto edited = *parameters_;
    auto problem = edited.set(key, value);
    if (!problem) problem = validate(*lab_, edited);
    if (problem) {
        problem->where.clear();  // it is shown beside the parameter
        emit refused(QString::fromStdString(key), QString::fromStdString(sentence(*problem)));
        return;
    }
    if (edited == *parameters_) return;
    undo_.push(new EditCommand(*this, key, parameters_->value(key), edited.value(key), edit_group_));
}

void Session::finishEdit() {
    ++edit_group_;
}

void Session::apply(const std::string& key, const Value& value) {
    if (!lab_ || parameters_->set(key, value)) return;
    if (parameters_->schema().find(key)->apply == Apply::live && !restart_timer_.isActive()) {
        runner_.edit(key, value);
    } else {
        setPending(true);
        restart_timer_.start();
    }
    emit parametersChanged();
}

void Session::follow(const ParameterSet& leader, const std::vector<std::string>& but) {
    if (!lab_) return;
    auto wanted = leader;
    for (const auto& key : but) wanted.set(key, parameters_->value(key));
    if (const auto problem = validate(*lab_, wanted))
        return emit refused({}, QString::fromStdString(sentence(*problem)));
    for (const auto& spec : lab_->parameters->specs())
        if (parameters_->value(spec.key) != wanted.value(spec.key)) apply(spec.key, wanted.value(spec.key));
}

void Session::resetAll() {
    if (!lab_) return;
    const ParameterSet initial(lab_->parameters);
    undo_.beginMacro(tr("Reset all parameters"));
    for (const auto& spec : lab_->parameters->specs()) edit(spec.key, initial.value(spec.key));
    undo_.endMacro();
    finishEdit();
}

void Session::play() {
    if (!lab_) return;
    emit commanded(&Session::play);
    paused_ = false;
    const bool over = phase() == Phase::finished || phase() == Phase::failed;
    over ? restart() : runner_.pause(false);
}

void Session::pause() {
    emit commanded(&Session::pause);
    paused_ = true;
    runner_.pause(true);
}

void Session::togglePause() {
    phase() == Phase::running ? pause() : play();
}

void Session::stepOnce() {
    if (!lab_) return;
    if (phase() == Phase::running) return pause();
    emit commanded(&Session::stepOnce);
    runner_.step_once();
}

void Session::restart() {
    if (!lab_) return;
    emit commanded(&Session::restart);
    setPending(true);
    begin({.seed = seed_, .paused = paused_});
    emit transportChanged();
}

void Session::runFor(std::uint64_t steps) {
    if (!lab_) return;
    paused_ = false;
    setPending(true);
    begin({.seed = seed_, .pause_at = steps});
    emit transportChanged();
}

void Session::rewind(std::uint64_t step) {
    if (!lab_) return;
    if (step == 0) return restart();
    emit commanded([step](Session& other) { other.rewind(other.momentBefore(step)); });
    paused_ = true;
    follow_parameters_ = true;
    runner_.rewind(step);
}

/// The last moment that is kept at or before this step; 0 is the beginning.
std::uint64_t Session::momentBefore(std::uint64_t step) const {
    std::uint64_t best = 0;
    if (latest_)
        for (const auto moment : latest_->moments)
            if (moment <= step) best = std::max(best, moment);
    return best;
}

void Session::setPace(Pace pace) {
    pace_ = pace;
    runner_.set_pace(pace);
    emit transportChanged();
}

void Session::setSeed(std::uint64_t seed) {
    if (seed == seed_) return;
    seed_ = seed;
    restart();
}

void Session::setAttention(const Attention& attention) {
    runner_.set_attention(attention);
}

void Session::withMoment(MomentUser use) {
    if (!lab_ || phase() == Phase::failed) return use(std::nullopt);
    awaiting_moment_.push_back(std::move(use));
    runner_.request_checkpoint();
}

std::optional<RunMoment> Session::momentNow() {
    if (!lab_ || phase() == Phase::failed) return std::nullopt;
    runner_.request_checkpoint();
    const QDeadlineTimer patience(longest_step);
    while (!patience.hasExpired()) {
        if (const auto moment = takeMoment()) return moment;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    auto kept = runner_.last_moment();
    if (!kept) return std::nullopt;
    return RunMoment{lab_, *first_parameters_, seed_, std::move(kept)};
}

/// Hands it to those who wait for one, too.
std::optional<RunMoment> Session::takeMoment() {
    auto checkpoint = runner_.take_checkpoint();
    if (!checkpoint) return std::nullopt;
    const RunMoment moment{lab_, *first_parameters_, seed_, std::move(checkpoint)};
    answer(moment);
    return moment;
}

void Session::answer(const std::optional<RunMoment>& moment) {
    const auto waiting = std::exchange(awaiting_moment_, {});
    for (const auto& use : waiting) use(moment);
}

void Session::poll() {
    takeMoment();
    const auto snapshot = runner_.take();
    if (!snapshot || snapshot->run != run_ || !lab_) return;
    latest_ = snapshot;
    setPending(restart_timer_.isActive());
    if (follow_parameters_ && snapshot->parameters && snapshot->phase == Phase::paused) {
        follow_parameters_ = false;
        parameters_ = *snapshot->parameters;
        undo_.clear();
        emit parametersChanged();
    }
    emit snapshotArrived(snapshot);
    emit transportChanged();
}

void Session::setPending(bool pending) {
    if (pending == pending_) return;
    pending_ = pending;
    emit pendingChanged(pending);
}

}  // namespace langevin::desktop
