// SPDX-License-Identifier: GPL-3.0-or-later
// What the window can be asked to do: actions with their keys, and the menus made of them.
#include "app/desktop/window_actions.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>
#include <QToolButton>

#include "app/desktop/compare/comparison.h"
#include "app/desktop/compare/comparison_bar.h"
#include "app/desktop/exporter.h"
#include "app/desktop/gallery.h"
#include "app/desktop/kiosk.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/movie/movie_recorder.h"
#include "app/desktop/sweep/sweep_session.h"
#include "engine/storage/recipe_file.h"
#include "widgets/controls/transport_bar.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {

void MainWindow::makeActions() {
    auto& a = *actions_;
    const auto make = [this](const QString& label, const QKeySequence& key, const QString& tip, auto slot) {
        auto* action = new QAction(label, this);
        action->setShortcut(key);
        action->setToolTip(tip);
        action->setStatusTip(tip);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);  // so that keys work while the menu bar is hidden
        return action;
    };
    const auto toggle = [&](const QString& label, const QKeySequence& key, const QString& tip, auto slot) {
        auto* action = make(label, key, tip, slot);
        action->setCheckable(true);
        return action;
    };
    a.gallery = make(tr("&Gallery"), tr("Ctrl+G"), tr("All labs and presets"), [this] { showGallery(); });
    a.open =
        make(tr("&Open…"), QKeySequence::Open, tr("Open a session, recipe, sweep or lesson"), [this] { chooseFile(); });
    a.save = make(tr("&Save session"), QKeySequence::Save, tr("Save, quit, open and go on, bit for bit"),
                  [this] { session_path_.isEmpty() ? chooseSessionFile() : saveSession(session_path_); });
    a.save_as = make(tr("Save session &as…"), QKeySequence::SaveAs, tr("Save the session under another name"),
                     [this] { chooseSessionFile(); });
    a.copy_recipe =
        make(tr("Copy rec&ipe"), tr("Ctrl+Shift+C"), tr("The recipe as one line, to paste into a chat"), [this] {
            QApplication::clipboard()->setText(QString::fromStdString(storage::to_line(session_->recipe())));
            say(tr("Recipe copied"));
        });
    a.paste_recipe = make(tr("&Paste recipe"), tr("Ctrl+Shift+V"), tr("Open a recipe from the clipboard"),
                          [this] { pasteRecipe(); });
    a.copy_command =
        make(tr("Copy &command line"), tr("Ctrl+Shift+L"), tr("The command that reproduces what is on screen"), [this] {
            QApplication::clipboard()->setText(session_->commandLine());
            say(tr("Command line copied"));
        });
    a.save_everything = make(
        tr("&All panels to a folder…"), tr("Ctrl+E"), tr("Pictures and data of all visible panels, with the recipe"),
        [this] { sweepShown() ? sweep_exporter_->saveEverything() : exporter_->saveEverything(); });
    a.save_sheet = make(tr("Figure of several &panels…"), tr("Ctrl+Shift+P"),
                        tr("Panels on one sheet, with letters, as PDF, SVG or PNG"),
                        [this] { sweepShown() ? sweep_exporter_->saveSheet() : exporter_->saveSheet(); });
    a.movie = make(tr("Mo&vie…"), tr("Ctrl+M"), tr("Of panels, rendered in the background, or of the page as it looks"),
                   [this] { askForMovie(); });
    a.stop_movie =
        make(tr("Stop re&cording"), tr("Ctrl+."), tr("What was filmed live is kept, an unfinished rendering is not"),
             [this] { movies_->stop(); });
    a.save_field = make(tr("&Field for ParaView…"), tr("Ctrl+Shift+F"),
                        tr("The field that is shown, as VTK image data"), [this] { exporter_->saveField(); });
    a.record = make(tr("&Record ensemble…"), tr("Ctrl+Shift+R"), tr("Many configurations as HDF5"),
                    [this] { exporter_->recordEnsemble(); });
    a.save_model = make(tr("Trained &model…"), tr("Ctrl+Shift+M"),
                        tr("The network that was trained on this page, as HDF5 for this program and for PyTorch"),
                        [this] { exporter_->saveModel(); });
    a.save_lesson = make(tr("&Lesson as…"), tr("Ctrl+Shift+E"), tr("The lesson as a file, to edit and to share"),
                         [this] { chooseLessonFile(); });
    a.quit = make(tr("&Quit"), QKeySequence::Quit, tr("End the program"), [this] { close(); });

    a.undo = session_->undoStack()->createUndoAction(this, tr("&Undo"));
    a.undo->setShortcut(QKeySequence::Undo);
    a.redo = session_->undoStack()->createRedoAction(this, tr("&Redo"));
    a.redo->setShortcut(QKeySequence::Redo);
    addActions({a.undo, a.redo});
    a.reset = make(tr("Reset &parameters"), tr("Ctrl+Shift+D"), tr("All parameters to their initial values"),
                   [this] { session_->resetAll(); });

    a.play = page_->transport()->playAction();
    a.step = page_->transport()->stepAction();
    a.restart = page_->transport()->restartAction();
    a.verify =
        make(tr("&Verify…"), Qt::Key_F9, tr("Compare this lab with exact and published results"), [this] { verify(); });

    a.compare =
        toggle(tr("Co&mpare"), Qt::Key_F7, tr("A second page of this lab beside the first, from this moment on"),
               [this](bool on) { setComparing(on); });
    a.before_after = toggle(tr("Be&fore and after"), tr("Ctrl+B"),
                            tr("Keep what the panels showed before an edit, pale, behind what comes after"),
                            [this](bool on) { page_->setBeforeAfter(on); });

    a.sweep = make(tr("S&weep…"), Qt::Key_F8, tr("Run this lab over a plane of two of its parameters"),
                   [this] { planSweep(); });
    a.show_sweep =
        make(tr("Show s&weep"), tr("Shift+F8"), tr("The maps of the sweep that is open"), [this] { showSweep(); });
    a.sweep_tables = make(tr("Sweep as &tables…"), tr("Ctrl+Shift+T"),
                          tr("Points and runs of the open sweep as CSV or HDF5"), [this] { saveSweepTables(); });

    a.lesson_on = make(tr("&Next in the lesson"), Qt::Key_PageDown, tr("Commit, run, compare, or the next step"),
                       [this] { lesson_player_->advance(); });
    a.lesson_back =
        make(tr("Back in the &lesson"), Qt::Key_PageUp, tr("One step back"), [this] { lesson_player_->back(); });
    a.lesson_leave = make(tr("L&eave the lesson"), tr("Ctrl+Shift+W"), tr("End the lesson and keep its lab"),
                          [this] { leaveLesson(); });

    a.parameters = toggle(tr("&Parameters"), Qt::Key_F2, tr("Show the parameter form"),
                          [this](bool on) { page_->parameterPane()->setVisible(on); });
    a.hidden_controls = make(tr("Show hidden &controls"), tr("Shift+F2"), tr("Bring back controls that were hidden"),
                             [this] { page_->showHiddenControls(); });
    a.physics = toggle(tr("P&hysics"), Qt::Key_F1, tr("Show the page of physics"),
                       [this](bool on) { page_->physicsPane()->setVisible(on); });
    a.dark = toggle(tr("&Dark theme"), tr("Ctrl+D"), tr("Light letters on dark"),
                    [this](bool on) { setTheme(on ? style::Scheme::dark : style::Scheme::light, theme_.scale); });
    a.larger = make(tr("&Larger type"), QKeySequence::ZoomIn, tr("Larger letters and lines"),
                    [this] { setTheme(theme_.scheme, qMin(2.0, theme_.scale + 0.1)); });
    a.smaller = make(tr("&Smaller type"), QKeySequence::ZoomOut, tr("Smaller letters and lines"),
                     [this] { setTheme(theme_.scheme, qMax(0.8, theme_.scale - 0.1)); });
    a.normal_size =
        make(tr("&Normal type"), tr("Ctrl+0"), tr("Letters of normal size"), [this] { setTheme(theme_.scheme, 1.0); });
    a.present = toggle(tr("Presen&tation"), Qt::Key_F11, tr("Full screen with large type; Esc leaves it"),
                       [this](bool on) { setPresenting(on); });
    a.reset_layout = make(tr("&Reset layout"), tr("Ctrl+Shift+0"), tr("Panels as they were at first"),
                          [this] { page_->panels()->resetLayout(); });
    a.keys = make(tr("&Keys"), tr("Ctrl+/"), tr("All keys"), [this] { showKeys(); });
    a.about = make(tr("&About Langevin Lab"), {}, tr("Version and licence"), [this] { showAbout(); });
    a.leave_presentation =
        make(tr("Leave the presentation"), Qt::Key_Escape, tr("Back to the window"), [this] { setPresenting(false); });
    a.leave_presentation->setEnabled(false);  // else Esc belongs to fields and views

    a.of_lab = {a.save,   a.save_as,    a.copy_recipe,     a.copy_command, a.save_everything, a.save_field,
                a.record, a.save_model, a.reset,           a.play,         a.restart,         a.verify,
                a.sweep,  a.parameters, a.hidden_controls, a.physics,      a.reset_layout,    a.before_after};
    a.of_lesson = {a.save_lesson, a.lesson_on, a.lesson_back, a.lesson_leave};
}

