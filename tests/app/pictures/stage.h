// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <memory>
#include <string>

#include "app/desktop/main_window.h"
#include "engine/core/checkpoint.h"
#include "engine/storage/session_file.h"

/// The window of the program with everything in it at rest, so that it can be held against a picture.
///
/// What would depend on the moment or on the machine, and why it does not here:
/// - The state of a run: labs are opened from a checkpoint that was made off-line, after a fixed number of steps, and
///   stay paused. All views have seen that one moment only, so axes that remember know nothing else.
/// - "steps/s" and "time spent running" in the transport bar: a run that is opened paused shows "–" and "0:00".
/// - "½ rate" in the head of a panel that is slow to draw: the budget of time for drawing has no limit.
/// - Maps that theory works out little by little while one looks (spin glass): finished first, with an observation that
///   is complete.
/// - The time left of a sweep: it is opened finished. Dates of runs that were left: none was.
/// - Fonts, their rendering, resolution and screen: fonts.conf and screen.json. Language: C.
/// - What blinks or moves: the cursor does not blink, nothing has the focus and nothing is under the pointer.
namespace langevin::pictures {

/// Before the application is made.
void prepare_environment();

/// A moment of a run.
struct Moment {
    const Lab* lab;
    storage::Session session;
    CheckpointPtr checkpoint;
};
Moment moment_of(const Registry& registry, const char* recipe_line, std::uint64_t steps);

class Stage {
  public:
    /// A new window with the settings of a first start.
    Stage(const Registry& registry, QSize size, style::Scheme scheme = style::Scheme::light);

    desktop::MainWindow& window() { return *window_; }

    /// A lab as it is after so many steps. False if it does not come.
    bool open(const char* recipe_line, std::uint64_t steps);
    /// What that lab's page shows, beside the same lab of another recipe after as many steps.
    bool compareWith(const char* recipe_line);
    /// Waits until the runner has done all that it was asked for, and what it then shows is there.
    static bool catchUp(desktop::Session& session);
    /// What the window, or a dialog, looks like once nothing changes any more; null if that never happens.
    QImage picture();
    static QImage picture(QWidget& of);

  private:
    const Registry& registry_;
    std::unique_ptr<desktop::MainWindow> window_;
    std::uint64_t steps_ = 0;
};

}  // namespace langevin::pictures
