// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/panel_grid.h"

#include <QActionGroup>
#include <QEvent>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QRubberBand>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/views/panel_tile.h"
#include "widgets/views/panel_view.h"
#include "widgets/views/tile_layout.h"

namespace langevin::views {
namespace {

constexpr int least_column = 290, least_row = 215, gap = 8;
constexpr double slow_milliseconds = 40;  // a view slower than this is served every other time
constexpr int updates_between_measurements = 20;

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

}  // namespace

PanelGrid::PanelGrid(QWidget* parent)
    : QWidget(parent),
      scroll_(new QScrollArea),
      content_(new QWidget),
      empty_(new QLabel(tr("All panels are hidden. View, Panels shows them again."), content_)),
      menu_(new QMenu(tr("&Panels"), this)),
      target_(new QRubberBand(QRubberBand::Rectangle, content_)),
      theme_(style::make_theme(style::Scheme::light)) {
    scroll_->setWidget(content_);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->viewport()->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll_);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setProperty("role", "muted");
    empty_->hide();
    target_->hide();
    menu_->setToolTipsVisible(true);
    connect(menu_, &QMenu::aboutToShow, this, &PanelGrid::fillMenu);
    setMinimumSize(320, 240);
}

PanelGrid::~PanelGrid() = default;

void PanelGrid::setPanels(const std::vector<PanelSpec>& specs) {
    for (const auto& entry : entries_) delete entry.tile;
    entries_.clear();
    maximised_.clear();
    specs_ = specs;
    for (const auto& spec : specs) {
        auto& entry = entries_.emplace_back();
        entry.tile = new PanelTile(spec, content_);
        entry.shown = spec.initially_visible;
        entry.tile->setTheme(theme_);
        connectTile(entry);
    }
    layOut();
}

void PanelGrid::connectTile(Entry& entry) {
    auto* tile = entry.tile;
    const auto id = tile->id();
    connect(tile, &PanelTile::viewMade, this, [this, id](PanelView* made) {
        connect(made, &PanelView::followedChanged, this, [this, id](int followed) {
            find(id)->followed = followed;
            emit attentionChanged();
        });
    });
    connect(tile, &PanelTile::maximiseRequested, this, [this, id] { maximise(maximised_ == id ? QString() : id); });
    connect(tile, &PanelTile::hideRequested, this, [this, id] { setPanelVisible(id, false); });
    connect(tile, &PanelTile::spanChanged, this, &PanelGrid::layOut);
    connect(tile, &PanelTile::moveRequested, this, [this, id](int by) { movePanel(id, static_cast<int>(order().indexOf(id)) + by); });
    connect(tile, &PanelTile::dragged, this, [this, tile](const QPoint& global, bool dropped) { drag(tile, global, dropped); });
    connect(tile, &PanelTile::saveFigureRequested, this, [this, id] { emit saveFigureRequested(id); });
    connect(tile, &PanelTile::saveDataRequested, this, [this, id] { emit saveDataRequested(id); });
    connect(tile, &PanelTile::copyFigureRequested, this, [this, id] { emit copyFigureRequested(id); });
    connect(tile, &PanelTile::copyDataRequested, this, [this, id] { emit copyDataRequested(id); });
}

void PanelGrid::setTheme(const style::Theme& theme) {
    theme_ = theme;
    for (const auto& entry : entries_) entry.tile->setTheme(theme);
    layOut();
}

void PanelGrid::layOut() {
    std::vector<Span> spans;
    std::vector<PanelTile*> tiles;
    for (const auto& entry : entries_) {
        const bool visible = entry.shown && (maximised_.isEmpty() || entry.tile->id() == maximised_);
        entry.tile->setVisible(visible);
        entry.tile->setMaximised(!maximised_.isEmpty());
        if (!visible) continue;
        entry.tile->view();
        tiles.push_back(entry.tile);
        spans.push_back(maximised_.isEmpty() ? Span{entry.tile->columns(), entry.tile->rows()} : Span{1, 1});
    }
    const auto room = scroll_->viewport()->size();
    const int columns = !maximised_.isEmpty() ? 1 : columns_ > 0 ? columns_ : columns_for(room.width(), static_cast<int>(least_column * theme_.scale));
    const auto placement = lay_out_tiles(spans, room, columns, static_cast<int>(least_row * theme_.scale), gap);
    for (std::size_t i = 0; i < tiles.size(); ++i) tiles[i]->setGeometry(placement.rectangles[i]);
    content_->resize(room.width(), std::max(room.height(), placement.height));
    empty_->setVisible(tiles.empty());
    empty_->setGeometry(content_->rect());
}

