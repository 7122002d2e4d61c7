// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/transport_bar.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QRandomGenerator>
#include <QSlider>
#include <QToolButton>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/controls/seed_edit.h"
#include "widgets/controls/time_line.h"
#include "widgets/style/colours.h"
#include "widgets/style/icons.h"

namespace langevin::controls {
namespace {

constexpr quint64 largest_diced_seed = 999999;  // can be said aloud in a lecture

QString plural(const QString& unit) {
    return unit + "s";
}

int notch_of(const std::optional<double>& pace) {
    const auto& paces = TransportBar::paces();
    const int last = static_cast<int>(paces.size()) - 1;
    if (!pace || *pace <= 0) return last;
    int best = 0;
    for (int i = 0; i < last; ++i) {
        const auto distance = [&](int notch) {
            return std::abs(std::log(*paces[static_cast<std::size_t>(notch)] / *pace));
        };
        if (distance(i) < distance(best)) best = i;
    }
    return best;
}

QLabel* label(const char* role, QWidget* parent) {
    auto* result = new QLabel(parent);
    result->setTextFormat(Qt::PlainText);
    result->setProperty("role", role);
    return result;
}

QHBoxLayout* row(QWidget* box, int spacing) {
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

}  // namespace

const std::vector<std::optional<double>>& TransportBar::paces() {
    static const std::vector<std::optional<double>> notches = {
        1,   2,   3,   5,   7,    10,   15,   20,   30,   50,   70,    100,         150,
        200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000, 10000, std::nullopt};
    return notches;
}

TransportBar::TransportBar(QWidget* parent) : QWidget(parent), theme_(style::make_theme(style::Scheme::light)) {
    make_actions();
    auto* layout = row(this, 16);
    layout->setContentsMargins(12, 7, 12, 7);
    layout->addWidget(buttons());
    middle_ = middle();
    layout->addWidget(middle_, 1);
    layout->addWidget(speed());
    layout->addWidget(seed());
    setTheme(theme_);
    show(TransportState{});
}

void TransportBar::make_actions() {
    play_ = new QAction(this);
    play_->setShortcut(Qt::Key_Space);
    qApp->installEventFilter(this);  // Space belongs to a button that has the focus
    connect(play_, &QAction::triggered, this, &TransportBar::toggle_play);
    single_ = new QAction(tr("Single &step"), this);
    single_->setShortcut(Qt::Key_Period);
    connect(single_, &QAction::triggered, this, &TransportBar::stepRequested);
    restart_ = new QAction(tr("&Back to the start"), this);
    restart_->setShortcuts({QKeySequence(Qt::Key_Home), QKeySequence(Qt::CTRL | Qt::Key_R)});
    restart_->setToolTip(tr("Back to the start, with the same seed (Home)."));
    connect(restart_, &QAction::triggered, this, [this] { emit rewindRequested(0); });
    addActions({play_, single_, restart_});
    for (auto* action : actions()) {
        action->setShortcutContext(Qt::WindowShortcut);
        action->setIconVisibleInMenu(false);  // its colours are those of a button
    }
}

QToolButton* TransportBar::button(QAction* action, QWidget* parent) {
    auto* result = new QToolButton(parent);
    result->setDefaultAction(action);
    result->setFocusPolicy(Qt::StrongFocus);
    return result;
}

QWidget* TransportBar::buttons() {
    auto* box = new QWidget(this);
    auto* layout = row(box, 4);
    restart_button_ = button(restart_, box);
    restart_button_->setPopupMode(QToolButton::MenuButtonPopup);
    moments_ = new QMenu(restart_button_);
    connect(moments_, &QMenu::aboutToShow, this, &TransportBar::fill_moments);
    restart_button_->setMenu(moments_);
    play_button_ = button(play_, box);
    play_button_->setProperty("role", "primary");
    layout->addWidget(restart_button_);
    layout->addWidget(play_button_);
    layout->addWidget(button(single_, box));
    return box;
}

QWidget* TransportBar::middle() {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* words = new QHBoxLayout;
    words->setSpacing(14);
    steps_ = label("heading", box);
    rate_ = label("muted", box);
    elapsed_ = label("muted", box);
    progress_text_ = label("muted", box);
    rate_->setToolTip(tr("Steps a second, while running."));
    elapsed_->setToolTip(tr("Time spent running."));
    for (auto* each : {steps_, rate_, elapsed_}) words->addWidget(each);
    words->addStretch(1);
    words->addWidget(progress_text_);
    column->addLayout(words);

    auto* lines = new QHBoxLayout;
    lines->setSpacing(10);
    line_ = new TimeLine(box);
    connect(line_, &TimeLine::momentChosen, this, &TransportBar::rewindRequested);
    lines->addWidget(line_, 1);
    progress_ = new QProgressBar(box);
    progress_->setTextVisible(false);
    progress_->setRange(0, 1000);
    auto policy = progress_->sizePolicy();
    policy.setRetainSizeWhenHidden(true);  // nothing else moves when a phase ends
    progress_->setSizePolicy(policy);
    progress_->setAccessibleName(tr("Progress"));
    lines->addWidget(progress_, 0, Qt::AlignVCenter);
    column->addLayout(lines);
    return box;
}

QWidget* TransportBar::speed() {
    auto* box = new QWidget(this);
    auto* layout = row(box, 6);
    pace_icon_ = new QLabel(box);
    layout->addWidget(pace_icon_);
    pace_ = new QSlider(Qt::Horizontal, box);
    pace_->setRange(0, static_cast<int>(paces().size()) - 1);
    pace_->setPageStep(3);
    pace_->setValue(pace_->maximum());
    pace_->setToolTip(tr("Speed: from one step a second to as fast as possible."));
    pace_->setAccessibleName(tr("Speed"));
    pace_text_ = label("muted", box);
    layout->addWidget(pace_);
    layout->addWidget(pace_text_);
    connect(pace_, &QSlider::valueChanged, this, [this](int notch) {
        show_pace(notch);
        state_.pace = paces()[static_cast<std::size_t>(notch)];
        emit paceChanged(state_.pace);
    });
    return box;
}

QWidget* TransportBar::seed() {
    auto* box = new QWidget(this);
    auto* layout = row(box, 4);
    seed_name_ = label("muted", box);
    seed_name_->setText(tr("Seed"));
    seed_ = new SeedEdit(box);
    seed_name_->setBuddy(seed_);
    dice_ = new QToolButton(box);
    dice_->setFocusPolicy(Qt::StrongFocus);
    dice_->setToolTip(tr("Throw the dice: start anew with another seed."));
    dice_->setAccessibleName(tr("Another seed"));
    connect(seed_, &SeedEdit::seedEdited, this, &TransportBar::seedEdited);
    connect(dice_, &QToolButton::clicked, this, [this] {
        const auto thrown = 1 + QRandomGenerator::system()->generate64() % largest_diced_seed;
        seed_->setSeed(thrown);
        emit seedEdited(thrown);
    });
    layout->addWidget(seed_name_);
    layout->addWidget(seed_);
    layout->addWidget(dice_);
    return box;
}

/// Space is also how a focused button or box is pressed from the keyboard: then it means that.
bool TransportBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride) return QWidget::eventFilter(watched, event);
    auto* button = qobject_cast<QAbstractButton*>(watched);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool presses = button && !isAncestorOf(button) && key->key() == Qt::Key_Space && !key->modifiers();
    if (presses) event->accept();
    return presses || QWidget::eventFilter(watched, event);
}

