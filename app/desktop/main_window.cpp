// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>
#include <QStatusBar>

#include "app/desktop/background_job.h"
#include "app/desktop/exporter.h"
#include "app/desktop/gallery.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/verify_dialog.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/recipe_file.h"
#include "widgets/style/icons.h"
#include "widgets/style/math_text.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {
namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

constexpr double presentation_scale = 1.6;

/// Fonts must be in force before the first widget is made.
style::Theme applied_theme(const Settings& settings) {
    const auto theme = style::make_theme(settings.scheme(), settings.scale());
    style::apply(*qApp, theme);
    return theme;
}

}  // namespace

/// Every action, once: menus, keys and the list of keys are made from these.
struct MainWindow::Actions {
    QAction *gallery, *open, *save, *save_as, *copy_recipe, *paste_recipe, *copy_command, *save_everything, *save_field,
        *record, *quit;
    QAction *undo, *redo, *reset;
    QAction *play, *step, *restart, *verify;
    QAction *parameters, *physics, *dark, *larger, *smaller, *normal_size, *present, *reset_layout;
    QAction *keys, *about;
    QList<QAction*> of_lab;  ///< enabled only while a lab is open
};

MainWindow::MainWindow(const Registry& registry, QWidget* parent)
    : QMainWindow(parent),
      registry_(registry),
      theme_(applied_theme(settings_)),
      session_(std::make_unique<Session>()),
      actions_(std::make_unique<Actions>()),
      pages_(new QStackedWidget),
      gallery_(new Gallery(registry)),
      page_(new LabPage(*session_)),
      exporter_(new Exporter(*session_, *page_, this)),
      saver_(new BackgroundJob(this)),
      message_(new QLabel),
      headline_(new QLabel) {
    setWindowTitle(tr("Langevin Lab"));
    setMinimumSize(900, 600);
    pages_->addWidget(gallery_);
    pages_->addWidget(page_);
    setCentralWidget(pages_);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->setAccessibleName(tr("Message"));
    headline_->setTextFormat(Qt::RichText);
    headline_->setAccessibleName(tr("Headline numbers"));
    headline_->setToolTip(tr("Means with one standard error; the table has the rest"));
    statusBar()->addWidget(message_, 1);
    statusBar()->addPermanentWidget(headline_);

    makeActions();
    makeMenus();
    connectSession();
    connect(gallery_, &Gallery::chosen, this, &MainWindow::openRecipe);

    if (!restoreGeometry(settings_.windowGeometry())) resize(1600, 960);
    setTheme(settings_.scheme(), settings_.scale());
    showGallery();
}

