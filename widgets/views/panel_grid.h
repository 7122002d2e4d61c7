// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QWidget>
#include <map>
#include <optional>
#include <vector>

#include "engine/core/snapshot.h"
#include "widgets/style/theme.h"

class QLabel;
class QMenu;
class QRubberBand;
class QScrollArea;

namespace langevin::views {

class PanelTile;
class PanelView;

/// The panels of a lab as a tidy grid that can be rearranged: dragged by their headers, made larger, hidden, maximised.
/// Hands every snapshot's panels to the visible views within a budget of time, so that painting never falls behind.
class PanelGrid : public QWidget {
    Q_OBJECT
  public:
    explicit PanelGrid(QWidget* parent = nullptr);
    ~PanelGrid() override;

    /// Makes the tiles, in the lab's own order and sizes.
    void setPanels(const std::vector<PanelSpec>& specs);
    void setTheme(const style::Theme& theme);
    /// Gives visible views their new numbers: fields first, then those that have waited longest, until the budget is spent.
    void showSnapshot(const SnapshotPtr& snapshot);
    void setPending(bool pending);
    void setBudget(int milliseconds) { budget_milliseconds_ = milliseconds; }

    /// What is visible, for the engine.
    Attention attention() const;
    /// Null for an unknown id.
    PanelView* view(const QString& id);
    /// The newest numbers of a panel, as long as it was visible at some time.
    std::optional<Panel> latest(const QString& id) const;

    /// One entry per panel to show or hide it, and the number of columns.
    QMenu* panelsMenu() { return menu_; }
    QJsonObject saveLayout() const;
    /// Unknown panels are ignored, new ones stay where the lab put them.
    void restoreLayout(const QJsonObject& layout);
    void resetLayout();

    bool isPanelVisible(const QString& id) const;
    void setPanelVisible(const QString& id, bool visible);
    /// Empty: all panels.
    void maximise(const QString& id);
    QString maximised() const { return maximised_; }
    /// Ids in their present order, hidden ones included.
    QStringList order() const;
    void movePanel(const QString& id, int index);
    /// 0: as many as fit.
    void setColumns(int columns);

  signals:
    void attentionChanged();
    void saveFigureRequested(const QString& panel);
    void saveDataRequested(const QString& panel);
    void copyFigureRequested(const QString& panel);
    void copyDataRequested(const QString& panel);

  protected:
    bool eventFilter(QObject* object, QEvent* event) override;

  private:
    struct Entry {
        PanelTile* tile = nullptr;
        bool shown = true;
        qint64 served = 0;       ///< counts snapshots; smallest waits longest
        double cost = 0;         ///< of numbers and painting, milliseconds, smoothed
        int until_measured = 0;  ///< updates until painting is measured again
        bool skip = false;       ///< a slow view sits out every other turn
        int followed = -1;
        std::optional<Panel> latest;
    };

    void connectTile(Entry& entry);
    void layOut();
    void fillMenu();
    void drag(PanelTile* tile, const QPoint& global, bool dropped);
    double serve(Entry& entry, const Panel& panel);
    Entry* find(const QString& id);
    const Entry* find(const QString& id) const;
    bool onScreen(const Entry& entry) const;

    QScrollArea* scroll_;
    QWidget* content_;
    QLabel* empty_;
    QMenu* menu_;
    QRubberBand* target_;
    style::Theme theme_;
    std::vector<PanelSpec> specs_;
    std::vector<Entry> entries_;  // in order of the grid
    QString maximised_;
    int columns_ = 0, budget_milliseconds_ = 12;
    qint64 turn_ = 0;
};

}  // namespace langevin::views
