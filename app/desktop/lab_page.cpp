// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/lab_page.h"

#include <QDesktopServices>
#include <QJsonArray>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/session.h"
#include "widgets/controls/physics_page.h"
#include "widgets/controls/transport_bar.h"
#include "widgets/parameters/names.h"
#include "widgets/parameters/parameter_form.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {
namespace {

constexpr int least_width_with_physics = 1400;  // in a narrower window the panels need it, until it is asked for

/// These panels in this order, the others hidden. Up to three of them are not left to the width of the page: wide ones
/// read better than tall ones.
QJsonObject layoutOf(const std::vector<std::string>& shown, const std::vector<PanelSpec>& all) {
    QJsonArray panels;
    for (const auto& id : shown) {
        QJsonObject panel{{"id", QString::fromStdString(id)}, {"shown", true}};
        if (shown.size() == 3) panel["width"] = panels.isEmpty() ? 2 : 1;
        if (shown.size() == 3) panel["height"] = 1;
        panels.append(panel);
    }
    for (const auto& spec : all)  // of two entries for one panel the first counts
        panels.append(QJsonObject{{"id", QString::fromStdString(spec.id)}, {"shown", false}});
    return {{"panels", panels}, {"columns", shown.size() <= 2 ? 1 : shown.size() == 3 ? 2 : 0}};
}

const QString before_mark = QStringLiteral("0");  // those that a person pins begin with 1

}  // namespace

QString short_text(const ParameterSet& values, const std::string& key) {
    const auto& spec = *values.schema().find(key);
    const auto unit = spec.unit.empty() ? QString() : " " + QString::fromStdString(spec.unit);
    return parameters::short_name(spec) + QString::fromStdString(" = " + to_text(values.value(key))) + unit;
}

LabPage::LabPage(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      columns_(new QSplitter(Qt::Horizontal)),
      splitter_(new QSplitter(Qt::Horizontal)),
      form_pane_(new QWidget),
      panels_(new views::PanelGrid),
      physics_(new controls::PhysicsPage),
      transport_(new controls::TransportBar),
      theme_(style::make_theme(style::Scheme::light)) {
    physics_pane_ = physics_;
    auto* form_layout = new QVBoxLayout(form_pane_);
    form_layout->setContentsMargins(0, 0, 0, 0);
    splitter_->addWidget(form_pane_);
    splitter_->addWidget(panels_);
    splitter_->addWidget(physics_pane_);
    splitter_->setStretchFactor(1, 1);
    splitter_->setCollapsible(1, false);
    splitter_->setSizes({300, 1000, 360});

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    columns_->addWidget(splitter_);
    columns_->setStretchFactor(0, 1);
    columns_->setChildrenCollapsible(false);
    layout->addWidget(columns_, 1);
    layout->addWidget(transport_);

    connect(&session_, &Session::opened, this, &LabPage::showLab);
    connect(&session_, &Session::snapshotArrived, this, &LabPage::showSnapshot);
    connect(&session_, &Session::transportChanged, this, &LabPage::showTransport);
    connect(&session_, &Session::pendingChanged, panels_, &views::PanelGrid::setPending);
    connect(&session_, &Session::parametersChanged, this, &LabPage::showParameters);
    connect(&session_, &Session::refused, this,
            [this](const QString& key, const QString& sentence) { form_->showProblem(key, sentence); });
    connect(panels_, &views::PanelGrid::attentionChanged, this,
            [this] { session_.setAttention(panels_->attention()); });
    connect(physics_, &controls::PhysicsPage::linkActivated, this, [this](const QUrl& link) {
        if (!locked_) QDesktopServices::openUrl(link);
    });
    connectTransport();
}

void LabPage::connectTransport() {
    connect(transport_, &controls::TransportBar::playRequested, &session_, &Session::play);
    connect(transport_, &controls::TransportBar::pauseRequested, &session_, &Session::pause);
    connect(transport_, &controls::TransportBar::stepRequested, &session_, &Session::stepOnce);
    connect(transport_, &controls::TransportBar::rewindRequested, &session_, &Session::rewind);
    connect(transport_, &controls::TransportBar::paceChanged, &session_, &Session::setPace);
    connect(transport_, &controls::TransportBar::seedEdited, &session_, &Session::setSeed);
}

void LabPage::showLab() {
    const auto& lab = *session_.lab();
    delete form_;
    form_ = new parameters::ParameterForm(lab.parameters, form_pane_);  // a parent later would style every row again
    form_->setTheme(theme_);
    form_->setHidingAllowed(!locked_ && !second_);
    form_->setCompact(second_);
    editing_ = false;
    connect(form_, &parameters::ParameterForm::edited, this, &LabPage::edit);
    connect(form_, &parameters::ParameterForm::editingFinished, this, &LabPage::finishEdit);
    static_cast<QVBoxLayout*>(form_pane_->layout())->insertWidget(0, form_, 1);
    panels_->setPanels(lab.panels);
    panels_->setFilesOffered(!locked_);
    showParameters();
    physics_->setPage(QString::fromStdString(lab.page));
    session_.setAttention(panels_->attention());
    showTransport();
}

void LabPage::showParameters() {
    const auto& values = session_.parameters();
    form_->setValues(values);
    for (const auto& spec : session_.lab()->panels)
        panels_->setRelevant(QString::fromStdString(spec.id), values.relevant(spec.relevance));
}

void LabPage::showSnapshot() {
    panels_->showSnapshot(session_.latest());
}

void LabPage::showTransport() {
    controls::TransportState state;
    state.phase = session_.phase();
    state.seed = session_.seed();
    state.pace = session_.pace();
    if (session_.lab()) state.step_unit = QString::fromStdString(session_.lab()->step_unit);
    if (const auto& snapshot = session_.latest()) {
        state.step = snapshot->step;
        state.rates = snapshot->rates;
        state.progress = snapshot->progress;
        state.moments = snapshot->moments;
    }
    transport_->show(state);
}

void LabPage::setTheme(const style::Theme& theme) {
    theme_ = theme;
    if (form_) form_->setTheme(theme);
    panels_->setTheme(theme);
    physics_->setTheme(theme);
    transport_->setTheme(theme);
}

void LabPage::addColumn(QWidget* column) {
    columns_->addWidget(column);
}

void LabPage::showHiddenControls() {
    if (form_) form_->setHidden({});
}

void LabPage::makeSecond() {
    second_ = true;
    transport_->hide();
    physics_pane_->hide();
}

void LabPage::setLocked(bool locked) {
    locked_ = locked;
    if (form_) form_->setHidingAllowed(!locked && !second_);
    panels_->setFilesOffered(!locked);
}

void LabPage::arrange(const std::optional<std::vector<std::string>>& panels,
                      const std::optional<std::vector<std::string>>& controls) {
    panels_->restoreLayout(panels ? layoutOf(*panels, session_.lab()->panels) : QJsonObject());
    showControls(controls);
}

void LabPage::showControls(const std::optional<std::vector<std::string>>& controls) {
    QStringList hidden;
    bool advanced = false;
    for (const auto& spec : session_.lab()->parameters->specs()) {
        if (!controls) break;
        const bool wanted = std::find(controls->begin(), controls->end(), spec.key) != controls->end();
        if (!wanted) hidden << QString::fromStdString(spec.key);
        advanced = advanced || (wanted && spec.level == Level::advanced);
    }
    form_->setHidden(hidden);
    form_->setShowsAdvanced(advanced);
    form_pane_->setVisible(!controls || !controls->empty());
}

void LabPage::balanceColumn(QWidget* column) {
    const int form = form_pane_->isVisibleTo(this) ? form_pane_->width() : 0;
    const int each = (columns_->width() - form) / 2;
    auto sizes = columns_->sizes();
    sizes[0] = form + each;
    sizes[columns_->indexOf(column)] = each;
    columns_->setSizes(sizes);
}

void LabPage::addBanner(QWidget* banner) {
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, banner);
}