MainWindow::~MainWindow() = default;

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
    a.open = make(tr("&Open…"), QKeySequence::Open, tr("Open a session or a recipe"), [this] { chooseFile(); });
    a.save = make(tr("&Save session"), QKeySequence::Save, tr("Save, quit, open and go on, bit for bit"),
                  [this] { session_path_.isEmpty() ? chooseSessionFile() : saveSession(session_path_); });
    a.save_as = make(tr("Save session &as…"), QKeySequence::SaveAs, tr("Save the session under another name"),
                     [this] { chooseSessionFile(); });
    a.copy_recipe =
        make(tr("Copy &recipe"), tr("Ctrl+Shift+C"), tr("The recipe as one line, to paste into a chat"), [this] {
            QApplication::clipboard()->setText(text(storage::to_line(session_->recipe())));
            say(tr("Recipe copied"));
        });
    a.paste_recipe = make(tr("&Paste recipe"), tr("Ctrl+Shift+V"), tr("Open a recipe from the clipboard"),
                          [this] { pasteRecipe(); });
    a.copy_command =
        make(tr("Copy &command line"), tr("Ctrl+Shift+L"), tr("The command that reproduces what is on screen"), [this] {
            QApplication::clipboard()->setText(session_->commandLine());
            say(tr("Command line copied"));
        });
    a.save_everything =
        make(tr("All panels to a &folder…"), tr("Ctrl+E"),
             tr("Pictures and data of all visible panels, with the recipe"), [this] { exporter_->saveEverything(); });
    a.save_field = make(tr("&Field for ParaView…"), tr("Ctrl+Shift+F"),
                        tr("The field that is shown, as VTK image data"), [this] { exporter_->saveField(); });
    a.record = make(tr("&Record ensemble…"), tr("Ctrl+Shift+R"), tr("Many configurations as HDF5"),
                    [this] { exporter_->recordEnsemble(); });
    a.quit = make(tr("&Quit"), QKeySequence::Quit, tr("End the program"), [this] { close(); });

    a.undo = session_->undoStack()->createUndoAction(this, tr("&Undo"));
    a.undo->setShortcut(QKeySequence::Undo);
    a.redo = session_->undoStack()->createRedoAction(this, tr("&Redo"));
    a.redo->setShortcut(QKeySequence::Redo);
    addActions({a.undo, a.redo});
    a.reset = make(tr("Reset &parameters"), tr("Ctrl+Shift+D"), tr("All parameters to their initial values"),
                   [this] { session_->resetAll(); });

    a.play =
        make(tr("&Play / pause"), Qt::Key_Space, tr("Run or hold the simulation"), [this] { session_->togglePause(); });
    a.step = make(tr("Single &step"), Qt::Key_Period, tr("One step, then wait"), [this] { session_->stepOnce(); });
    a.restart = make(tr("&Restart"), tr("Ctrl+R"), tr("From the beginning with the same seed"),
                     [this] { session_->restart(); });
    a.verify =
        make(tr("&Verify…"), Qt::Key_F9, tr("Compare this lab with exact and published results"), [this] { verify(); });

    a.parameters = toggle(tr("&Parameters"), Qt::Key_F2, tr("Show the parameter form"),
                          [this](bool on) { page_->parameterPane()->setVisible(on); });
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
    auto* leave = make(tr("Leave presentation"), Qt::Key_Escape, {}, [this] { setPresenting(false); });
    leave->setVisible(false);

    a.of_lab = {a.save,       a.save_as, a.copy_recipe, a.copy_command, a.save_everything,
                a.save_field, a.record,  a.reset,       a.play,         a.step,
                a.restart,    a.verify,  a.parameters,  a.physics,      a.reset_layout};
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
    take->addActions({a.save_everything, a.save_field, a.record});
    file->addSeparator();
    file->addAction(a.quit);

    auto* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({a.undo, a.redo});
    edit->addSeparator();
    edit->addAction(a.reset);

    auto* run = menuBar()->addMenu(tr("&Run"));
    run->addActions({a.play, a.step, a.restart});
    run->addSeparator();
    run->addAction(a.verify);

    auto* view = menuBar()->addMenu(tr("&View"));
    view->addActions({a.parameters, a.physics});
    view->addMenu(page_->panels()->panelsMenu());
    view->addAction(a.reset_layout);
    view->addSeparator();
    view->addActions({a.dark, a.larger, a.smaller, a.normal_size});
    view->addSeparator();
    view->addAction(a.present);

    auto* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({a.keys, a.about});
    for (auto* menu : {file, edit, run, view, help, take}) menu->setToolTipsVisible(true);
}

void MainWindow::connectSession() {
    connect(session_.get(), &Session::snapshotArrived, this, &MainWindow::showStatus);
    connect(session_.get(), &Session::refused, this,
            [this](const QString&, const QString& sentence) { complain(sentence); });
    connect(saver_, &BackgroundJob::failed, this, &MainWindow::complain);
    connect(exporter_, &Exporter::done, this, &MainWindow::say);
    connect(exporter_, &Exporter::failed, this, &MainWindow::complain);
    connect(page_, &LabPage::saveFigureRequested, exporter_, &Exporter::saveFigure);
    connect(page_, &LabPage::saveDataRequested, exporter_, &Exporter::saveData);
    connect(page_, &LabPage::copyFigureRequested, exporter_, &Exporter::copyFigure);
    connect(page_, &LabPage::copyDataRequested, exporter_, &Exporter::copyData);
}

void MainWindow::showGallery() {
    rememberLayout();
    delete verify_;
    verify_ = nullptr;
    session_->close();
    session_path_.clear();
    pages_->setCurrentWidget(gallery_);
    setWindowTitle(tr("Langevin Lab"));
    headline_->clear();
    message_->clear();
    updateActions();
}