void MainWindow::makeMenus() {
    auto& a = *actions_;
    auto* file = menuBar()->addMenu(tr("&File"));
    file->addActions({a.gallery, a.open});
    recent_menu_ = file->addMenu(tr("Open &recent"));
    connect(recent_menu_, &QMenu::aboutToShow, this, &MainWindow::fillRecentFiles);
    file->addActions({a.save, a.save_as});
    file->addSeparator();
    file->addActions({a.copy_recipe, a.paste_recipe, a.copy_command});
    file->addSeparator();
    auto* take = file->addMenu(tr("&Export"));
    take->addActions({a.save_everything, a.save_sheet, a.movie, a.stop_movie, a.save_field, a.record, a.save_model,
                      a.sweep_tables, a.save_lesson});
    file->addSeparator();
    file->addAction(a.quit);

    auto* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({a.undo, a.redo});
    edit->addSeparator();
    edit->addAction(a.reset);

    auto* run = menuBar()->addMenu(tr("&Run"));
    run->addActions({a.play, a.step, a.restart});
    run->addSeparator();
    run->addActions({a.compare, a.before_after});
    run->addSeparator();
    run->addActions({a.verify, a.sweep});
    run->addSeparator();
    run->addActions({a.lesson_on, a.lesson_back, a.lesson_leave});

    auto* view = menuBar()->addMenu(tr("&View"));
    view->addActions({a.parameters, a.hidden_controls, a.physics});
    view->addMenu(page_->panels()->panelsMenu());
    view->addAction(a.reset_layout);
    view->addSeparator();
    view->addActions({a.dark, a.larger, a.smaller, a.normal_size});
    view->addSeparator();
    view->addActions({a.show_sweep, a.present});

    auto* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({a.keys, a.about});
    for (auto* menu : {file, edit, run, view, help, take}) menu->setToolTipsVisible(true);
}

