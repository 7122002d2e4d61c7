// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/text_editor.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace langevin::parameters {

TextEditor::TextEditor(const ParameterSpec& spec, QWidget* parent)
    : ValueEditor(parent), spec_(spec), good_(std::get<std::string>(spec.initial)), line_(new QLineEdit(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(line_);
    line_->setText(QString::fromStdString(good_));
    line_->setCursorPosition(0);  // of a long text, the beginning
    line_->setPlaceholderText(QString::fromStdString(std::get<Text>(spec.domain).what));
    line_->setAccessibleName(QString::fromStdString(spec.label));
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textEdited, this, [this] { check(); });
    connect(line_, &QLineEdit::editingFinished, this, &TextEditor::commit);
}

void TextEditor::setValue(const Value& value) {
    const auto& text = std::get<std::string>(value);
    if (wrong_ && text == good_) return;  // what was typed can still be mended
    good_ = text;
    discard();
}

bool TextEditor::isBusy() const {
    return line_->hasFocus() && typed() != good_;
}

void TextEditor::discard() {
    if (typed() != good_) {
        line_->setText(QString::fromStdString(good_));
        line_->setCursorPosition(0);
    }
    if (!wrong_) return;
    mark_wrong(false);
    emit refused({});
}

QWidget* TextEditor::focusTarget() {
    return line_;
}

std::string TextEditor::typed() const {
    return line_->text().trimmed().toStdString();
}

bool TextEditor::check() {
    auto accepted = accept_text(spec_, typed());
    auto* problem = std::get_if<Problem>(&accepted);
    if (problem) problem->where.clear();  // it is shown beside the parameter
    mark_wrong(problem != nullptr);
    auto words = problem ? QString::fromStdString(sentence(*problem)) : QString();
    if (!words.isEmpty()) words[0] = words[0].toUpper();  // no key stands before it
    emit refused(words);
    return !problem;
}

void TextEditor::commit() {
    const auto text = typed();
    if (text == good_) return discard();
    if (!check()) return;
    good_ = text;
    emit edited(Value(good_));
    emit finished();
}

bool TextEditor::eventFilter(QObject* watched, QEvent* event) {
    const bool escape = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (!escape || (typed() == good_ && !wrong_)) return ValueEditor::eventFilter(watched, event);
    discard();
    line_->selectAll();
    return true;
}

void TextEditor::mark_wrong(bool wrong) {
    if (wrong_ == wrong) return;
    wrong_ = wrong;
    line_->setProperty("wrong", wrong);
    line_->style()->unpolish(line_);
    line_->style()->polish(line_);
}

}  // namespace langevin::parameters
