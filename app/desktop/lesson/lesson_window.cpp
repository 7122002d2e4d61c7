// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with lessons: opens, leaves and saves them, and becomes an exhibit.
#include <QDesktopServices>
#include <QFileInfo>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>

#include "app/desktop/gallery.h"
#include "app/desktop/kiosk.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_column.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/main_window.h"
#include "app/desktop/window_actions.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/lesson_file.h"
#include "widgets/controls/choose_file.h"

namespace langevin::desktop {

void MainWindow::connectLessons() {
    page_->addColumn(lesson_column_);
    lesson_column_->hide();
    connect(gallery_, &Gallery::lessonChosen, this,
            [this](int number) { openLesson(lessons_[static_cast<std::size_t>(number)]); });
    connect(lesson_player_, &LessonPlayer::failed, this, &MainWindow::complain);
    connect(lesson_player_, &LessonPlayer::changed, this, &MainWindow::updateActions);
    connect(lesson_player_, &LessonPlayer::finished, this, &MainWindow::showGallery);
    connect(session_.get(), &Session::opened, this,
            [this] { lesson_column_->setStepUnit(QString::fromStdString(session_->lab()->step_unit)); });
    connect(lesson_column_, &LessonColumn::leaveRequested, this, [this] { kiosk_ ? showGallery() : leaveLesson(); });
    connect(lesson_column_, &LessonColumn::linkActivated, this, [this](const QUrl& link) {
        if (!kiosk_) QDesktopServices::openUrl(link);
    });
}

void MainWindow::openLesson(const Lesson& lesson) {
    rememberLayout();
    setComparing(false);
    const bool physics = presenting_ ? false : page_->physicsPane()->isVisibleTo(page_);
    try {
        page_->physicsPane()->hide();
        lesson_player_->open(lesson);
    } catch (const Failure& failure) {
        page_->physicsPane()->setVisible(physics);
        return complain(QString::fromUtf8(failure.what()));
    }
    session_path_.clear();
    pages_->setCurrentWidget(page_);
    setWindowTitle(QString::fromStdString(lesson.title) + " – " + tr("Langevin Lab"));
    lesson_column_->primaryButton()->setFocus();
    say({});
    updateActions();
}

void MainWindow::leaveLesson() {
    if (!lesson_player_->active()) return;
    lesson_player_->close();
    if (!session_->lab()) return;
    page_->restoreLayout(settings_.layout(QString::fromStdString(session_->lab()->id)));
    if (presenting_) page_->physicsPane()->hide();
    updateActions();
}

/// True for a lesson, of a file or of those that are shipped. Throws Failure.
bool MainWindow::openLessonFile(const QString& path) {
    for (const auto& lesson : lessons_)
        if (path == QString::fromStdString(lesson.id)) {
            openLesson(lesson);
            return true;
        }
    if (!storage::is_lesson_name(path.toStdString())) return false;
    openLesson(storage::read_lesson(path.toStdString()));
    if (!kiosk_) settings_.addRecentFile(path);
    return true;
}

void MainWindow::enterKiosk(const QString& start, double idle_minutes) {
    kiosk_ = new Kiosk(*this, start, idle_minutes);
    kiosk_->beginAnew();
}

void MainWindow::chooseLessonFile() {
    if (!lesson_player_->active()) return;
    const auto& id = lesson_player_->lesson().id;
    const auto name = (id.empty() ? QStringLiteral("lesson") : QString::fromStdString(id)) + ".lesson.md";
    const auto path = controls::choose_file_to_write(this, tr("Save lesson"), settings_.lastFolder() + "/" + name,
                                                     tr("Lessons (*.lesson.md)"));
    if (!path.isEmpty()) saveLesson(path);
}

void MainWindow::saveLesson(const QString& path) {
    if (!lesson_player_->active()) return complain(tr("No lesson is open that could be saved."));
    const auto whole = storage::is_lesson_name(path.toStdString()) ? path : path + ".lesson.md";
    try {
        storage::write_text(whole.toStdString(), lesson_player_->lesson().source);
        settings_.addRecentFile(whole);
        say(tr("Saved %1. Edit it with any editor, and open it again").arg(whole));
    } catch (const Failure& failure) {
        complain(QString::fromUtf8(failure.what()));
    }
}

}  // namespace langevin::desktop
