// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/lesson/lesson_column.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/lesson/answer_card.h"
#include "app/desktop/lesson/verdict.h"
#include "widgets/controls/physics_page.h"
#include "widgets/controls/step_dots.h"
#include "widgets/style/icons.h"
#include "widgets/style/text.h"

namespace langevin::desktop {
namespace {

constexpr int margin = 16, best_width = 420, least_width = 320;

QString wordOf(const LessonPlayer& player) {
    if (player.atSummary()) return LessonColumn::tr("Finish");
    const auto& answer = player.answer();
    switch (answer.stage) {
        case LessonStage::asking:
            return answer.guess || answer.chosen ? LessonColumn::tr("Commit") : LessonColumn::tr("Skip the guess");
        case LessonStage::committed:
            return LessonColumn::tr("Run");
        case LessonStage::running:
            return LessonColumn::tr("Running…");
        case LessonStage::measured:
            return LessonColumn::tr("Compare");
        case LessonStage::reading:
        case LessonStage::compared:
            break;
    }
    return LessonColumn::tr("Next");
}

controls::StepDots::State stateOf(const LessonAnswer& answer, bool passed) {
    using State = controls::StepDots::State;
    if (answer.stage == LessonStage::reading) return passed ? State::seen : State::ahead;
    if (answer.stage != LessonStage::compared) return State::ahead;
    if (answer.grade == Grade::right) return State::right;
    if (answer.grade == Grade::wrong) return State::wrong;
    return answer.grade == Grade::undecided ? State::open : State::seen;
}

}  // namespace

LessonColumn::LessonColumn(LessonPlayer& player, QWidget* parent)
    : QWidget(parent),
      player_(player),
      theme_(style::make_theme(style::Scheme::light)),
      title_(new QLabel),
      count_(new QLabel),
      leave_(new QToolButton),
      back_(new QToolButton),
      dots_(new controls::StepDots),
      page_(new controls::PhysicsPage),
      card_(new AnswerCard(player)),
      progress_(new QProgressBar),
      primary_(new QPushButton) {
    page_->setAccessibleName(tr("The text of this step"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);  // the line at the left
    layout->setSpacing(0);
    layout->addWidget(head());
    layout->addWidget(page_, 1);
    layout->addWidget(foot());
    connect(&player_, &LessonPlayer::opened, this, [this] { shown_step_ = static_cast<std::size_t>(-1); });
    connect(&player_, &LessonPlayer::changed, this, &LessonColumn::showStep);
    connect(&player_, &LessonPlayer::progressed, this, &LessonColumn::showProgress);
    connect(dots_, &controls::StepDots::chosen, this, [this](int step) { player_.go(static_cast<std::size_t>(step)); });
    connect(page_, &controls::PhysicsPage::linkActivated, this, &LessonColumn::linkActivated);
}

QWidget* LessonColumn::head() {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(margin, 10, 8, 2);
    column->setSpacing(4);
    auto* line = new QHBoxLayout;
    title_->setProperty("role", "muted");
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    count_->setProperty("role", "muted");
    leave_->setToolTip(tr("Leave the lesson; the lab stays (Ctrl+Shift+W)"));
    leave_->setAccessibleName(tr("Leave the lesson"));
    connect(leave_, &QToolButton::clicked, this, &LessonColumn::leaveRequested);
    line->addWidget(title_, 1);
    line->addWidget(count_);
    line->addWidget(leave_);
    column->addLayout(line);
    column->addWidget(dots_);
    return box;
}

QWidget* LessonColumn::foot() {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(margin, 8, margin, 12);
    column->setSpacing(10);
    column->addWidget(card_);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("How far the run has come"));
    column->addWidget(progress_);
    auto* line = new QHBoxLayout;
    back_->setToolTip(tr("One step back (PgUp)"));
    back_->setAccessibleName(tr("Back"));
    connect(back_, &QToolButton::clicked, &player_, &LessonPlayer::back);
    primary_->setProperty("role", "primary");
    primary_->setAutoDefault(true);  // takes Enter
    primary_->setToolTip(tr("The next thing to do (PgDn)"));
    connect(primary_, &QPushButton::clicked, &player_, &LessonPlayer::advance);
    line->addWidget(back_);
    line->addStretch(1);
    line->addWidget(primary_);
    column->addLayout(line);
    return box;
}

void LessonColumn::setTheme(const style::Theme& theme) {
    theme_ = theme;
    const int side = qRound(18 * theme.scale);
    leave_->setIcon(style::icon("close", theme));
    back_->setIcon(style::icon("chevron-left", theme));
    for (auto* button : {leave_, back_}) button->setIconSize({side, side});
    primary_->setMinimumWidth(qRound(130 * theme.scale));
    dots_->setTheme(theme);
    page_->setTheme(theme);
    card_->setTheme(theme);
    updateGeometry();
}

void LessonColumn::setStepUnit(const QString& unit) {
    card_->setStepUnit(unit);
}

QSize LessonColumn::sizeHint() const {
    return {qRound(best_width * theme_.scale), 600};
}

QSize LessonColumn::minimumSizeHint() const {
    return {qRound(least_width * theme_.scale), 300};
}

/// The text of the step as Markdown; the explanation once the answer was compared.
QString LessonColumn::page() const {
    if (player_.atSummary()) return summary(player_);
    const auto& step = player_.lesson().steps[player_.step()];
    auto page = "## " + text(step.title) + "\n\n" + text(step.text);
    if (!step.question) return page;
    page += "\n\n### " + tr("What do you expect?") + "\n\n" + text(step.question->text);
    if (player_.answer().stage == LessonStage::compared && !step.question->explanation.empty())
        page += "\n\n### " + tr("What happened") + "\n\n" + text(step.question->explanation);
    return page;
}

void LessonColumn::showStep() {
    setVisible(player_.active());
    if (!player_.active()) return;
    const auto& steps = player_.lesson().steps;
    QStringList titles;
    std::vector<controls::StepDots::State> states;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        titles << text(steps[i].title);
        states.push_back(stateOf(player_.answers()[i], i <= player_.step()));
    }
    title_->setToolTip(text(player_.lesson().title));
    elideTitle();
    count_->setText(player_.atSummary() ? QString() : tr("%1 / %2").arg(player_.step() + 1).arg(steps.size()));
    dots_->show(titles, states, static_cast<int>(player_.step()));
    back_->setEnabled(player_.step() > 0);
    // What closes would hand the focus on to whatever comes next in the window, and the next Enter would go there.
    const auto stage = player_.answer().stage;
    if (stage != LessonStage::asking && card_->isAncestorOf(QApplication::focusWidget())) primary_->setFocus();
    card_->showStep();
    const bool fresh = player_.step() != shown_step_;
    if (const auto markdown = page(); markdown != shown_page_ || fresh) {
        page_->setPage(markdown);
        shown_page_ = markdown;
        shown_step_ = player_.step();
        if (!fresh) page_->verticalScrollBar()->setValue(page_->verticalScrollBar()->maximum());
    }
    primary_->setText(wordOf(player_));
    const bool waited = !primary_->isEnabled();
    if (stage == LessonStage::running && primary_->hasFocus()) page_->setFocus();
    primary_->setEnabled(stage != LessonStage::running);
    if (waited && primary_->isEnabled()) primary_->setFocus();
    if (fresh) primary_->setFocus(), card_->takeFocus();
    showProgress();
}

void LessonColumn::elideTitle() {
    const auto whole = title_->toolTip();
    title_->setText(title_->fontMetrics().elidedText(whole, Qt::ElideRight, title_->width()));
}

void LessonColumn::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->activate();
    elideTitle();
}

void LessonColumn::showProgress() {
    const auto stage = player_.answer().stage;
    progress_->setVisible(stage == LessonStage::running || stage == LessonStage::measured);
    progress_->setValue(stage == LessonStage::measured ? 1000 : qRound(1000 * player_.progress()));
}

void LessonColumn::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.surface);
    painter.fillRect(0, 0, 1, height(), theme_.border);
}

}  // namespace langevin::desktop
