// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/panel_grid.h"

#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <algorithm>

#include "widgets/views/panel_tile.h"
#include "widgets/views/snapshot_server.h"

namespace langevin::views {
namespace {

constexpr int gap = 8, least_column = 292, least_row = 184, automatic_columns = 4, tallest = 4;

}  // namespace

PanelGrid::PanelGrid(QWidget* parent)
    : QScrollArea(parent),
      server_(new SnapshotServer(this)),
      page_(new QWidget),
      indicator_(new QWidget(page_)),
      empty_(new QLabel(tr("All panels are hidden. The menu of panels brings them back."), page_)),
      carried_(new QLabel(page_)),
      menu_(new QMenu(tr("Pan&els"), this)),
      theme_(style::make_theme(style::Scheme::light)) {
    setWidget(page_);
    setWidgetResizable(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Panels"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setProperty("role", "muted");
    carried_->setAttribute(Qt::WA_TransparentForMouseEvents);
    carried_->hide();
    indicator_->setAttribute(Qt::WA_TransparentForMouseEvents);
    indicator_->hide();
    menu_->setToolTipsVisible(true);
    connect(menu_, &QMenu::aboutToShow, this, &PanelGrid::fillMenu);
    server_->setSeen([this](const PanelTile& tile) { return isVisible() && seen(tile); });
    setTheme(theme_);
}

PanelGrid::~PanelGrid() = default;

PanelTile* PanelGrid::makeTile(const PanelSpec& spec) {
    auto* tile = new PanelTile(spec, page_);
    tile->setTheme(theme_);
    tile->setPending(pending_);
    connect(tile, &PanelTile::saveFigureRequested, this, &PanelGrid::saveFigureRequested);
    connect(tile, &PanelTile::saveDataRequested, this, &PanelGrid::saveDataRequested);
    connect(tile, &PanelTile::copyFigureRequested, this, &PanelGrid::copyFigureRequested);
    connect(tile, &PanelTile::copyDataRequested, this, &PanelGrid::copyDataRequested);
    connect(tile, &PanelTile::movieRequested, this, &PanelGrid::movieRequested);
    tile->setMoviesOffered(movies_offered_);
    connect(tile, &PanelTile::hideRequested, this, [this](const QString& id) { setShown(id, false); });
    connect(tile, &PanelTile::maximiseRequested, this,
            [this](const QString& id) { setMaximised(maximised_ == id ? QString() : id); });
    connect(tile, &PanelTile::moveRequested, this,
            [this](const QString& id, int steps) { movePanel(id, static_cast<int>(order().indexOf(id)) + steps); });
    connect(tile, &PanelTile::spanRequested, this, &PanelGrid::resizePanel);
    connect(tile, &PanelTile::dragged, this, &PanelGrid::drag);
    connect(tile, &PanelTile::dropped, this, &PanelGrid::drop);
    connect(tile, &PanelTile::dragCancelled, this, &PanelGrid::endDrag);
    connect(tile, &PanelTile::followedChanged, this, [this](const QString& id, int number) {
        if (number < 0)
            followed_.erase(id.toStdString());
        else
            followed_[id.toStdString()] = number;
        checkAttention();
    });
    return tile;
}

void PanelGrid::setPanels(const std::vector<PanelSpec>& panels) {
    server_->setTiles({});
    for (const auto& item : items_) delete item.tile;
    items_.clear();
    followed_.clear();
    maximised_.clear();
    specs_ = panels;
    std::vector<PanelTile*> tiles;
    for (const auto& spec : specs_) {
        items_.push_back({makeTile(spec), {spec.width, spec.height}, spec.initially_visible, true});
        tiles.push_back(items_.back().tile);
    }
    server_->setTiles(std::move(tiles));
    verticalScrollBar()->setValue(0);
    layOut();
}

void PanelGrid::showSnapshot(const SnapshotPtr& snapshot) {
    server_->offer(snapshot);
}

void PanelGrid::setTheme(const style::Theme& theme) {
    theme_ = theme;
    auto colours = palette();
    colours.setColor(QPalette::Window, theme.accent);
    indicator_->setPalette(colours);
    indicator_->setAutoFillBackground(true);
    for (auto& item : items_) item.tile->setTheme(theme);
    layOut();
}

void PanelGrid::setPending(bool pending) {
    pending_ = pending;
    for (auto& item : items_) item.tile->setPending(pending);
}

void PanelGrid::setFilesOffered(bool offered) {
    for (auto& item : items_) item.tile->setFilesOffered(offered);
}

PanelGrid::Item* PanelGrid::item(const QString& id) {
    const auto found =
        std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.tile->id() == id; });
    return found == items_.end() ? nullptr : &*found;
}

