// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QScrollArea>
#include <map>
#include <optional>
#include <vector>

#include "engine/core/snapshot.h"
#include "widgets/views/grid_arrangement.h"
#include "widgets/views/panel_view.h"

class QLabel;
class QMenu;

namespace langevin::views {

class PanelTile;
class SnapshotServer;

/// The panels of a lab in a tidy grid: arranged, sized, hidden and maximised by the user, and
/// remembered. Shows snapshots; views keep the last numbers until there are new ones.
class PanelGrid : public QScrollArea {
    Q_OBJECT
  public:
    static constexpr int most_columns = 6;

    explicit PanelGrid(QWidget* parent = nullptr);
    ~PanelGrid() override;

    /// A new lab: makes its tiles, in the default layout.
    void setPanels(const std::vector<PanelSpec>& panels);
    void showSnapshot(const SnapshotPtr& snapshot);
    void setTheme(const style::Theme& theme);
    /// A restart is under way: the tiles are dimmed and keep their numbers.
    void setPending(bool pending);
    /// Whether the menus of the panels offer to save and copy; of the present panels.
    void setFilesOffered(bool offered);
    /// Whether those menus offer movies; of the panels that are set from now on.
    void setMoviesOffered(bool offered) { movies_offered_ = offered; }

    /// What is seen at present, and so what has to be computed.
    Attention attention() const;
    /// Draws what another grid of the same lab shows, or this one at present, behind the numbers of every panel that is
    /// shown, where that makes sense: see PanelView::setGhost.
    void setGhosts(const QString& mark, const QString& name, const PanelGrid& of);
    void removeGhosts(const QString& mark);

    /// The view of a panel with its newest numbers, made if need be; null for an unknown id.
    PanelView* view(const QString& id);
    std::optional<langevin::Panel> latest(const QString& id) const;
    PanelTile* tile(const QString& id) const;
    /// Ids in the order of the grid, hidden ones included.
    QStringList order() const;

    bool isShown(const QString& id) const;
    void setShown(const QString& id, bool shown);
    /// A panel that has no meaning at present is left out of the grid, whatever the user chose.
    void setRelevant(const QString& id, bool relevant);
    QString maximised() const { return maximised_; }
    /// Lets one panel fill the page; an empty id shows all again.
    void setMaximised(const QString& id);
    int columns() const { return chosen_columns_; }
    /// 0: as many as the width allows.
    void setColumns(int columns);
    void movePanel(const QString& id, int place);
    void resizePanel(const QString& id, int more_columns, int more_rows);
    void resetLayout();

    /// Shows and hides panels, and sets the number of columns. Belongs to the grid.
    QMenu* panelsMenu() const { return menu_; }

    QJsonObject saveLayout() const;
    /// Unknown panels are ignored; panels that the layout does not know come last.
    void restoreLayout(const QJsonObject& layout);
    SnapshotServer* server() const { return server_; }

  signals:
    void attentionChanged();
    void saveFigureRequested(const QString& panel);
    void saveDataRequested(const QString& panel);
    void copyFigureRequested(const QString& panel);
    void copyDataRequested(const QString& panel);
    void movieRequested(const QString& panel);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

  private:
    struct Item {
        PanelTile* tile = nullptr;
        Span span;
        bool shown = true;
        bool relevant = true;
    };

    Item* item(const QString& id);
    const Item* item(const QString& id) const;
    PanelTile* makeTile(const PanelSpec& spec);
    bool seen(const PanelTile& tile) const;
    void layOut();
    void placeTiles(const std::vector<Item*>& shown);
    void fillMenu();
    void checkAttention();
    std::optional<int> dropPlace(const QPoint& global, QRect* indicator) const;
    void drag(const QString& id, const QPoint& global);
    void drop(const QString& id, const QPoint& global);
    void endDrag(const QString& id);

    std::vector<PanelSpec> specs_;
    std::vector<Item> items_;
    std::map<std::string, int> followed_;
    SnapshotServer* server_;
    QWidget *page_, *indicator_;
    QLabel *empty_, *carried_;
    QMenu* menu_;
    style::Theme theme_;
    QString maximised_;
    int chosen_columns_ = 0;
    bool pending_ = false, movies_offered_ = false;
    Attention last_attention_;
};

}  // namespace langevin::views
