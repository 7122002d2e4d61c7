// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>

#include "app/desktop/background_job.h"
#include "app/desktop/compare/comparison.h"
#include "app/desktop/exporter.h"
#include "app/desktop/gallery.h"
#include "app/desktop/kiosk.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_column.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/movie/movie_recorder.h"
#include "app/desktop/saving/last_runs.h"
#include "app/desktop/sweep/sweep_page.h"
#include "app/desktop/sweep/sweep_session.h"
#include "app/desktop/verify_dialog.h"
#include "app/desktop/window_actions.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/sweep_file.h"
#include "engine/storage/sweep_store.h"
#include "widgets/charts/axis_scale.h"
#include "widgets/controls/choose_file.h"
#include "widgets/style/elided_label.h"
#include "widgets/style/icons.h"
#include "widgets/style/math_text.h"
#include "widgets/style/text.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {
namespace {

constexpr double presentation_scale = 1.6;

/// Fonts must be in force before the first widget is made.
style::Theme applied_theme(const Settings& settings) {
    const auto theme = style::make_theme(settings.scheme(), settings.scale());
    style::apply(theme);
    return theme;
}

}  // namespace

MainWindow::MainWindow(const Registry& registry, std::vector<Lesson> lessons, QWidget* parent)
    : QMainWindow(parent),
      registry_(registry),
      lessons_(std::move(lessons)),
      theme_(applied_theme(settings_)),
      session_(std::make_unique<Session>()),
      actions_(std::make_unique<Actions>()),
      pages_(new QStackedWidget),
      gallery_(new Gallery(registry, lessons_)),
      page_(new LabPage(*session_)),
      exporter_(new Exporter(*session_, *page_, this)),
      movies_(new MovieRecorder(*session_, *page_, this)),
      sweep_session_(new SweepSession(this)),
      sweep_page_(new SweepPage(*sweep_session_)),
      sweep_exporter_(nullptr),
      lesson_player_(new LessonPlayer(registry, *session_, *page_, this)),
      lesson_column_(new LessonColumn(*lesson_player_)),
      saver_(new BackgroundJob(this)),
      last_runs_(new LastRuns(this)),
      message_(new style::ElidedLabel),
      sweep_progress_(new QLabel),
      headline_(new QLabel) {
    setWindowTitle(tr("Langevin Lab"));
    setMinimumSize(900, 600);
    pages_->addWidget(gallery_);
    pages_->addWidget(page_);
    pages_->addWidget(sweep_page_);
    setCentralWidget(pages_);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->setAccessibleName(tr("Message"));
    headline_->setTextFormat(Qt::RichText);
    headline_->setAccessibleName(tr("Headline numbers"));
    headline_->setToolTip(tr("Means with one standard error; the table has the rest"));
    message_->setContentsMargins(8, 0, 8, 0);
    headline_->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(message_, 1);
    sweep_progress_->setContentsMargins(8, 0, 8, 0);
    sweep_progress_->setAccessibleName(tr("Progress of the sweep"));
    statusBar()->addPermanentWidget(sweep_progress_);
    statusBar()->addPermanentWidget(headline_);

    makeActions();
    makeMenus();
    makeButtons();
    connectSession();
    connectMovies();
    connectSweeps();
    connectLessons();
    connect(gallery_, &Gallery::chosen, this, &MainWindow::openRecipe);
    connect(gallery_, &Gallery::runChosen, this, &MainWindow::openLastRun);
    connect(gallery_, &Gallery::sweepChosen, this, [this](const SweepPlan& plan, const QString& name) {
        askForSweep(registry_.find(plan.recipe.lab), plan, name);
    });
    connect(last_runs_, &LastRuns::changed, this, [this] { gallery_->setLastRuns(LastRuns::list()); });
    gallery_->setLastRuns(LastRuns::list());

    if (!restoreGeometry(settings_.windowGeometry())) fitToScreen();
    setTheme(settings_.scheme(), settings_.scale());
    showGallery();
}

MainWindow::~MainWindow() = default;

/// As at a desk, or what a small screen has: the transport bar is at the very bottom.
void MainWindow::fitToScreen() {
    const QSize frame(20, 60);
    resize(QSize(1600, 960).boundedTo(screen()->availableSize() - frame));
}

void MainWindow::connectSession() {
    connect(session_.get(), &Session::snapshotArrived, this, &MainWindow::showStatus);
    connect(session_.get(), &Session::refused, this,
            [this](const QString&, const QString& sentence) { complain(sentence); });
    connect(saver_, &BackgroundJob::failed, this, &MainWindow::complain);
    connect(exporter_, &Exporter::done, this, &MainWindow::say);
    connect(exporter_, &Exporter::failed, this, &MainWindow::complain);
    connect(session_.get(), &Session::opened, this, [this] { setComparing(false); });
}