void TransportBar::toggle_play() {
    if (state_.phase == Phase::running) {
        emit pauseRequested();
    } else {
        emit playRequested();
    }
}

void TransportBar::fill_moments() {
    moments_->clear();
    moments_->addAction(tr("Start"), this, [this] { emit rewindRequested(0); });
    for (auto at = state_.moments.rbegin(); at != state_.moments.rend(); ++at) {
        const quint64 step = *at;
        if (step == 0) continue;
        const auto back = count_text(state_.step - std::min(state_.step, *at));
        moments_->addAction(tr("Step %1  (%2 back)").arg(count_text(step), back), this,
                            [this, step] { emit rewindRequested(step); });
    }
}

void TransportBar::show(const TransportState& state) {
    const bool phase_changed = state.phase != state_.phase || play_->text().isEmpty();
    state_ = state;
    if (phase_changed) show_phase();
    show_numbers();
    line_->setMoments(state.moments, state.step);
    seed_->setSeed(state.seed);
    if (!pace_->isSliderDown()) {
        const QSignalBlocker quiet(pace_);
        pace_->setValue(notch_of(state.pace));
        show_pace(pace_->value());
    }
}

void TransportBar::show_phase() {
    const bool running = state_.phase == Phase::running;
    const auto words = running                           ? tr("&Pause")
                       : state_.phase == Phase::idle     ? tr("&Play")
                       : state_.phase == Phase::failed   ? tr("&Play again")
                       : state_.phase == Phase::finished ? tr("Run &on")
                                                         : tr("&Continue");
    play_->setText(words);
    play_->setToolTip(tr("%1 (Space).").arg(QString(words).remove('&')));
    single_->setEnabled(!running && state_.phase != Phase::failed);
    single_->setToolTip(single_->isEnabled() ? tr("One single step (full stop key).")
                                             : tr("Pause first to step singly."));
    paint_icons();
}

