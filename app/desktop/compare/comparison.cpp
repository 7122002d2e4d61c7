// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/compare/comparison.h"

#include <QLabel>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/compare/comparison_bar.h"
#include "app/desktop/compare/sides.h"
#include "app/desktop/exporter.h"
#include "app/desktop/lab_page.h"
#include "widgets/charts/axis_scale.h"
#include "widgets/style/math_text.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {
namespace {

constexpr int numbers_milliseconds = 250;

/// The first parameter that one turns while the lab runs; else the first number.
std::vector<std::string> usual_difference(const ParameterSet& values) {
    const ParameterSpec* best = nullptr;
    for (const auto& spec : values.schema().specs()) {
        if (!std::holds_alternative<Range>(spec.domain) || !values.relevant(spec)) continue;
        if (spec.apply == Apply::live && spec.level == Level::basic) return {spec.key};
        if (!best) best = &spec;
    }
    return best ? std::vector{best->key} : std::vector<std::string>();
}

}  // namespace

Comparison::Comparison(Session& first, LabPage& first_page, QWidget* window)
    : QObject(window),
      first_(first),
      first_page_(first_page),
      second_page_(new LabPage(second_)),
      bar_(new ComparisonBar(*this)),
      second_form_(new QWidget),
      exporter_(new Exporter(second_, *second_page_, window)) {
    second_.setSharesCores(true);
    second_page_->makeSecond();
    auto* heading = new QLabel(tr("Side B"));
    heading->setProperty("role", "heading");
    heading->setContentsMargins(12, 4, 12, 0);
    auto* layout = new QVBoxLayout(second_form_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(heading);
    layout->addWidget(second_page_->parameterPane(), 1);
    second_form_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    first_page_.addParameters(second_form_);
    first_page_.addColumn(second_page_);
    first_page_.addBanner(bar_);
    setShown(false);

    connect(exporter_, &Exporter::done, this, &Comparison::said);
    connect(exporter_, &Exporter::failed, this, &Comparison::failed);
    numbers_timer_.setInterval(numbers_milliseconds);
    connect(&numbers_timer_, &QTimer::timeout, this, &Comparison::showNumbers);
    connectSessions();
}

Comparison::~Comparison() = default;

void Comparison::connectSessions() {
    connect(&first_, &Session::parametersChanged, this, &Comparison::followFirst);
    connect(&first_, &Session::transportChanged, this, &Comparison::followTransport);
    connect(&first_, &Session::commanded, this, [this](const Command& command) { mirror(second_, command); });
    connect(&second_, &Session::commanded, this, [this](const Command& command) { mirror(first_, command); });
    connect(&second_, &Session::refused, this, [this](const QString& key, const QString& sentence) {
        emit failed(key.isEmpty() ? tr("Side B stays as it is: %1").arg(sentence) : sentence);
    });
    connect(&first_, &Session::snapshotArrived, this,
            [this] { showGhosts(first_, first_page_, *second_page_, first_mark); });
    connect(&second_, &Session::snapshotArrived, this,
            [this] { showGhosts(second_, *second_page_, first_page_, second_mark); });
    auto *a = first_page_.panels(), *b = second_page_->panels();
    connect(a, &views::PanelGrid::attentionChanged, this, &Comparison::followLayout);
    connect(a->verticalScrollBar(), &QScrollBar::valueChanged, this, [this, b](int value) {
        if (active_) b->verticalScrollBar()->setValue(value);
    });
    connect(b->verticalScrollBar(), &QScrollBar::valueChanged, this, [this, a](int value) {
        if (active_) a->verticalScrollBar()->setValue(value);
    });
}

void Comparison::begin() {
    if (active_ || !first_.lab()) return;
    first_.withMoment([this, run = first_.run()](const std::optional<RunMoment>& moment) {
        if (active_ || !first_.lab() || first_.run() != run) return;
        try {
            if (!moment) return begin(first_.recipe());
            const bool runs = !first_.paused();
            const QScopedValueRollback guard(mirroring_, true);
            second_.open(*moment->lab, moment->session(), moment->checkpoint);
            if (runs) second_.play();
            show(usual_difference(first_.parameters()));
        } catch (const Failure& failure) {
            emit failed(QString::fromUtf8(failure.what()));
        }
    });
}

void Comparison::begin(const Recipe& recipe) {
    if (!first_.lab()) return;
    require_same_lab(*first_.lab(), recipe);
    const QScopedValueRollback guard(mirroring_, true);
    second_.open(*first_.lab(), recipe, first_.paused());
    auto apart = differences(first_.parameters(), second_.parameters());
    own_seed_ = recipe.seed != first_.seed();
    show(apart.empty() ? usual_difference(first_.parameters()) : std::move(apart));
}

void Comparison::begin(const storage::Session& saved, CheckpointPtr checkpoint, std::vector<std::string> apart) {
    const QScopedValueRollback guard(mirroring_, true);
    second_.open(*first_.lab(), saved, std::move(checkpoint));
    for (const auto& key : differences(first_.parameters(), second_.parameters()))
        if (std::ranges::find(apart, key) == apart.end()) apart.push_back(key);
    own_seed_ = saved.recipe.seed != first_.seed();
    show(std::move(apart));
}

void Comparison::show(std::vector<std::string> apart) {
    if (!active_) {
        physics_before_ = first_page_.physicsPane()->isVisibleTo(&first_page_);
        first_page_.physicsPane()->hide();
    }
    active_ = true;
    apart_ = std::move(apart);
    second_.setPace(first_.pace());
    second_page_->panels()->restoreLayout(first_page_.panels()->saveLayout());
    setShown(true);
    // Once the page has its size: a window that opens with a comparison has none yet.
    QTimer::singleShot(0, second_page_, [this] { first_page_.balanceColumn(second_page_); });
    numbers_timer_.start();
    showLinks();
}

void Comparison::setShown(bool shown) {
    for (QWidget* part : {static_cast<QWidget*>(second_page_), static_cast<QWidget*>(bar_), second_form_})
        part->setVisible(shown);
}

void Comparison::end() {
    if (!active_) return;
    active_ = false;
    own_seed_ = false;
    numbers_timer_.stop();
    second_.close();
    setShown(false);
    first_page_.panels()->removeGhosts(second_mark);
    first_page_.physicsPane()->setVisible(physics_before_);
    emit changed();
}

void Comparison::keepSecond() {
    if (!active_) return;
    second_.withMoment([this](const std::optional<RunMoment>& moment) {
        if (!active_) return;
        if (!moment) return emit failed(tr("Side B does not run, so that there is nothing to go on with."));
        const bool runs = !second_.paused();
        end();
        first_.open(*moment->lab, moment->session(), moment->checkpoint);
        if (runs) first_.play();
    });
}

void Comparison::mirror(Session& to, const Command& command) {
    if (!active_ || mirroring_) return;
    const QScopedValueRollback guard(mirroring_, true);
    command(to);
}

void Comparison::followFirst() {
    if (!active_) return;
    second_.follow(first_.parameters(), apart_);
}

void Comparison::followTransport() {
    if (!active_ || mirroring_) return;
    const QScopedValueRollback guard(mirroring_, true);
    if (second_.pace() != first_.pace()) second_.setPace(first_.pace());
    if (!own_seed_ && second_.seed() != first_.seed()) second_.setSeed(first_.seed());
}

void Comparison::setApart(const std::string& key, bool apart) {
    std::erase(apart_, key);
    if (apart) apart_.push_back(key);
    second_.undoStack()->clear();  // its steps may be of parameters that are linked now
    followFirst();
    showLinks();
}

void Comparison::setOwnSeed(bool own) {
    own_seed_ = own;
    second_.setSeed(own ? first_.seed() + 1 : first_.seed());
    showLinks();
}

void Comparison::setOverlaid(bool overlaid) {
    overlaid_ = overlaid;
    removeGhosts();
    showLinks();
}

void Comparison::removeGhosts() {
    first_page_.panels()->removeGhosts(second_mark);
    second_page_->panels()->removeGhosts(first_mark);
}

void Comparison::showLinks() {
    second_page_->showControls(apart_);
    second_form_->setVisible(!apart_.empty());
    showNumbers();
    bar_->showState();
    emit changed();
}

QString Comparison::name(const QString& mark, const Session& session) const {
    const auto seed = own_seed_ ? std::optional(session.seed()) : std::nullopt;
    return side_name(mark, session.parameters(), apart_, seed);
}

QStringList Comparison::numbers(const Session& session) const {
    QStringList words;
    for (const auto& key : apart_) words << style::symbol_html(short_text(session.parameters(), key).toHtmlEscaped());
    if (own_seed_) words << tr("seed %1").arg(session.seed());
    if (const auto& latest = session.latest()) {
        words << tr("%1 %2s").arg(latest->step).arg(QString::fromStdString(session.lab()->step_unit));
        for (const auto& key : session.lab()->headline)
            if (const auto* m = latest->scalar(key))
                words << style::symbol_html(QString::fromStdString(m->symbol)) + " = " +
                             charts::number_text(m->value, m->error);
    }
    return words;
}

void Comparison::showNumbers() {
    if (active_) bar_->showNumbers(numbers(first_), numbers(second_));
}

void Comparison::showGhosts(Session& of, LabPage& from, LabPage& on, const QString& mark) {
    if (active_ && overlaid_) on.panels()->setGhosts(mark, name(mark, of), *from.panels());
}

void Comparison::followLayout() {
    if (!active_) return;
    const auto layout = first_page_.panels()->saveLayout();
    if (layout != second_page_->panels()->saveLayout()) second_page_->panels()->restoreLayout(layout);
}

void Comparison::setTheme(const style::Theme& theme) {
    second_page_->setTheme(theme);
    bar_->setTheme(theme);
}

}  // namespace langevin::desktop
