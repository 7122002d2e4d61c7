// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QVariantMap>

#include "widgets/views/panel_view.h"

class QMenu;
class QVBoxLayout;

namespace langevin::views {

class PanelHeader;
class PendingVeil;

/// A panel with its frame: head, menu and view. The view is made when it is first needed.
class PanelTile : public QFrame {
    Q_OBJECT
  public:
    PanelTile(PanelSpec spec, QWidget* parent = nullptr);

    const PanelSpec& spec() const { return spec_; }
    QString id() const { return QString::fromStdString(spec_.id); }
    QString title() const { return QString::fromStdString(spec_.title); }
    /// Makes the view if there is none yet.
    PanelView* view();
    bool hasView() const { return view_ != nullptr; }

    void setTheme(const style::Theme& theme);
    /// Numbers that are about to be replaced by those of a new run are dimmed.
    void setPending(bool pending);
    void setMaximised(bool maximised);
    /// The view is served every second time because it takes this long; 0: at full rate.
    void setSlow(double milliseconds);
    /// In the hand of the user, on its way to another place.
    void setLifted(bool lifted);
    /// Whether the menu offers to save and copy.
    void setFilesOffered(bool offered) { files_offered_ = offered; }
    /// Whether it offers a movie, where it offers to save.
    void setMoviesOffered(bool offered) { movies_offered_ = offered; }

    /// What takes the focus, in order: head, buttons, view.
    QList<QWidget*> tabChain();

    QVariantMap choices() const;
    void restoreChoices(const QVariantMap& choices);

    /// Everything in the tile's menu, view actions included; for tests and other menus.
    QList<QAction*> menuActions();

  signals:
    void saveFigureRequested(const QString& id);
    void saveDataRequested(const QString& id);
    void copyFigureRequested(const QString& id);
    void copyDataRequested(const QString& id);
    void movieRequested(const QString& id);
    void hideRequested(const QString& id);
    void maximiseRequested(const QString& id);
    void moveRequested(const QString& id, int steps);
    void spanRequested(const QString& id, int more_columns, int more_rows);
    void dragged(const QString& id, const QPoint& global_position);
    void dropped(const QString& id, const QPoint& global_position);
    void dragCancelled(const QString& id);
    void followedChanged(const QString& id, int tile);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void makeActions();
    void fillMenu();
    void placeVeil();

    PanelSpec spec_;
    QMenu* menu_;
    PanelHeader* header_;
    QVBoxLayout* layout_;
    PanelView* view_ = nullptr;
    PendingVeil* veil_ = nullptr;
    QList<QAction*> file_actions_, size_actions_;
    QAction *movie_action_ = nullptr, *maximise_action_ = nullptr, *hide_action_ = nullptr;
    QVariantMap choices_;  // until there is a view
    style::Theme theme_;
    bool pending_ = false, lifted_ = false, files_offered_ = true, movies_offered_ = false;
};

}  // namespace langevin::views