void TransportBar::show_numbers() {
    const auto units = state_.step == 1 ? state_.step_unit : plural(state_.step_unit);
    steps_->setText(count_text(state_.step) + " " + units);
    const bool moving = state_.phase == Phase::running;
    rate_->setText(moving ? si_text(state_.rates.steps_per_second) + "/s" : QString("–"));
    elapsed_->setText(duration_text(state_.rates.elapsed_seconds));

    const bool known = state_.progress.total > 0;
    const double part = known ? std::clamp(state_.progress.done / state_.progress.total, 0.0, 1.0) : 0;
    progress_->setVisible(known);
    progress_->setValue(static_cast<int>(std::lround(1000 * part)));
    auto words = QString::fromStdString(state_.progress.text);
    if (known) words += QString(words.isEmpty() ? "%1 %" : "  %1 %").arg(static_cast<int>(std::floor(100 * part)));
    progress_text_->setText(words);
}

void TransportBar::show_pace(int notch) {
    const auto& pace = paces()[static_cast<std::size_t>(notch)];
    pace_text_->setText(pace ? si_text(*pace) + "/s" : QString("∞"));
    pace_->setAccessibleDescription(pace ? tr("%1 steps a second").arg(*pace) : tr("as fast as possible"));
}

/// In a narrow window the least important words go first.
void TransportBar::resizeEvent(QResizeEvent* event) {
    const double room = width() / theme_.scale;
    seed_name_->setVisible(room > 820);
    elapsed_->setVisible(room > 780);
    rate_->setVisible(room > 700);
    progress_text_->setVisible(room > 640);
    QWidget::resizeEvent(event);
}

void TransportBar::setTheme(const style::Theme& theme) {
    theme_ = theme;
    line_->setTheme(theme);
    const double k = theme.scale;
    for (auto* each : findChildren<QToolButton*>()) each->setIconSize(QSize(qRound(20 * k), qRound(20 * k)));
    play_button_->setIconSize(QSize(qRound(22 * k), qRound(22 * k)));
    pace_->setFixedWidth(qRound(110 * k));
    progress_->setFixedWidth(qRound(90 * k));
    middle_->setMinimumWidth(qRound(150 * k));
    const QFontMetrics metrics(theme.text_font());
    steps_->setMinimumWidth(metrics.horizontalAdvance(count_text(8888888) + " " + plural(state_.step_unit)));
    rate_->setMinimumWidth(metrics.horizontalAdvance("88.8 k/s"));
    elapsed_->setMinimumWidth(metrics.horizontalAdvance("88:88"));
    pace_text_->setMinimumWidth(metrics.horizontalAdvance("1.50 k/s"));
    paint_icons();
}

void TransportBar::paint_icons() {
    auto on_accent = theme_;
    on_accent.text = style::on_accent(theme_);
    play_->setIcon(style::icon(state_.phase == Phase::running ? "pause" : "play", on_accent));
    single_->setIcon(style::icon("step", theme_));
    restart_->setIcon(style::icon("rewind-start", theme_));
    dice_->setIcon(style::icon("dice", theme_));
    pace_icon_->setPixmap(
        style::icon_pixmap("speed", theme_.mutedText, qRound(18 * theme_.scale), devicePixelRatioF()));
}

}  // namespace langevin::controls
