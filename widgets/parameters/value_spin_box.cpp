// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/value_spin_box.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStyle>
#include <QWheelEvent>

#include "widgets/controls/number_input.h"

namespace langevin::parameters {
namespace {

double as_number(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::get<double>(value);
}

}  // namespace

ValueSpinBox::ValueSpinBox(const ParameterSpec& spec, const SliderScale& scale, QWidget* parent)
    : QAbstractSpinBox(parent), spec_(spec), scale_(scale), value_(as_number(spec.initial)) {
    setFocusPolicy(Qt::StrongFocus);
    setAlignment(Qt::AlignRight);
    setKeyboardTracking(false);
    setAccelerated(true);
    show_value();
}

void ValueSpinBox::setValue(double value) {
    value_ = value;
    if (!isTyping()) show_value();
}

bool ValueSpinBox::isTyping() const {
    return hasFocus() && lineEdit()->isModified();
}

void ValueSpinBox::stepBy(int steps) {
    take_text();
    const double next = scale_.stepped(value_, steps);
    if (next == value_) return;
    value_ = next;
    show_value();
    selectAll();
    emit edited(value_);
    emit finished();
}

QValidator::State ValueSpinBox::validate(QString&, int&) const {
    return QValidator::Acceptable;  // judged when it is complete: then there is a sentence to show
}

QSize ValueSpinBox::sizeHint() const {
    const auto& range = std::get<Range>(spec_.domain);
    int characters = 5;
    for (const double value : {range.low, range.high, value_, scale_.stepped(range.low, 1)})
        characters = std::max(characters, static_cast<int>(scale_.text(value).size()));
    const auto text = fontMetrics().horizontalAdvance(QString(std::min(characters, 9), '0'));
    const int frame = fontMetrics().height() * 2;  // padding and the two little buttons
    return {text + frame, QAbstractSpinBox::minimumSizeHint().height()};
}

QAbstractSpinBox::StepEnabled ValueSpinBox::stepEnabled() const {
    const auto& range = std::get<Range>(spec_.domain);
    StepEnabled enabled = StepNone;
    if (value_ > range.low) enabled |= StepDownEnabled;
    if (value_ < range.high) enabled |= StepUpEnabled;
    return enabled;
}

void ValueSpinBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) return QAbstractSpinBox::wheelEvent(event);
    event->ignore();  // the form scrolls
}

void ValueSpinBox::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        take_text();
        selectAll();
        return event->accept();
    }
    if (event->key() == Qt::Key_Escape && lineEdit()->isModified()) {
        mark_wrong(false);
        show_value();
        selectAll();
        return event->accept();
    }
    QAbstractSpinBox::keyPressEvent(event);
}

void ValueSpinBox::focusOutEvent(QFocusEvent* event) {
    take_text();
    QAbstractSpinBox::focusOutEvent(event);
}

void ValueSpinBox::take_text() {
    if (!lineEdit()->isModified()) return;
    const bool whole = std::holds_alternative<std::int64_t>(spec_.initial);
    const auto accepted = accept_text(spec_, controls::plain_number(lineEdit()->text(), whole).toStdString());
    if (const auto* problem = std::get_if<Problem>(&accepted)) {
        mark_wrong(true);
        emit refused(QString::fromStdString(sentence(*problem)));
        return;
    }
    mark_wrong(false);
    const double next = as_number(std::get<Value>(accepted));
    const bool changed = next != value_;
    value_ = next;
    show_value();
    if (changed) emit edited(value_);
    emit finished();
}

void ValueSpinBox::show_value() {
    lineEdit()->setText(scale_.text(value_));
    lineEdit()->setModified(false);
    mark_wrong(false);
}

void ValueSpinBox::mark_wrong(bool wrong) {
    if (property("wrong").toBool() == wrong) return;
    setProperty("wrong", wrong);
    style()->unpolish(this);
    style()->polish(this);
}

}  // namespace langevin::parameters
