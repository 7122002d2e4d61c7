// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sweep/sweep_page.h"

#include <QCursor>
#include <QElapsedTimer>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/desktop/sweep/map_controls.h"
#include "widgets/controls/number_text.h"
#include "widgets/parameters/names.h"
#include "widgets/style/text.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {
namespace {

constexpr int quickest_redraw = 100;  // ms
const std::string published_prefix = "published_";

QString duration(double seconds) {
    if (seconds < 90) return SweepPage::tr("%1 s").arg(std::max(1.0, std::round(seconds)));
    if (seconds < 5400) return SweepPage::tr("%1 min").arg(std::round(seconds / 60));
    return SweepPage::tr("%1 h %2 min").arg(static_cast<int>(seconds / 3600)).arg(static_cast<int>(seconds / 60) % 60);
}

QString axis_text(const SweepAxis& axis, const ParameterSpec& spec) {
    return SweepPage::tr("%1 from %2 to %3, %4 points%5")
        .arg(parameters::full_name(spec))
        .arg(axis.low)
        .arg(axis.high)
        .arg(axis.points)
        .arg(axis.logarithmic ? SweepPage::tr(" (logarithmic)") : QString());
}

/// The point of the sweep that lies nearest, measured along the axes.
std::optional<SweepPoint> nearest(const SweepGrid& grid, double x, double y) {
    std::optional<SweepPoint> best;
    double shortest = 0;
    for (const auto& point : grid.points()) {
        const double distance = std::abs(grid.x(point) - x) / std::max(std::abs(x), 1e-300) +
                                std::abs(grid.y(point) - y) / std::max(std::abs(y), 1e-300);
        if (best && distance >= shortest) continue;
        best = point;
        shortest = distance;
    }
    return best;
}

/// The range that the map asks for, else its lowest and its highest value; none where no value has a colour.
std::optional<std::pair<double, double>> extent_of(const Heatmap& map, bool positive) {
    if (map.value.range && (!positive || map.value.range->first > 0)) return map.value.range;
    std::pair<double, double> extent(INFINITY, -INFINITY);
    for (const auto& cell : map.cells) {
        if (!std::isfinite(cell.value) || (positive && !(cell.value > 0))) continue;
        extent = {std::min(extent.first, cell.value), std::max(extent.second, cell.value)};
    }
    if (extent.first > extent.second) return std::nullopt;
    return extent;
}

/// What is measured and what was published are to be compared: a colour means the same in both.
void share_colours(Heatmap& measured, Heatmap& published) {
    const bool logarithmic = published.value.logarithmic = measured.value.logarithmic;
    const auto ours = extent_of(measured, logarithmic), theirs = extent_of(published, logarithmic);
    if (!measured.value.range && ours && theirs)  // nobody has chosen
        measured.value.range = {std::min(ours->first, theirs->first), std::max(ours->second, theirs->second)};
    published.value.range = measured.value.range;
}

}  // namespace

SweepPage::SweepPage(SweepSession& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      panels_(new views::PanelGrid),
      controls_(new MapControls),
      title_(new QLabel),
      plan_(new QLabel),
      state_(new QLabel),
      progress_(new QProgressBar),
      pause_(new QPushButton),
      repeats_(new QSpinBox),
      theme_(style::make_theme(style::Scheme::light)) {
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(makePane());
    splitter->addWidget(panels_);
    splitter->setStretchFactor(1, 1);
    splitter->setCollapsible(1, false);
    splitter->setSizes({320, 1200});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);

    draw_timer_.setSingleShot(true);
    connect(&draw_timer_, &QTimer::timeout, this, &SweepPage::makeMaps);
    connect(&session_, &SweepSession::opened, this, &SweepPage::showSweep);
    connect(&session_, &SweepSession::changed, this, &SweepPage::showChange);
    connect(&session_, &SweepSession::publishedReady, this, [this] {
        known_quantities_ = 0;  // their maps stand beside the measured ones
        showChange();
    });
    connect(controls_, &MapControls::changed, this, &SweepPage::makeMaps);
    connect(panels_, &views::PanelGrid::attentionChanged, this, &SweepPage::makeMaps);
}

