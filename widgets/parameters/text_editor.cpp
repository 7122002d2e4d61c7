// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/text_editor.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace langevin::parameters {

TextEditor::TextEditor(const ParameterSpec& spec, QWidget* parent)
    : ValueEditor(parent), spec_(spec), good_(std::get<std::string>(spec.initial)), line_(new QLineEdit(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(line_);
    line_->setText(QString::fromStdString(good_));
    line_->setMaxLength(500);
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textEdited, this, [this] { check(); });
    connect(line_, &QLineEdit::editingFinished, this, &TextEditor::commit);
}

void TextEditor::setValue(const Value& value) {
    good_ = std::get<std::string>(value);
    if (line_->text().toStdString() != good_) line_->setText(QString::fromStdString(good_));
}

bool TextEditor::isBusy() const {
    return line_->hasFocus() && line_->text().toStdString() != good_;
}

QWidget* TextEditor::focusTarget() {
    return line_;
}

bool TextEditor::check() {
    const auto accepted = accept_text(spec_, line_->text().toStdString());
    const auto* problem = std::get_if<Problem>(&accepted);
    emit refused(problem ? QString::fromStdString(problem->what) : QString());
    return !problem;
}

void TextEditor::commit() {
    const auto typed = line_->text().toStdString();
    if (typed == good_ || !check()) return;
    good_ = typed;
    emit edited(Value(good_));
    emit finished();
}

bool TextEditor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        line_->setText(QString::fromStdString(good_));
        check();
        return true;
    }
    return ValueEditor::eventFilter(watched, event);
}

}  // namespace langevin::parameters