bool PanelGrid::eventFilter(QObject* object, QEvent* event) {
    if (object == scroll_->viewport() && event->type() == QEvent::Resize) layOut();
    return QWidget::eventFilter(object, event);
}

bool PanelGrid::onScreen(const Entry& entry) const {
    return entry.tile->isVisible() && !entry.tile->visibleRegion().isEmpty();
}

void PanelGrid::showSnapshot(const SnapshotPtr& snapshot) {
    if (!snapshot) return;
    ++turn_;
    std::vector<std::pair<Entry*, const Panel*>> waiting;
    for (auto& entry : entries_) {
        const auto* panel = snapshot->panel(entry.tile->spec().id);
        if (!panel) continue;
        entry.latest = *panel;
        if (onScreen(entry)) waiting.emplace_back(&entry, panel);
    }
    const auto is_field = [](const auto& item) { return item.first->tile->spec().kind == PanelKind::field; };
    const auto charts = std::stable_partition(waiting.begin(), waiting.end(), is_field);
    std::stable_sort(charts, waiting.end(), [](const auto& a, const auto& b) { return a.first->served < b.first->served; });
    double spent = 0;
    for (auto item = waiting.begin(); item != waiting.end(); ++item) {
        auto& [entry, panel] = *item;
        // The one that has waited longest gets its turn whatever it costs, or it would never have one.
        if (item > charts && spent + entry->cost > budget_milliseconds_) break;
        if (entry->cost > slow_milliseconds && (entry->skip = !entry->skip)) continue;
        spent += serve(*entry, *panel);
    }
}

/// The cost in milliseconds. Painting happens later, all at once; now and then it is made to happen here to learn its price.
double PanelGrid::serve(Entry& entry, const Panel& panel) {
    QElapsedTimer timer;
    timer.start();
    auto* view = entry.tile->view();
    view->setPanel(panel);
    entry.served = turn_;
    if (--entry.until_measured <= 0) {
        entry.until_measured = updates_between_measurements;
        view->repaint();
        const double cost = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        entry.cost = entry.cost == 0 ? cost : 0.5 * (entry.cost + cost);
        entry.tile->setRemark(entry.cost > slow_milliseconds ? tr("half rate") : QString());
    }
    return entry.cost;
}

void PanelGrid::setPending(bool pending) {
    for (const auto& entry : entries_) entry.tile->setPending(pending);
}

Attention PanelGrid::attention() const {
    Attention attention;
    attention.panels.emplace();
    for (const auto& entry : entries_) {
        const bool visible = entry.shown && (maximised_.isEmpty() || entry.tile->id() == maximised_);
        if (visible) attention.panels->insert(entry.tile->spec().id);
        if (entry.followed >= 0) attention.followed[entry.tile->spec().id] = entry.followed;
    }
    return attention;
}

PanelGrid::Entry* PanelGrid::find(const QString& id) {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.tile->id() == id; });
    return found == entries_.end() ? nullptr : &*found;
}

const PanelGrid::Entry* PanelGrid::find(const QString& id) const { return const_cast<PanelGrid*>(this)->find(id); }

PanelView* PanelGrid::view(const QString& id) {
    auto* entry = find(id);
    return entry ? entry->tile->view() : nullptr;
}

std::optional<Panel> PanelGrid::latest(const QString& id) const {
    const auto* entry = find(id);
    return entry ? entry->latest : std::nullopt;
}

bool PanelGrid::isPanelVisible(const QString& id) const {
    const auto* entry = find(id);
    return entry && entry->shown;
}

void PanelGrid::setPanelVisible(const QString& id, bool visible) {
    auto* entry = find(id);
    if (!entry || entry->shown == visible) return;
    entry->shown = visible;
    if (!visible && maximised_ == id) maximised_.clear();
    layOut();
    emit attentionChanged();
}

