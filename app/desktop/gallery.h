// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/desktop/saving/last_runs.h"
#include "engine/core/lab.h"
#include "engine/core/lesson.h"
#include "engine/labs/labs.h"
#include "widgets/controls/card_gallery.h"
#include "widgets/style/theme.h"

namespace langevin::desktop {

/// The first page: a card for every lesson, phase diagram, and preset of every lab, searchable.
class Gallery : public QWidget {
    Q_OBJECT
  public:
    Gallery(const Registry& registry, const std::vector<Lesson>& lessons, QWidget* parent = nullptr);
    /// Lessons and presets alone: no sweeps, which ask for a file, and no runs of others.
    void setForVisitors();
    void setTheme(const style::Theme& theme);
    /// Runs that were left, as the first cards.
    void setLastRuns(const std::vector<LastRuns::Run>& runs);
    /// Forgets what was searched for.
    void reset();

  signals:
    void chosen(const langevin::Recipe& recipe);
    void lessonChosen(int number);  ///< of the lessons handed in
    void sweepChosen(const langevin::SweepPlan& plan, const QString& name);
    void runChosen(const QString& path);  ///< of the runs that were left

  private:
    void addLessons(const std::vector<Lesson>& lessons);
    void addSweeps();
    void addPresets();
    void activate(const QString& id);

    const Registry& registry_;
    controls::CardGallery* cards_;
    std::vector<controls::CardItem> items_;
    std::vector<Recipe> recipes_;  // by card
    const std::vector<labs::ShippedSweep> sweeps_;
    bool for_visitors_ = false;
};

}  // namespace langevin::desktop