QWidget* SweepPage::makePane() {
    auto font = title_->font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    font.setBold(true);
    title_->setFont(font);
    for (auto* label : {title_, plan_, state_}) label->setWordWrap(true);
    progress_->setTextVisible(false);
    progress_->setRange(0, 1000);
    progress_->setAccessibleName(tr("Share of the runs that are done"));
    connect(pause_, &QPushButton::clicked, this,
            [this] { session_.setPaused(session_.status().phase == Phase::running); });
    repeats_->setRange(1, 10000);
    repeats_->setToolTip(tr("Runs at every point; raise it to add more, press Enter to begin"));
    repeats_->setAccessibleName(tr("Runs at every point"));
    connect(repeats_, &QSpinBox::editingFinished, this, [this] { session_.setRepeats(repeats_->value()); });
    auto* back = new QPushButton(tr("&Back to the lab"));
    back->setToolTip(tr("The sweep goes on meanwhile"));
    connect(back, &QPushButton::clicked, this, &SweepPage::backRequested);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(pause_);
    buttons->addWidget(back);
    auto* more = new QHBoxLayout;
    auto* repeats_label = new QLabel(tr("Repeats"));
    repeats_label->setBuddy(repeats_);
    more->addWidget(repeats_label);
    more->addWidget(repeats_);
    more->addStretch();
    auto* drawing = new QGroupBox(tr("Drawing"));
    (new QVBoxLayout(drawing))->addWidget(controls_);
    auto* hint =
        new QLabel(tr("Click a cell to watch its first run. Draw a rectangle to refine a region or to have it first."));
    hint->setWordWrap(true);

    auto* inside = new QWidget;
    auto* layout = new QVBoxLayout(inside);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(title_);
    layout->addWidget(plan_);
    layout->addWidget(progress_);
    layout->addWidget(state_);
    layout->addLayout(buttons);
    layout->addLayout(more);
    layout->addWidget(drawing);
    layout->addWidget(hint);
    layout->addStretch();
    auto* pane = new QScrollArea;
    pane->setWidget(inside);
    pane->setWidgetResizable(true);
    pane->setFrameShape(QFrame::NoFrame);
    pane->setFocusPolicy(Qt::NoFocus);  // its controls have it
    pane->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    pane->setMinimumWidth(280);
    return pane;
}

void SweepPage::setTheme(const style::Theme& theme) {
    theme_ = theme;
    panels_->setTheme(theme);
}

void SweepPage::showSweep() {
    ++sweep_;
    known_quantities_ = 0;
    connected_.clear();
    panels_->setPanels({});
    showChange();
}

void SweepPage::showChange() {
    if (!session_.data()) return;
    const auto& sweep = *session_.data();
    if (sweep.names().size() != known_quantities_) makePanels();
    showStatus();
    if (!draw_timer_.isActive()) draw_timer_.start(shown_ == 0 ? 0 : draw_timer_.interval());
}

void SweepPage::makePanels() {
    const auto& sweep = *session_.data();
    known_quantities_ = sweep.names().size();
    const auto quantities = sweep.quantities();
    const auto shown = sweep.shown();
    std::vector<PanelSpec> specs;
    const auto add = [&](const std::string& id, const std::string& title, const std::string& help, bool visible) {
        specs.push_back({.id = id,
                         .title = title,
                         .kind = PanelKind::heatmap,
                         .help = help,
                         .width = 2,
                         .height = 2,
                         .initially_visible = visible});
    };
    const auto add_quantity = [&](const SweepQuantity& quantity, bool visible) {
        const auto& key = quantity.name.key;
        add(key, quantity.name.label, quantity.help + " " + tr("Every cell with one standard error.").toStdString(),
            visible);
        for (const auto& map : session_.published())
            if (map.scalar == key) add(published_prefix + key, map.title, "Published: " + map.source + ".", visible);
    };
    for (const auto& key : shown)
        if (const auto quantity = sweep.quantity(key)) add_quantity(*quantity, true);
    for (const auto& quantity : quantities)
        if (std::find(shown.begin(), shown.end(), quantity.name.key) == shown.end()) add_quantity(quantity, false);
    connected_.clear();
    panels_->setPanels(specs);
    std::map<std::string, MapOptions> defaults;
    for (const auto& quantity : quantities) defaults[quantity.name.key] = sweep.default_options(quantity.name.key);
    controls_->setDefaults(std::move(defaults));
    controls_->setQuantities(quantities);
    controls_->setTheoryKnown(!sweep.boundaries().empty());
    if (!shown.empty()) controls_->select(shown.front());
}