/// What is wanted most, where it is seen: at the right of the menu bar.
void MainWindow::makeButtons() {
    auto& a = *actions_;
    buttons_ = new QWidget(menuBar());
    auto* layout = new QHBoxLayout(buttons_);
    layout->setContentsMargins(0, 1, 6, 1);
    layout->setSpacing(2);
    for (auto* action : {a.gallery, a.verify, a.sweep, a.save_everything, a.physics}) {
        action->setToolTip(tr("%1 (%2)").arg(action->toolTip(), action->shortcut().toString(QKeySequence::NativeText)));
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
        connect(action, &QAction::changed, button, [action, button] { button->setVisible(action->isEnabled()); });
    }
    a.save_everything->setIconText(tr("Export"));
    menuBar()->setCornerWidget(buttons_);
}

/// With their words where there is room.
void MainWindow::resizeEvent(QResizeEvent* event) {
    const bool room = width() >= 1000 * theme_.scale;
    for (auto* button : buttons_->findChildren<QToolButton*>())
        button->setToolButtonStyle(room ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    QMainWindow::resizeEvent(event);
}

void MainWindow::updateActions() {
    buttons_->setVisible(pages_->currentWidget() != static_cast<QWidget*>(gallery_));
    const bool open = session_->lab() != nullptr;
    for (auto* action : actions_->of_lab) action->setEnabled(open);
    for (auto* action : {actions_->physics, actions_->parameters, actions_->hidden_controls, actions_->reset_layout})
        action->setEnabled(open && !sweepShown());
    if (!open) actions_->step->setEnabled(false);  // while one is, the transport bar knows
    for (auto* action : actions_->of_lesson) action->setEnabled(lesson_player_->active());
    const bool sweep = sweep_session_->data() != nullptr;
    for (auto* action : {actions_->show_sweep, actions_->sweep_tables}) action->setEnabled(sweep);
    actions_->compare->setEnabled(open && !lesson_player_->active());
    actions_->compare->setChecked(comparing());
    if (comparison_)
        for (auto* action : comparison_->bar().actions()) action->setEnabled(comparing());
    for (auto* action : {actions_->save_everything, actions_->save_sheet}) action->setEnabled(open || sweepShown());
    actions_->movie->setEnabled(!movies_->recording());
    actions_->stop_movie->setEnabled(movies_->recording());
    page_->panels()->panelsMenu()->setEnabled(open);
    menuBar()->setCornerWidget(buttons_);  // with the room that those need which are shown now
    actions_->parameters->setChecked(page_->parameterPane()->isVisibleTo(page_));
    actions_->physics->setChecked(page_->physicsPane()->isVisibleTo(page_));
    if (kiosk_) kiosk_->restrictActions();
}

void MainWindow::showKeys() {
    QStringList cells;
    const auto add = [&](const QString& keys, const QString& what) {
        cells << QStringLiteral("<td style='font-weight:600'>%1&nbsp;&nbsp;</td><td>%2&nbsp;&nbsp;&nbsp;</td>")
                     .arg(keys.toHtmlEscaped(), what.toHtmlEscaped());
    };
    for (const auto* action : page_->transport()->actions() + actions())
        if (!action->shortcut().isEmpty() && !action->text().isEmpty())
            add(action->shortcut().toString(QKeySequence::NativeText), QString(action->text()).remove('&'));
    add(tr("G"), tr("Pin the curves of a plot as a ghost"));
    add(tr("Shift+G"), tr("Remove the ghosts of a plot"));
    QString rows;  // in two columns, for small screens
    const auto half = (cells.size() + 1) / 2;
    for (qsizetype i = 0; i < half; ++i) rows += "<tr>" + cells[i] + cells.value(half + i) + "</tr>";
    QMessageBox(QMessageBox::NoIcon, tr("Keys"), "<table>" + rows + "</table>", QMessageBox::Ok, this).exec();
}

}  // namespace langevin::desktop
