// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with two pages side by side.
#include "app/desktop/compare/comparison.h"
#include "app/desktop/compare/comparison_bar.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/main_window.h"
#include "app/desktop/window_actions.h"

namespace langevin::desktop {

/// Made when it is first asked for: the window must be there at once.
Comparison& MainWindow::comparison() {
    if (comparison_) return *comparison_;
    comparison_ = new Comparison(*session_, *page_, this);
    comparison_->setTheme(theme_);
    addActions(comparison_->bar().actions());
    connect(comparison_, &Comparison::changed, this, &MainWindow::updateActions);
    connect(comparison_, &Comparison::said, this, &MainWindow::say);
    connect(comparison_, &Comparison::failed, this, &MainWindow::complain);
    return *comparison_;
}

bool MainWindow::comparing() const {
    return comparison_ && comparison_->active();
}

void MainWindow::setComparing(bool comparing) {
    if (comparing && session_->lab() && !lesson_player_->active()) comparison().begin();
    if (!comparing && comparison_) comparison_->end();
    updateActions();
}

bool MainWindow::compareWith(const Recipe& recipe) {
    try {
        if (!session_->lab()) throw Failure({"there is nothing yet to compare with", "", "Open a lab first"});
        if (lesson_player_->active())
            throw Failure({"a lesson has the page to itself", "", "Leave the lesson (Ctrl+Shift+W), then compare"});
        comparison().begin(recipe);
        return true;
    } catch (const Failure& failure) {
        complain(QString::fromUtf8(failure.what()));
        return false;
    }
}

}  // namespace langevin::desktop
