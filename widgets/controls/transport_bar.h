// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "engine/core/snapshot.h"
#include "widgets/style/theme.h"

class QAction;
class QLabel;
class QMenu;
class QProgressBar;
class QSlider;
class QToolButton;

namespace langevin::controls {

class SeedEdit;
class TimeLine;

/// What the transport bar shows. Everything but seed and pace comes from a snapshot.
struct TransportState {
    Phase phase = Phase::idle;
    std::uint64_t step = 0;
    Rates rates = {};
    Progress progress = {};
    std::vector<std::uint64_t> moments = {};  ///< steps to which one can go back, ascending
    QString step_unit = "step";               ///< what one step is called
    std::uint64_t seed = 1;
    std::optional<double> pace = {};  ///< steps a second; none: as fast as possible
};

/// Play, pause, single step, back, speed, seed, and how the run is going. Which buttons can be
/// pressed follows from the phase alone; play and restart always can. It asks by signals and
/// changes its own look only when a new state comes in.
class TransportBar : public QWidget {
    Q_OBJECT
  public:
    explicit TransportBar(QWidget* parent = nullptr);

    void show(const TransportState& state);
    using QWidget::show;
    void setTheme(const style::Theme& theme);

    /// For menus: they carry the shortcuts Space, "." and Home.
    QAction* playAction() const { return play_; }
    QAction* stepAction() const { return single_; }
    QAction* restartAction() const { return restart_; }

    /// The speeds of the slider's notches, slowest first; the last is none: as fast as possible.
    static const std::vector<std::optional<double>>& paces();

  signals:
    void playRequested();
    void pauseRequested();
    void stepRequested();
    /// 0: to the start.
    void rewindRequested(quint64 step);
    void paceChanged(std::optional<double> pace);
    void seedEdited(quint64 seed);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void make_actions();
    QWidget* buttons();
    QWidget* middle();
    QWidget* speed();
    QWidget* seed();
    QToolButton* button(QAction* action, QWidget* parent);
    void toggle_play();
    void fill_moments();
    void show_pace(int notch);
    void show_phase();
    void show_numbers();
    void paint_icons();

    TransportState state_;
    style::Theme theme_;
    QAction* play_ = nullptr;
    QAction* single_ = nullptr;
    QAction* restart_ = nullptr;
    QMenu* moments_ = nullptr;
    QToolButton* play_button_ = nullptr;
    QToolButton* restart_button_ = nullptr;
    QToolButton* dice_ = nullptr;
    QWidget* middle_ = nullptr;
    QLabel* seed_name_ = nullptr;
    QLabel* steps_ = nullptr;
    QLabel* rate_ = nullptr;
    QLabel* elapsed_ = nullptr;
    QLabel* progress_text_ = nullptr;
    QProgressBar* progress_ = nullptr;
    TimeLine* line_ = nullptr;
    QLabel* pace_icon_ = nullptr;
    QLabel* pace_text_ = nullptr;
    QSlider* pace_ = nullptr;
    SeedEdit* seed_ = nullptr;
};

}  // namespace langevin::controls