void MainWindow::openRecipe(const Recipe& recipe) {
    try {
        const auto& lab = registry_.find(recipe.lab);
        rememberLayout();
        session_->open(lab, recipe);
    } catch (const Failure& failure) {
        return complain(QString::fromUtf8(failure.what()));
    }
    page_->restoreLayout(settings_.layout(text(session_->lab()->id)));
    session_path_.clear();
    pages_->setCurrentWidget(page_);
    setWindowTitle((recipe.title.empty() ? QString() : text(recipe.title) + " – ") + text(session_->lab()->title) +
                   " – " + tr("Langevin Lab"));
    updateActions();
}

void MainWindow::openFile(const QString& path) {
    try {
        const auto content = storage::read_text(path.toStdString());
        if (content.find("\"session\"") != std::string::npos)
            openSessionFile(path);
        else
            openRecipe(storage::parse_recipe(content, path.toStdString()));
        settings_.addRecentFile(path);
    } catch (const Failure& failure) {
        settings_.forgetRecentFile(path);
        complain(QString::fromUtf8(failure.what()));
    }
}

void MainWindow::openSessionFile(const QString& path) {
    const auto saved = storage::read_session(path.toStdString());
    const auto& lab = registry_.find(saved.recipe.lab);
    auto checkpoint = std::make_shared<const Checkpoint>(storage::read_checkpoint(path.toStdString(), saved, lab));
    rememberLayout();
    session_->open(lab, saved, std::move(checkpoint));
    page_->restoreLayout(settings_.layout(text(lab.id)));
    pages_->setCurrentWidget(page_);
    session_path_ = path;
    setWindowTitle(QFileInfo(path).completeBaseName() + " – " + tr("Langevin Lab"));
    updateActions();
    say(tr("Opened at step %1; press play to go on").arg(saved.recipe.steps));
}

void MainWindow::chooseFile() {
    const auto path = QFileDialog::getOpenFileName(this, tr("Open"), settings_.lastFolder(),
                                                   tr("Sessions and recipes (*.json);;All files (*)"));
    if (!path.isEmpty()) openFile(path);
}

void MainWindow::chooseSessionFile() {
    const auto path = QFileDialog::getSaveFileName(this, tr("Save session"), settings_.lastFolder() + "/session.json",
                                                   tr("Sessions (*.json)"));
    if (!path.isEmpty()) saveSession(path);
}

void MainWindow::saveSession(const QString& path) {
    if (saver_->running()) return complain(tr("The last save is still under way."));
    session_->withCheckpoint([this, path](const CheckpointPtr& checkpoint) {
        if (!checkpoint) return complain(tr("Nothing runs that could be saved."));
        session_path_ = path;
        say(tr("Saving %1…").arg(path));
        // Writing may take a while on a slow disk.
        saver_->start([this, path, checkpoint, lab = session_->lab(), first = session_->firstParameters(),
                       seed = session_->seed()](const std::stop_token&, const BackgroundJob::Reporter& reporter) {
            storage::write_session(path.toStdString(), storage::make_session(*lab, first, seed, *checkpoint),
                                   *checkpoint);
            reporter.onGuiThread([this, path, step = checkpoint->step] {
                settings_.addRecentFile(path);
                say(tr("Saved %1 at step %2").arg(path).arg(step));
            });
        });
    });
}

void MainWindow::pasteRecipe() {
    const auto line = QApplication::clipboard()->text().trimmed();
    try {
        openRecipe(line.startsWith('{') ? storage::parse_recipe(line.toStdString(), "clipboard")
                                        : storage::parse_line(line.toStdString()));
    } catch (const Failure& failure) {
        complain(QString::fromUtf8(failure.what()));
    }
}

void MainWindow::fillRecentFiles() {
    recent_menu_->clear();
    for (const auto& path : settings_.recentFiles())
        recent_menu_->addAction(QFileInfo(path).fileName(), this, [this, path] { openFile(path); })->setToolTip(path);
    if (recent_menu_->isEmpty()) recent_menu_->addAction(tr("None yet"))->setEnabled(false);
}

VerifyDialog* MainWindow::verify() {
    if (!session_->lab()) return nullptr;
    if (!verify_) {
        verify_ = new VerifyDialog(*session_->lab(), theme_, this);
        connect(verify_, &VerifyDialog::openRequested, this, &MainWindow::openRecipe);
    }
    verify_->show();
    verify_->raise();
    verify_->activateWindow();
    if (!verify_->running()) verify_->run();
    return verify_;
}