void PanelGrid::maximise(const QString& id) {
    maximised_ = isPanelVisible(id) ? id : QString();
    layOut();
    emit attentionChanged();
}

QStringList PanelGrid::order() const {
    QStringList ids;
    for (const auto& entry : entries_) ids << entry.tile->id();
    return ids;
}

void PanelGrid::movePanel(const QString& id, int index) {
    const auto from = order().indexOf(id);
    if (from < 0) return;
    const auto to = std::clamp<qsizetype>(index, 0, static_cast<qsizetype>(entries_.size()) - 1);
    const auto begin = entries_.begin();
    if (from < to) std::rotate(begin + from, begin + from + 1, begin + to + 1);
    if (to < from) std::rotate(begin + to, begin + from, begin + from + 1);
    layOut();
}

void PanelGrid::setColumns(int columns) {
    columns_ = std::clamp(columns, 0, 4);
    layOut();
}

/// Shows where the tile would go; on dropping it takes the place of the tile under the pointer.
void PanelGrid::drag(PanelTile* tile, const QPoint& global, bool dropped) {
    const auto place = content_->mapFromGlobal(global);
    const PanelTile* under = nullptr;
    for (const auto& entry : entries_)
        if (entry.tile != tile && entry.tile->isVisible() && entry.tile->geometry().contains(place)) under = entry.tile;
    target_->setVisible(under && !dropped);
    if (under) target_->setGeometry(under->geometry());
    target_->raise();
    if (dropped && under) movePanel(tile->id(), static_cast<int>(order().indexOf(under->id())));
}

void PanelGrid::fillMenu() {
    menu_->clear();
    for (const auto& entry : entries_) {
        const auto id = entry.tile->id();
        auto* action = menu_->addAction(text(entry.tile->spec().title));
        action->setCheckable(true);
        action->setChecked(entry.shown);
        action->setToolTip(text(entry.tile->spec().help));
        connect(action, &QAction::toggled, this, [this, id](bool on) { setPanelVisible(id, on); });
    }
    menu_->addSeparator();
    auto* columns = menu_->addMenu(tr("&Columns"));
    auto* group = new QActionGroup(columns);
    for (int n = 0; n <= 4; ++n) {
        auto* action = columns->addAction(n == 0 ? tr("As many as fit") : QString::number(n));
        action->setCheckable(true);
        action->setChecked(n == columns_);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, n] { setColumns(n); });
    }
}

QJsonObject PanelGrid::saveLayout() const {
    QJsonArray tiles;
    for (const auto& entry : entries_) {
        QJsonObject tile{{"id", entry.tile->id()}, {"shown", entry.shown}, {"columns", entry.tile->columns()}, {"rows", entry.tile->rows()}};
        if (entry.tile->hasView()) tile["choices"] = QJsonObject::fromVariantMap(entry.tile->view()->choices());
        tiles.append(tile);
    }
    return {{"columns", columns_}, {"tiles", tiles}};
}

void PanelGrid::restoreLayout(const QJsonObject& layout) {
    int index = 0;
    for (const auto& value : layout["tiles"].toArray()) {
        const auto saved = value.toObject();
        auto* entry = find(saved["id"].toString());
        if (!entry) continue;
        entry->shown = saved["shown"].toBool(true);
        entry->tile->setSpan(saved["columns"].toInt(1), saved["rows"].toInt(1));
        if (const auto choices = saved["choices"].toObject(); !choices.isEmpty()) entry->tile->view()->restoreChoices(choices.toVariantMap());
        movePanel(saved["id"].toString(), index++);
    }
    columns_ = std::clamp(layout["columns"].toInt(0), 0, 4);
    layOut();
    emit attentionChanged();
}

void PanelGrid::resetLayout() {
    maximised_.clear();
    columns_ = 0;
    for (std::size_t i = 0; i < specs_.size(); ++i) {
        const auto id = text(specs_[i].id);
        auto* entry = find(id);
        entry->shown = specs_[i].initially_visible;
        entry->tile->setSpan(specs_[i].width, specs_[i].height);
        movePanel(id, static_cast<int>(i));
    }
    layOut();
    emit attentionChanged();
}

}  // namespace langevin::views