const PanelGrid::Item* PanelGrid::item(const QString& id) const {
    return const_cast<PanelGrid*>(this)->item(id);
}

PanelTile* PanelGrid::tile(const QString& id) const {
    const auto* found = item(id);
    return found ? found->tile : nullptr;
}

PanelView* PanelGrid::view(const QString& id) {
    auto* found = tile(id);
    if (!found) return nullptr;
    server_->refresh(found);
    return found->view();
}

std::optional<langevin::Panel> PanelGrid::latest(const QString& id) const {
    return server_->latest(id);
}

void PanelGrid::setGhosts(const QString& mark, const QString& name, const PanelGrid& of) {
    for (const auto& item : items_) {
        if (!item.tile->hasView() || item.tile->isHidden() || !item.tile->view()->takesGhosts()) continue;
        if (const auto panel = of.latest(item.tile->id())) item.tile->view()->setGhost(mark, name, *panel);
    }
}

void PanelGrid::removeGhosts(const QString& mark) {
    for (const auto& item : items_)
        if (item.tile->hasView()) item.tile->view()->removeGhost(mark);
}

QStringList PanelGrid::order() const {
    QStringList ids;
    for (const auto& item : items_) ids << item.tile->id();
    return ids;
}

/// On the page, and in the part of it that is scrolled into view.
bool PanelGrid::seen(const PanelTile& tile) const {
    const auto* found = item(tile.id());
    if (!found || !found->shown || !found->relevant || tile.isHidden()) return false;
    if (!isVisible()) return true;  // nothing is placed yet
    const QRect window(QPoint(horizontalScrollBar()->value(), verticalScrollBar()->value()), viewport()->size());
    return window.intersects(tile.geometry());
}

Attention PanelGrid::attention() const {
    Attention attention;
    attention.panels.emplace();
    for (const auto& item : items_)
        if (seen(*item.tile)) attention.panels->insert(item.tile->spec().id);
    attention.followed = followed_;
    return attention;
}

void PanelGrid::checkAttention() {
    auto now = attention();
    const bool same = now.panels == last_attention_.panels && now.followed == last_attention_.followed;
    last_attention_ = std::move(now);
    server_->seenChanged();
    if (!same) emit attentionChanged();
}

void PanelGrid::layOut() {
    std::vector<Item*> shown;
    for (auto& item : items_) {
        const bool wanted = item.relevant && (maximised_.isEmpty() ? item.shown : item.tile->id() == maximised_);
        if (wanted) shown.push_back(&item);
        item.tile->setMaximised(item.tile->id() == maximised_);
        if (wanted) item.tile->view();  // before it is shown, so that it comes with its frame
        item.tile->setVisible(wanted);
    }
    empty_->setVisible(shown.empty() && !items_.empty());
    placeTiles(shown);
    QWidget* last = nullptr;
    for (auto* item : shown)
        for (auto* next : item->tile->tabChain()) {
            if (last) setTabOrder(last, next);
            last = next;
        }
    checkAttention();
}

