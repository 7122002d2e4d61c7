// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include "app/desktop/main_window.h"

namespace langevin::desktop {

/// Every action, once: menus, keys and the list of keys are made from these.
struct MainWindow::Actions {
    QAction *gallery, *open, *save, *save_as, *copy_recipe, *paste_recipe, *copy_command, *save_everything, *save_field,
        *save_sheet, *movie, *stop_movie, *record, *save_model, *save_lesson, *quit;
    QAction *undo, *redo, *reset;
    QAction *play, *step, *restart, *verify, *compare, *before_after, *sweep, *show_sweep, *sweep_tables;
    QAction *lesson_on, *lesson_back, *lesson_leave;
    QAction *parameters, *hidden_controls, *physics, *dark, *larger, *smaller, *normal_size, *present,
        *leave_presentation, *reset_layout;
    QAction *keys, *about;
    QList<QAction*> of_lab;     ///< enabled only while a lab is open
    QList<QAction*> of_lesson;  ///< enabled only while a lesson is played
};

}  // namespace langevin::desktop