void MainWindow::setTheme(style::Scheme scheme, double scale) {
    theme_ = style::make_theme(scheme, scale);
    style::apply(*qApp, theme_);
    gallery_->setTheme(theme_);
    page_->setTheme(theme_);
    actions_->dark->setChecked(scheme == style::Scheme::dark);
    actions_->play->setIcon(style::icon("play", theme_));
    actions_->step->setIcon(style::icon("step", theme_));
    actions_->restart->setIcon(style::icon("rewind", theme_));
    actions_->verify->setIcon(style::icon("verify", theme_));
    actions_->undo->setIcon(style::icon("undo", theme_));
    actions_->redo->setIcon(style::icon("redo", theme_));
    if (presenting_) return;
    settings_.setScheme(scheme);
    settings_.setScale(scale);
}

void MainWindow::setPresenting(bool presenting) {
    if (presenting == presenting_) return;
    presenting_ = presenting;
    actions_->present->setChecked(presenting);
    menuBar()->setVisible(!presenting);
    statusBar()->setVisible(!presenting);
    if (presenting) {
        state_before_presenting_ = windowState();
        scale_before_presenting_ = theme_.scale;
        page_->physicsPane()->hide();
        setWindowState(windowState() | Qt::WindowFullScreen);
        setTheme(theme_.scheme, qMax(theme_.scale, presentation_scale));
    } else {
        setWindowState(state_before_presenting_);
        page_->physicsPane()->setVisible(actions_->physics->isChecked());
        setTheme(theme_.scheme, scale_before_presenting_);
    }
}

void MainWindow::showStatus() {
    const auto& snapshot = *session_->latest();
    QStringList numbers;
    for (const auto& key : session_->lab()->headline)
        if (const auto* m = snapshot.scalar(key))
            numbers << style::symbol_html(text(m->symbol)) + " = " + text(with_error(m->value, m->error));
    headline_->setText(numbers.join("&nbsp;&nbsp;&nbsp; "));
    const auto message = text(snapshot.message);
    if (message == snapshot_message_) return;  // what was said about files in the meantime stays
    snapshot_message_ = message;
    message.isEmpty() ? say({}) : complain(message);
}

void MainWindow::say(const QString& sentence) {
    message_->setStyleSheet({});
    message_->setText(sentence);
}

void MainWindow::complain(const QString& sentence) {
    message_->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(theme_.warning.name()));
    if (message_->text() != sentence) message_->setText(sentence);
}

void MainWindow::updateActions() {
    const bool open = session_->lab() != nullptr;
    for (auto* action : actions_->of_lab) action->setEnabled(open);
    page_->panels()->panelsMenu()->setEnabled(open);
    actions_->parameters->setChecked(page_->parameterPane()->isVisibleTo(page_));
    actions_->physics->setChecked(page_->physicsPane()->isVisibleTo(page_));
}

void MainWindow::rememberLayout() {
    if (session_->lab() && !presenting_) settings_.setLayout(text(session_->lab()->id), page_->saveLayout());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    setPresenting(false);
    rememberLayout();
    settings_.setWindowGeometry(saveGeometry());
    delete verify_;
    verify_ = nullptr;
    session_->close();
    event->accept();
}

void MainWindow::showKeys() {
    QString rows;
    for (const auto* action : actions())
        if (!action->shortcut().isEmpty() && !action->text().isEmpty())
            rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                        .arg(action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                             QString(action->text()).remove('&').toHtmlEscaped());
    QMessageBox::information(this, tr("Keys"), "<table>" + rows + "</table>");
}

void MainWindow::showAbout() {
    QMessageBox::about(
        this, tr("About Langevin Lab"),
        tr("<h3>Langevin Lab %1</h3><p>An interactive laboratory for the physics of machine learning.</p>"
           "<p>Free software under the GNU General Public License, version 3 or later. It comes with absolutely no "
           "warranty.</p>"
           "<p>Built on Qt, Qt Charts and VTK. Fonts: Inter and STIX, SIL Open Font License.</p>")
            .arg(QStringLiteral(LANGEVIN_VERSION)));
}

}  // namespace langevin::desktop