Heatmap SweepPage::mapOf(const std::string& id) const {
    const auto& sweep = *session_.data();
    const bool is_published = id.starts_with(published_prefix);
    const auto key = is_published ? id.substr(published_prefix.size()) : id;
    auto measured = sweep.map(key, controls_->options(key));
    for (const auto& published : session_.published()) {
        if (published.scalar != key) continue;
        auto map = published.map;
        share_colours(measured, map);
        if (!is_published) return measured;
        const auto agreement = sweep.agreement(published);
        if (!map.categories.empty() && agreement.compared > 0)
            map.note = tr("%1 of %2 points agree").arg(agreement.equal).arg(agreement.compared).toStdString();
        return map;
    }
    return measured;
}

void SweepPage::makeMaps() {
    if (!session_.data()) return;
    QElapsedTimer clock;
    clock.start();
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->run = sweep_;
    snapshot->step = ++shown_;
    const auto attention = panels_->attention();
    for (const auto& id : panels_->order())
        if (attention.wants(id.toStdString())) snapshot->panels.push_back({id.toStdString(), mapOf(id.toStdString())});
    panels_->showSnapshot(snapshot);
    connectViews();
    // Large sweeps are drawn less often, so that most of the time is left for the window.
    draw_timer_.setInterval(std::max<int>(quickest_redraw, static_cast<int>(5 * clock.elapsed())));
}

void SweepPage::connectViews() {
    const auto attention = panels_->attention();
    for (const auto& id : panels_->order()) {
        if (connected_.contains(id) || !attention.wants(id.toStdString())) continue;
        connected_.insert(id);
        auto* view = panels_->view(id);
        view->setSelectable(true);
        connect(view, &views::PanelView::cellActivated, this, &SweepPage::openCell);
        connect(view, &views::PanelView::regionSelected, this, [this](double x0, double x1, double y0, double y1) {
            offerRegion({x0, x1, y0, y1});
        });
    }
}

void SweepPage::openCell(double x, double y) {
    if (!session_.data()) return;
    const auto& grid = session_.data()->grid();
    if (const auto point = nearest(grid, x, y)) emit openRequested(grid.recipe({*point, 0}));
}

void SweepPage::offerRegion(const SweepRectangle& region) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addAction(tr("&Refine here"), this, [this, region] { session_.refine(region); })
        ->setToolTip(tr("Points at half the distances in this rectangle"));
    menu->addAction(tr("&First this region"), this, [this, region] { session_.prioritise(region); })
        ->setToolTip(tr("Points in this rectangle come next"));
    menu->popup(QCursor::pos());
}

void SweepPage::showStatus() {
    const auto& grid = session_.data()->grid();
    const auto& plan = grid.plan();
    const auto status = session_.status();
    title_->setText(plan.recipe.title.empty() ? tr("Sweep: %1").arg(text(grid.lab().title)) : text(plan.recipe.title));
    plan_->setText(axis_text(plan.x, grid.x_parameter()) + "\n" + axis_text(plan.y, grid.y_parameter()) + "\n" +
                   tr("%1 %2s a run").arg(controls::count_text(plan.recipe.steps), text(grid.lab().step_unit)));
    progress_->setValue(status.total > 0 ? static_cast<int>(1000 * status.done / status.total) : 0);
    QString state = tr("%1 of %2 runs").arg(controls::count_text(status.done), controls::count_text(status.total));
    if (status.failed > 0) state += tr(", %1 without a result").arg(controls::count_text(status.failed));
    const bool running = status.phase == Phase::running;
    if (running && status.seconds_left > 0) state += tr(", about %1 left").arg(duration(status.seconds_left));
    if (status.phase == Phase::finished) state += tr(", finished");
    if (status.phase == Phase::paused) state += tr(", paused");
    if (status.failed > 0 && status.failed == status.done) {  // no map says why
        const auto failures = session_.data()->failures();
        const auto most = std::ranges::max_element(failures, {}, &std::pair<const std::string, std::size_t>::second);
        if (most != failures.end()) state += "\n" + text(most->first);
    }
    state_->setText(state);
    pause_->setText(running ? tr("&Pause") : tr("&Go on"));
    pause_->setToolTip(running ? tr("Holds all runs; nothing is lost") : tr("Goes on where it was"));
    pause_->setEnabled(status.phase != Phase::finished);
    if (!repeats_->hasFocus()) repeats_->setValue(plan.repeats);
    repeats_->setMinimum(plan.repeats);
}

}  // namespace langevin::desktop