void MainWindow::showGallery() {
    leaveRun();
    setComparing(false);
    lesson_player_->close();
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

bool MainWindow::openRecipe(const Recipe& recipe) {
    try {
        const auto& lab = registry_.find(recipe.lab);
        leaveRun();
        session_->open(lab, recipe);
        lesson_player_->close();
    } catch (const Failure& failure) {
        complain(QString::fromUtf8(failure.what()));
        return false;
    }
    page_->restoreLayout(settings_.layout(text(session_->lab()->id)));
    session_path_.clear();
    pages_->setCurrentWidget(page_);
    setWindowTitle((recipe.title.empty() ? QString() : text(recipe.title) + " – ") + text(session_->lab()->title) +
                   " – " + tr("Langevin Lab"));
    updateActions();
    return true;
}

bool MainWindow::openFile(const QString& path) {
    try {
        if (openLessonFile(path)) return true;
        if (storage::is_sweep_store(path.toStdString())) {
            sweep_session_->open(registry_, path);
            settings_.addRecentFile(path);
            return true;
        }
        const auto content = storage::read_text(path.toStdString());
        if (storage::is_plan(content)) {
            const auto plan = storage::parse_plan(content, path.toStdString());
            const QFileInfo file(path);  // results beside their plan, where one may write
            if (QFileInfo(file.absolutePath()).isWritable()) settings_.setLastFolder(file.absolutePath());
            askForSweep(registry_.find(plan.recipe.lab), plan, file.completeBaseName());
        } else if (content.find("\"session\"") != std::string::npos)
            openSessionFile(path, SessionFile::of_the_user);
        else if (!openRecipe(storage::parse_recipe(content, path.toStdString()))) {
            settings_.forgetRecentFile(path);
            return false;
        }
        settings_.addRecentFile(path);
        return true;
    } catch (const Failure& failure) {
        settings_.forgetRecentFile(path);
        complain(QString::fromUtf8(failure.what()));
        return false;
    }
}

void MainWindow::chooseFile() {
    const auto path = controls::choose_file_to_read(
        this, tr("Open"), settings_.lastFolder(),
        tr("Sessions, recipes, sweeps and lessons (*.json *.sweep *.lesson.md);;All files (*)"));
    if (!path.isEmpty()) openFile(path);
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
        connect(verify_, &VerifyDialog::openRequested, this, [this](const Recipe& recipe) {
            if (!openRecipe(recipe)) return;
            check_run_ = true;
            if (kept_run_) say(tr("The run of a check. What ran before waits in the gallery, under Continue"));
        });
    }
    verify_->show();
    verify_->raise();
    verify_->activateWindow();
    if (!verify_->running()) verify_->run();
    return verify_;
}

void MainWindow::setTheme(style::Scheme scheme, double scale) {
    theme_ = style::make_theme(scheme, scale);
    style::apply(*this, theme_);
    gallery_->setTheme(theme_);
    page_->setTheme(theme_);
    lesson_column_->setTheme(theme_);
    if (comparison_) comparison_->setTheme(theme_);
    sweep_page_->setTheme(theme_);
    actions_->dark->setChecked(scheme == style::Scheme::dark);
    for (const auto& [action, icon] :
         {std::pair(actions_->gallery, "gallery"), std::pair(actions_->verify, "verify"),
          std::pair(actions_->sweep, "flat"), std::pair(actions_->save_everything, "export"),
          std::pair(actions_->physics, "book")})
        action->setIcon(style::icon(icon, theme_));
    actions_->undo->setIcon(style::icon("undo", theme_));
    actions_->redo->setIcon(style::icon("redo", theme_));
    if (presenting_ || kiosk_) return;
    settings_.setScheme(scheme);
    settings_.setScale(scale);
}

void MainWindow::setPresenting(bool presenting) {
    if (presenting == presenting_) return;
    presenting_ = presenting;
    actions_->present->setChecked(presenting);
    actions_->leave_presentation->setEnabled(presenting);
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
    if (session_->latest()->phase == Phase::running && !opened_message_.isEmpty()) {
        if (message_->text() == opened_message_) say({});  // it is not there any more
        opened_message_.clear();
    }
    const auto& snapshot = *session_->latest();
    QStringList numbers;
    for (const auto& key : session_->lab()->headline)
        if (const auto* m = snapshot.scalar(key))
            numbers << style::symbol_html(text(m->symbol)) + " = " + charts::number_text(m->value, m->error);
    headline_->setText(sweepShown() || comparing() ? QString() : numbers.join("&nbsp;&nbsp;&nbsp; "));
    const auto message = text(snapshot.message);
    if (message == snapshot_message_) return;  // what was said about files in the meantime stays
    snapshot_message_ = message;
    message.isEmpty() ? say({}) : complain(message);
}

void MainWindow::say(const QString& sentence) {
    message_->setStyleSheet({});
    message_->setText(sentence);
}

QString MainWindow::message() const {
    return message_->text();
}

void MainWindow::complain(const QString& sentence) {
    message_->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(theme_.warning.name()));
    if (message_->text() != sentence) message_->setText(sentence);
}

void MainWindow::rememberLayout() {
    if (!session_->lab() || presenting_ || kiosk_ || lesson_player_->active()) return;
    auto layout = page_->saveLayout();
    if (comparing()) layout["physics"] = comparison_->physicsBefore();
    settings_.setLayout(text(session_->lab()->id), layout);
}

/// Before another run takes its place, or none.
void MainWindow::leaveRun() {
    awaited_session_.clear();
    rememberLayout();
    const bool wanted = session_->lab() && !kiosk_ && !lesson_player_->active() && !check_run_;
    kept_run_ = wanted && last_runs_->keep(*session_, comparison_);
    check_run_ = false;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (kiosk_ && !kiosk_->mayLeave()) return event->ignore();
    setPresenting(false);
    leaveRun();
    setComparing(false);
    if (!kiosk_) settings_.setWindowGeometry(saveGeometry());
    delete verify_;
    verify_ = nullptr;
    session_->close();
    sweep_session_->close();
    event->accept();
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