void PanelGrid::placeTiles(const std::vector<Item*>& shown) {
    const auto scaled = [this](int length) { return static_cast<int>(length * theme_.scale); };
    const int space = scaled(gap);
    // The scroll bar has its place at all times: the grid must not jump when it comes.
    const int bar = verticalScrollBar()->sizeHint().width();
    const QSize window = viewport()->size() + QSize(verticalScrollBar()->isVisible() ? bar : 0, 0);
    const int automatic = columns_for(window.width() - 2 * space, scaled(least_column), space, automatic_columns);
    const int columns = !maximised_.isEmpty() ? 1 : chosen_columns_ > 0 ? chosen_columns_ : automatic;
    std::vector<Span> spans;
    for (const auto* item : shown) spans.push_back(maximised_.isEmpty() ? item->span : Span{1, 1});
    const auto arrangement = arrange(spans, columns);

    const int rows = std::max(1, arrangement.rows);
    const int room = window.height() - (rows + 1) * space;
    const bool scrolls = room / rows < scaled(least_row);
    const double row = scrolls ? scaled(least_row) : static_cast<double>(room) / rows;
    const int width = window.width() - (scrolls ? bar : 0);
    const double column = static_cast<double>(width - (columns + 1) * space) / columns;
    page_->resize(width, scrolls ? static_cast<int>(rows * (row + space) + space) : window.height());
    empty_->setGeometry(page_->rect());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto& cells = arrangement.cells[i];
        const auto edge = [space](int cell, double size) { return qRound(space + cell * (size + space)); };
        const QPoint corner(edge(cells.left(), column), edge(cells.top(), row));
        const QPoint end(edge(cells.right() + 1, column) - space, edge(cells.bottom() + 1, row) - space);
        shown[i]->tile->setGeometry(QRect(corner, QSize(end.x() - corner.x(), end.y() - corner.y())));
    }
}

void PanelGrid::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    layOut();
}

void PanelGrid::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    layOut();
}

void PanelGrid::scrollContentsBy(int dx, int dy) {
    QScrollArea::scrollContentsBy(dx, dy);
    checkAttention();
}

bool PanelGrid::isShown(const QString& id) const {
    const auto* found = item(id);
    return found && found->shown;
}

void PanelGrid::setShown(const QString& id, bool shown) {
    auto* found = item(id);
    if (!found || found->shown == shown) return;
    found->shown = shown;
    if (!shown && maximised_ == id) maximised_.clear();
    if (shown) maximised_.clear();
    layOut();
}

void PanelGrid::setRelevant(const QString& id, bool relevant) {
    auto* found = item(id);
    if (!found || found->relevant == relevant) return;
    found->relevant = relevant;
    if (!relevant && maximised_ == id) maximised_.clear();
    layOut();
}

void PanelGrid::setMaximised(const QString& id) {
    const auto* found = item(id);
    maximised_ = found && found->shown ? id : QString();
    verticalScrollBar()->setValue(0);
    layOut();
}

void PanelGrid::setColumns(int columns) {
    chosen_columns_ = std::clamp(columns, 0, most_columns);
    layOut();
}

void PanelGrid::movePanel(const QString& id, int place) {
    const auto from = order().indexOf(id);
    if (from < 0) return;
    const auto to = std::clamp(place, 0, static_cast<int>(items_.size()) - 1);
    const auto moved = items_[static_cast<std::size_t>(from)];
    items_.erase(items_.begin() + from);
    items_.insert(items_.begin() + to, moved);
    layOut();
    ensureWidgetVisible(moved.tile, 0, 0);
}

void PanelGrid::resizePanel(const QString& id, int more_columns, int more_rows) {
    auto* found = item(id);
    if (!found) return;
    found->span.width = std::clamp(found->span.width + more_columns, 1, most_columns);
    found->span.height = std::clamp(found->span.height + more_rows, 1, tallest);
    layOut();
}

void PanelGrid::resetLayout() {
    restoreLayout({});
}

}  // namespace langevin::views