void LabPage::addParameters(QWidget* part) {
    form_pane_->layout()->addWidget(part);
}

void LabPage::setBeforeAfter(bool on) {
    before_after_ = on;
    if (!on) panels_->removeGhosts(before_mark);
}

void LabPage::edit(const QString& key, const Value& value) {
    if (before_after_ && !editing_) {
        const auto before = short_text(session_.parameters(), key.toStdString());
        panels_->setGhosts(before_mark, tr("before: %1").arg(before), *panels_);
    }
    editing_ = true;
    session_.edit(key.toStdString(), value);
}

void LabPage::finishEdit() {
    editing_ = false;
    session_.finishEdit();
}

QJsonObject LabPage::saveLayout() const {
    QJsonArray sizes;
    for (const int size : splitter_->sizes()) sizes.append(size);
    return {{"sizes", sizes},
            {"parameters", form_pane_->isVisibleTo(this)},
            {"physics", physics_pane_->isVisibleTo(this)},
            {"hidden", QJsonArray::fromStringList(form_ ? form_->hidden() : QStringList())},
            {"panels", panels_->saveLayout()}};
}

void LabPage::restoreLayout(const QJsonObject& layout) {
    QList<int> sizes;
    for (const auto& size : layout["sizes"].toArray()) sizes << size.toInt();
    if (sizes.size() == splitter_->count()) splitter_->setSizes(sizes);
    form_pane_->setVisible(layout["parameters"].toBool(true));
    const bool room = window()->width() >= least_width_with_physics * theme_.scale;
    physics_pane_->setVisible(layout["physics"].toBool(room));
    QStringList hidden;
    for (const auto& key : layout["hidden"].toArray()) hidden << key.toString();
    form_->setHidden(hidden);
    panels_->restoreLayout(layout["panels"].toObject());
}

}  // namespace langevin::desktop
