// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QTimer>
#include <QWidget>
#include <map>
#include <string>

#include "app/desktop/sweep/sweep_session.h"
#include "widgets/style/theme.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace langevin::views {
class PanelGrid;
}

namespace langevin::desktop {

class MapControls;

/// The maps of a sweep side by side while they fill in; how far it is, and how the maps are drawn, at the left.
class SweepPage : public QWidget {
    Q_OBJECT
  public:
    explicit SweepPage(SweepSession& session, QWidget* parent = nullptr);

    void setTheme(const style::Theme& theme);
    views::PanelGrid* panels() const { return panels_; }
    MapControls* controls() const { return controls_; }

  signals:
    /// A cell was clicked: the recipe of its first run.
    void openRequested(const langevin::Recipe& recipe);
    void backRequested();

  private:
    QWidget* makePane();
    void showSweep();
    void showChange();
    void showStatus();
    void makePanels();
    void makeMaps();
    void connectViews();
    void openCell(double x, double y);
    void offerRegion(const SweepRectangle& region);
    Heatmap mapOf(const std::string& id) const;

    SweepSession& session_;
    views::PanelGrid* panels_;
    MapControls* controls_;
    QLabel *title_, *plan_, *state_;
    QProgressBar* progress_;
    QPushButton* pause_;
    QSpinBox* repeats_;
    QSet<QString> connected_;
    std::size_t known_quantities_ = 0;
    std::uint64_t shown_ = 0, sweep_ = 0;
    QTimer draw_timer_;
    style::Theme theme_;
};

}  // namespace langevin::desktop
