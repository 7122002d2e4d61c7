// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/parameter_row.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>

#include "widgets/style/elided_label.h"
#include "widgets/style/icons.h"
#include "widgets/style/symbol_label.h"
#include "widgets/style/text.h"

namespace langevin::parameters {
namespace {

QLabel* label(const QString& words, QWidget* parent) {
    auto* result = new QLabel(words, parent);
    result->setTextFormat(Qt::PlainText);
    return result;
}

/// The label an option of a choice has, or the value as text.
QString readable(const ParameterSpec& spec, const Value& value) {
    if (const auto* choice = std::get_if<Choice>(&spec.domain))
        for (const auto& option : choice->options)
            if (Value(option.name) == value) return text(option.label);
    if (std::holds_alternative<bool>(value))
        return std::get<bool>(value) ? ParameterRow::tr("on") : ParameterRow::tr("off");
    return text(to_text(value));
}

/// For a menu.
QString shortened(const QString& words) {
    return words.size() > 40 ? words.left(39) + QStringLiteral("…") : words;
}

}  // namespace

ParameterRow::ParameterRow(const ParameterSpec& spec, QWidget* parent)
    : QWidget(parent),
      spec_(spec),
      editor_(make_editor(spec, this)),
      problem_(label({}, this)),
      place_(label({}, this)) {
    build();
    setToolTip(tool_tip());
    connect(editor_, &ValueEditor::edited, this, [this](const Value& value) {
        showProblem({});
        emit edited(value);
    });
    connect(editor_, &ValueEditor::finished, this, &ParameterRow::finished);
    connect(editor_, &ValueEditor::refused, this, &ParameterRow::showProblem);
}

void ParameterRow::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(label_line());
    if (!editor_->hasLabel()) layout->addWidget(editor_);
    problem_->setWordWrap(true);
    problem_->setProperty("role", "problem");
    problem_->hide();
    layout->addWidget(problem_);
    place_->setProperty("role", "problem");
    place_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));  // for the caret below a formula
    place_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    place_->hide();
    layout->addWidget(place_);
    if (auto* companion = editor_->companion()) {
        companion->setToolTip(tool_tip());
        for (auto* line : companion->findChildren<QLineEdit*>()) line->installEventFilter(this);
    }
    editor_->setToolTip(tool_tip());
}

/// Symbol, label, mark of a restart; at the right the spin box and the unit.
QWidget* ParameterRow::label_line() {
    auto* line = new QWidget(this);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    if (!spec_.symbol.empty()) {
        symbol_ = new style::SymbolLabel(text(spec_.symbol), line);
        layout->addWidget(symbol_, 0, Qt::AlignVCenter);
    }
    if (editor_->hasLabel()) {
        layout->addWidget(editor_);
    } else {
        label_ = new style::ElidedLabel(text(spec_.label), line);
        label_->setTextFormat(Qt::PlainText);
        label_->setBuddy(editor_->focusTarget());
        label_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label_->setMinimumWidth(40);
        layout->addWidget(label_, 1, Qt::AlignVCenter);
    }
    if (spec_.apply == Apply::restart) {
        restart_ = label({}, line);
        restart_->setToolTip(tr("A change starts the simulation anew, with the same seed."));
        restart_->setAccessibleName(tr("A change starts anew"));
        layout->addWidget(restart_, 0, Qt::AlignVCenter);
    }
    if (editor_->hasLabel()) layout->addStretch(1);
    if (auto* companion = editor_->companion()) layout->addWidget(companion, 0, Qt::AlignVCenter);
    if (!spec_.unit.empty()) {
        auto* unit = label(text(spec_.unit), line);
        unit->setProperty("role", "note");
        layout->addWidget(unit, 0, Qt::AlignVCenter);
    }
    return line;
}

QString ParameterRow::tool_tip() const {
    const bool integer = std::holds_alternative<std::int64_t>(spec_.initial);
    QString tip =
        "<p><b>" + text(spec_.label).toHtmlEscaped() + "</b></p><p>" + text(spec_.help).toHtmlEscaped() + "</p><p>";
    if (std::holds_alternative<Range>(spec_.domain) || std::holds_alternative<Text>(spec_.domain))
        tip += tr("Takes %1. ").arg(text(describe(spec_.domain, integer)).toHtmlEscaped());
    tip += tr("Initially %1.").arg(readable(spec_, spec_.initial).toHtmlEscaped());
    tip += "</p><p>";
    tip += spec_.apply == Apply::live ? tr("Acts at once, while the simulation runs.")
                                      : tr("A change starts the simulation anew, with the same seed.");
    return tip + "<br>" + tr("In recipes and on the command line: <code>%1</code>").arg(text(spec_.key)) + "</p>";
}

void ParameterRow::setTheme(const style::Theme& theme) {
    if (symbol_) symbol_->setTheme(theme);
    if (restart_)
        restart_->setPixmap(
            style::icon_pixmap("restart", theme.mutedText, qRound(11 * theme.scale), devicePixelRatioF()));
}

void ParameterRow::setValue(const Value& value) {
    if (!editor_->isBusy()) editor_->setValue(value);
}

void ParameterRow::showProblem(const QString& sentence) {
    const auto words = sentence.section('\n', 0, 0), lines = sentence.section('\n', 1);
    problem_->setText(words);
    problem_->setVisible(!words.isEmpty());
    place_->setText(lines);
    place_->setVisible(!lines.isEmpty());
    editor_->focusTarget()->setAccessibleDescription(words);
}

QString ParameterRow::problem() const {
    return place_->text().isEmpty() ? problem_->text() : problem_->text() + '\n' + place_->text();
}

bool ParameterRow::matches(const QString& words) const {
    const auto all = text(spec_.key + " " + spec_.symbol + " " + spec_.label + " " + spec_.group + " " + spec_.help);
    for (const auto& word : words.split(' ', Qt::SkipEmptyParts))
        if (!all.contains(word, Qt::CaseInsensitive)) return false;
    return true;
}

void ParameterRow::contextMenuEvent(QContextMenuEvent* event) {
    show_menu(event->globalPos());
}

/// The line edit inside a spin box would show its own menu; the row's is the useful one.
bool ParameterRow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ContextMenu) return QWidget::eventFilter(watched, event);
    show_menu(static_cast<QContextMenuEvent*>(event)->globalPos());
    return true;
}

void ParameterRow::show_menu(const QPoint& position) {
    QMenu menu(this);
    auto* reset = menu.addAction(tr("Reset to %1").arg(shortened(readable(spec_, spec_.initial))));
    reset->setEnabled(editor_->value() != std::get<Value>(accept(spec_, spec_.initial)) || !problem().isEmpty());
    const auto assignment = text(spec_.key + "=" + to_word(editor_->value()));
    auto* copy = menu.addAction(tr("Copy \"%1\"").arg(shortened(assignment)));
    auto* hide = menu.addAction(tr("&Hide this control"));
    hide->setVisible(hiding_allowed_);
    const auto* chosen = menu.exec(position);
    if (chosen && chosen == hide) emit hideRequested();
    if (chosen == copy) QApplication::clipboard()->setText(assignment);
    if (chosen == reset) take(spec_.initial);
}

void ParameterRow::take(const Value& value) {
    editor_->discard();
    editor_->setValue(value);
    showProblem({});
    emit edited(value);
    emit finished();
}

}  // namespace langevin::parameters
