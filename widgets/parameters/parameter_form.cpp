// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/parameter_form.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/parameters/parameter_row.h"
#include "widgets/style/icons.h"

namespace langevin::parameters {
namespace {

constexpr std::size_t rows_worth_searching = 12;

QLabel* label(const QString& words, const char* role, QWidget* parent) {
    auto* result = new QLabel(words, parent);
    result->setTextFormat(Qt::PlainText);
    result->setProperty("role", role);
    return result;
}

}  // namespace

struct ParameterForm::Section {
    QString title;
    QWidget* box = nullptr;
    QVBoxLayout* layout = nullptr;
    std::vector<ParameterRow*> rows;
};

ParameterForm::ParameterForm(std::shared_ptr<const ParameterSchema> schema, QWidget* parent)
    : QWidget(parent), values_(std::move(schema)) {
    qRegisterMetaType<langevin::Value>("langevin::Value");
    build();
    setTheme(style::make_theme(style::Scheme::light));
    update_visibility();
}

ParameterForm::~ParameterForm() = default;

void ParameterForm::build() {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    header_ = header();
    outer->addWidget(header_);

    scroll_ = new QScrollArea(this);
    auto* page = new QWidget(scroll_->viewport());
    content_ = new QVBoxLayout(page);
    content_->setContentsMargins(14, 4, 14, 14);
    content_->setSpacing(14);
    for (const auto& spec : values_.schema().specs()) add_row(spec);
    nothing_ = label(tr("Nothing found."), "muted", page);
    content_->addWidget(nothing_);

    more_ = new QToolButton(page);
    more_->setCheckable(true);
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more_->setToolTip(tr("Show parameters that are seldom needed."));
    connect(more_, &QToolButton::toggled, this, &ParameterForm::update_visibility);
    content_->addWidget(more_, 0, Qt::AlignLeft);
    bring_back_ = new QToolButton(page);
    bring_back_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bring_back_->setToolTip(tr("Bring back the controls that were hidden by the menu of their row (Shift+F2)."));
    connect(bring_back_, &QToolButton::clicked, this, [this] {
        setHidden({});
        emit hiddenChanged();
    });
    content_->addWidget(bring_back_, 0, Qt::AlignLeft);
    content_->addStretch(1);

    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setWidget(page);
    page->setAutoFillBackground(false);
    scroll_->viewport()->setAutoFillBackground(false);
    outer->addWidget(scroll_, 1);
}

/// Above the scrolled part: search, reset, what is pending, and problems of no single parameter.
QWidget* ParameterForm::header() {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(14, 10, 14, 6);
    column->setSpacing(4);
    header_line_ = new QWidget(box);
    auto* line = new QHBoxLayout(header_line_);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    if (values_.schema().specs().size() > rows_worth_searching) {
        search_ = new QLineEdit(box);
        search_->setPlaceholderText(tr("Find a parameter"));
        search_->setToolTip(tr("Shows only the parameters whose name or help contain these words (Ctrl+F)."));
        search_->setAccessibleName(tr("Find a parameter"));
        search_->setClearButtonEnabled(true);
        connect(search_, &QLineEdit::textChanged, this, &ParameterForm::update_visibility);
        auto* shortcut = new QShortcut(QKeySequence::Find, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &ParameterForm::focusSearch);
        line->addWidget(search_, 1);
    } else {
        line->addWidget(label(tr("Parameters"), "heading", box), 1);
    }
    reset_ = new QToolButton(box);
    reset_->setToolTip(tr("Reset all parameters to their initial values."));
    reset_->setAccessibleName(tr("Reset all parameters"));
    connect(reset_, &QToolButton::clicked, this, &ParameterForm::reset_all);
    line->addWidget(reset_);
    column->addWidget(header_line_);

    pending_ = label(tr("Starting anew with these values …"), "note", box);
    pending_->hide();
    column->addWidget(pending_);
    problem_ = label({}, "problem", box);
    problem_->setWordWrap(true);
    problem_->hide();
    column->addWidget(problem_);
    return box;
}

ParameterForm::Section& ParameterForm::section(const QString& title) {
    for (const auto& known : sections_)
        if (known->title == title) return *known;
    auto fresh = std::make_unique<Section>();
    fresh->title = title;
    fresh->box = new QWidget;
    fresh->layout = new QVBoxLayout(fresh->box);
    fresh->layout->setContentsMargins(0, 0, 0, 0);
    fresh->layout->setSpacing(10);
    if (!title.isEmpty()) {
        auto* line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(label(title, "heading", fresh->box));
        auto* rule = new QFrame(fresh->box);
        rule->setProperty("role", "hairline");
        line->addWidget(rule, 1, Qt::AlignVCenter);
        fresh->layout->addLayout(line);
    }
    content_->addWidget(fresh->box);
    sections_.push_back(std::move(fresh));
    return *sections_.back();
}

void ParameterForm::add_row(const ParameterSpec& spec) {
    auto& home = section(QString::fromStdString(spec.group));
    auto* fresh = new ParameterRow(spec, home.box);
    home.layout->addWidget(fresh);
    home.rows.push_back(fresh);
    rows_.push_back(fresh);
    const auto key = QString::fromStdString(spec.key);
    connect(fresh, &ParameterRow::edited, this, [this, fresh](const Value& value) { take(*fresh, value); });
    connect(fresh, &ParameterRow::finished, this, [this, key] { emit editingFinished(key); });
    connect(fresh, &ParameterRow::hideRequested, this, [this, key] { hide_row(key); });
}

void ParameterForm::hide_row(const QString& key) {
    hidden_ << key;
    update_visibility();
    emit hiddenChanged();
}

void ParameterForm::setHidden(const QStringList& keys) {
    hidden_ = keys;
    update_visibility();
}

void ParameterForm::setHidingAllowed(bool allowed) {
    hiding_allowed_ = allowed;
    for (auto* each : rows_) each->setHidingAllowed(allowed);
    update_visibility();
}

void ParameterForm::take(const ParameterRow& row, const Value& value) {
    if (values_.set(row.spec().key, value)) return;  // an editor offers nothing that its parameter refuses
    problem_->hide();
    update_visibility();
    emit edited(QString::fromStdString(row.spec().key), value);
}

void ParameterForm::setValues(const ParameterSet& values) {
    for (auto* each : rows_) {
        const auto& key = each->spec().key;
        if (!values.schema().find(key) || each->editor()->isBusy()) continue;
        const auto& value = values.value(key);
        if (values_.set(key, value)) continue;
        each->setValue(value);
    }
    update_visibility();
}

void ParameterForm::reset_all() {
    const ParameterSet initial(values_.shared_schema());
    for (auto* each : rows_) {
        const auto& key = each->spec().key;
        each->showProblem({});
        each->editor()->discard();
        if (values_.value(key) == initial.value(key)) continue;
        each->editor()->setValue(initial.value(key));
        take(*each, initial.value(key));
        emit editingFinished(QString::fromStdString(key));
    }
}

void ParameterForm::showProblem(const QString& key, const QString& sentence) {
    if (auto* found = row(key)) {
        found->showProblem(sentence);
        if (!sentence.isEmpty()) scroll_->ensureWidgetVisible(found);
        return;
    }
    problem_->setText(sentence);
    problem_->setVisible(!sentence.isEmpty());
}

void ParameterForm::clearProblems() {
    for (auto* each : rows_) each->showProblem({});
    problem_->hide();
}

void ParameterForm::setPending(bool pending) {
    pending_->setVisible(pending);
}

void ParameterForm::setTheme(const style::Theme& theme) {
    for (auto* each : rows_) each->setTheme(theme);
    const int side = qRound(16 * theme.scale);
    reset_->setIcon(style::icon("reset", theme));
    reset_->setIconSize({side, side});
    more_->setIconSize({side, side});
    more_->setIcon(style::icon("settings", theme));
    bring_back_->setIconSize({side, side});
    bring_back_->setIcon(style::icon("restore", theme));
}

void ParameterForm::focusSearch() {
    if (!search_) return;
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

bool ParameterForm::showsAdvanced() const {
    return more_->isChecked();
}

void ParameterForm::setShowsAdvanced(bool shown) {
    more_->setChecked(shown);
}

void ParameterForm::update_visibility() {
    const auto words = search_ ? search_->text() : QString();
    int hidden_advanced = 0, put_away = 0;
    bool found = false;
    for (const auto& each : sections_) {
        bool any = false;
        for (auto* line : each->rows) {
            const bool advanced = line->spec().level == Level::advanced;
            const bool away = hidden_.contains(QString::fromStdString(line->spec().key));
            const bool relevant = values_.relevant(line->spec()) && !away;
            put_away += away;
            if (advanced && relevant) ++hidden_advanced;
            const bool wanted = words.isEmpty() ? !advanced || more_->isChecked() : line->matches(words);
            line->setVisible(relevant && wanted);
            any = any || (relevant && wanted);
        }
        each->box->setVisible(any);
        found = found || any;
    }
    nothing_->setVisible(!found && !words.isEmpty());
    bring_back_->setVisible(put_away > 0 && hiding_allowed_);
    bring_back_->setText(put_away == 1 ? tr("One hidden control") : tr("%1 hidden controls").arg(put_away));
    more_->setVisible(hidden_advanced > 0 && words.isEmpty());
    const auto more = hidden_advanced == 1 ? tr("One more parameter") : tr("%1 more parameters").arg(hidden_advanced);
    more_->setText(more_->isChecked() ? tr("Fewer parameters") : more);
}

ParameterRow* ParameterForm::row(const QString& key) const {
    const auto* spec = values_.schema().find(key.toStdString());
    const auto same = [spec](const ParameterRow* each) { return spec && each->spec().key == spec->key; };
    const auto found = std::find_if(rows_.begin(), rows_.end(), same);
    return found == rows_.end() ? nullptr : *found;
}

void ParameterForm::setCompact(bool compact) {
    compact_ = compact;
    header_line_->setVisible(!compact);
    scroll_->widget()->installEventFilter(this);
    updateGeometry();
}

/// What scrolls tells nobody outside how high it has become.
bool ParameterForm::eventFilter(QObject* watched, QEvent* event) {
    if (compact_ && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QWidget::eventFilter(watched, event);
}

QSize ParameterForm::sizeHint() const {
    const int rows = header_->sizeHint().height() + scroll_->widget()->sizeHint().height();
    return {fontMetrics().averageCharWidth() * 46, compact_ ? rows : 640};
}

QSize ParameterForm::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 30, compact_ ? std::min(120, sizeHint().height()) : 200};
}

}  // namespace langevin::parameters
