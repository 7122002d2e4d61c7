// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/lesson/answer_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "app/desktop/lesson/verdict.h"
#include "widgets/controls/comparison_line.h"
#include "widgets/controls/number_input.h"
#include "widgets/controls/number_text.h"
#include "widgets/controls/option_button.h"
#include "widgets/style/text.h"

namespace langevin::desktop {

AnswerCard::AnswerCard(LessonPlayer& player, QWidget* parent)
    : QWidget(parent), player_(player), theme_(style::make_theme(style::Scheme::light)) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    connect(&player_, &LessonPlayer::opened, this, [this] { built_for_ = static_cast<std::size_t>(-1); });
}

void AnswerCard::setTheme(const style::Theme& theme) {
    theme_ = theme;
    if (line_) line_->setTheme(theme);
    for (auto* option : options_) option->setTheme(theme);
    if (content_ && player_.active() && player_.question()) showStep();
}

QLabel* AnswerCard::addLabel(const char* role) {
    auto* label = new QLabel(content_);
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("role", role);
    layout_->addWidget(label);
    return label;
}

void AnswerCard::build() {
    delete content_;
    options_.clear();
    field_ = nullptr;
    content_ = new QWidget(this);
    layout()->addWidget(content_);
    layout_ = new QVBoxLayout(content_);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(6);
    player_.question()->options.empty() ? buildField() : buildOptions();
    problem_ = addLabel("problem");
    verdict_ = addLabel("muted");
    numbers_ = addLabel("muted");
    line_ = new controls::ComparisonLine(content_);
    line_->setTheme(theme_);
    layout_->addWidget(line_);
    remark_ = addLabel("note");
    built_for_ = player_.step();
    content_->show();
}

void AnswerCard::takeFocus() {
    if (field_ && field_->isEnabled()) field_->setFocus();
}

void AnswerCard::buildField() {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* label = new QLabel(tr("Your guess"), content_);
    label->setProperty("role", "heading");
    field_ = new QLineEdit(content_);
    field_->setPlaceholderText(tr("a number"));
    field_->setAccessibleName(tr("Your guess"));
    field_->setToolTip(tr("Type what you expect, such as 0.25 or 1e-3; Enter commits to it"));
    if (const auto& guess = player_.answer().guess) field_->setText(QString::number(*guess, 'g', 8));
    label->setBuddy(field_);
    row->addWidget(label);
    row->addWidget(field_, 1);
    if (const auto& unit = player_.question()->unit; !unit.empty()) row->addWidget(new QLabel(text(unit), content_));
    layout_->addLayout(row);
    connect(field_, &QLineEdit::textChanged, this, &AnswerCard::readField);
    connect(field_, &QLineEdit::returnPressed, this, [this] {
        if (player_.answer().guess) player_.advance();
    });
}

void AnswerCard::readField() {
    const auto words = field_->text();
    const auto guess = controls::read_number(words);
    const bool wrong = !guess && !words.trimmed().isEmpty() && words.trimmed() != "-";
    problem_->setVisible(wrong);
    problem_->setText(tr("\"%1\" is no number. Write it like 0.25 or 1e-3.").arg(words.left(30).toHtmlEscaped()));
    player_.setGuess(guess);
}

void AnswerCard::buildOptions() {
    const auto& asked = player_.question()->options;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto* option = new controls::OptionButton(static_cast<int>(i), text(asked[i].text).simplified(), content_);
        option->setTheme(theme_);
        layout_->addWidget(option);
        connect(option, &QAbstractButton::clicked, this, [this, i] {
            player_.choose(player_.answer().chosen == i ? std::nullopt : std::optional(i));
            showStep();
        });
        options_.push_back(option);
    }
}

void AnswerCard::showStep() {
    if (!player_.active() || !player_.question()) return setVisible(false);
    if (built_for_ != player_.step() || !content_) build();
    setVisible(true);
    field_ ? showField() : showOptions();
    showComparison();
}

void AnswerCard::showField() {
    const bool asking = player_.answer().stage == LessonStage::asking;
    field_->setEnabled(asking);
    if (!asking) field_->setText(player_.answer().guess ? field_->text() : tr("no guess"));
    if (!asking || field_->text().isEmpty()) problem_->hide();
}

void AnswerCard::showOptions() {
    const auto& answer = player_.answer();
    const auto& asked = player_.question()->options;
    problem_->hide();
    for (std::size_t i = 0; i < options_.size(); ++i) {
        const bool chosen = answer.chosen == i;
        options_[i]->setChecked(chosen);
        options_[i]->setEnabled(answer.stage == LessonStage::asking);
        using Mark = controls::OptionButton::Mark;
        const bool over = answer.stage == LessonStage::compared;
        options_[i]->setMark(!over ? Mark::none : asked[i].right ? Mark::right : chosen ? Mark::wrong : Mark::none);
    }
}

void AnswerCard::showComparison() {
    const auto& answer = player_.answer();
    const auto& asked = *player_.question();
    const bool over = answer.stage == LessonStage::compared;
    if (over && !answer.problem.isEmpty()) {
        problem_->setText(answer.problem.toHtmlEscaped());
        problem_->show();
    }
    const bool result = over && answer.problem.isEmpty();
    verdict_->setVisible(result);
    numbers_->setVisible(result && answer.measured);
    line_->setVisible(result && answer.measured && asked.tolerance > 0);
    remark_->setVisible(false);
    if (!result) return;
    const auto colour = answer.grade == Grade::right     ? theme_.good
                        : answer.grade == Grade::wrong   ? theme_.bad
                        : answer.grade == Grade::skipped ? theme_.mutedText
                                                         : theme_.warning;
    verdict_->setText(QStringLiteral("<b style='color:%1'>%2.</b> %3")
                          .arg(colour.name(), headline(answer.grade), verdict(asked, answer).toHtmlEscaped()));
    if (!answer.measured) return;
    const auto& measured = *answer.measured;
    const auto row = [this](const QString& name, const QString& value, const QString& more) {
        return QStringLiteral(
                   "<tr><td style='color:%1'>%2&nbsp;&nbsp;&nbsp;</td><td style='color:%3'><b>%4</b> %5</td></tr>")
            .arg(theme_.mutedText.name(), name, theme_.text.name(), value.toHtmlEscaped(), more.toHtmlEscaped());
    };
    auto rows =
        row(tr("Measured"), number(asked, measured.value, measured.error),
            tr("after %1 %2").arg(controls::count_text(answer.steps)).arg(answer.steps == 1 ? unit_ : unit_ + "s"));
    if (const auto& expected = measured.expected)
        rows += row(tr("Expected"), number(asked, expected->value, expected->error),
                    expected->source.empty() ? QString() : "– " + text(expected->source));
    numbers_->setText("<table cellspacing='0' cellpadding='1'>" + rows + "</table>");
    line_->compare(measured, asked.tolerance, answer.guess);
    remark_->setText(remark(measured).toHtmlEscaped());
    remark_->setVisible(!remark_->text().isEmpty());
}

}  // namespace langevin::desktop
