// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with session files.
#include <QApplication>
#include <QFileInfo>
#include <QStackedWidget>
#include <QTimer>
#include <functional>

#include "app/desktop/background_job.h"
#include "app/desktop/compare/comparison.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/main_window.h"
#include "app/desktop/saving/last_runs.h"
#include "app/desktop/saving/page_moment.h"
#include "engine/storage/session_file.h"
#include "widgets/controls/choose_file.h"

namespace langevin::desktop {
namespace {

/// A dialog or a menu belongs to what is on screen, which must not change beneath it; nor before what follows from its
/// answer is done, hence twice.
void when_no_dialog_is_open(QObject* context, const std::function<void()>& act, bool before = false) {
    const bool now = !QApplication::activeModalWidget() && !QApplication::activePopupWidget();
    if (now && before) return act();
    QTimer::singleShot(10, context, [=] { when_no_dialog_is_open(context, act, now); });
}

}  // namespace

/// What is on screen stays until the checkpoint is read; what is opened meanwhile takes its place.
void MainWindow::openSessionFile(const QString& path, SessionFile file) {
    const auto saved = storage::read_session(path.toStdString());
    const auto& lab = registry_.find(saved.recipe.lab);
    awaited_session_ = path;
    auto* reading = new BackgroundJob(this);
    connect(reading, &BackgroundJob::finished, reading, &QObject::deleteLater);
    connect(reading, &BackgroundJob::failed, reading, &QObject::deleteLater);
    connect(reading, &BackgroundJob::failed, this, [this, path](const QString& sentence) {
        settings_.forgetRecentFile(path);
        complain(sentence);
    });
    reading->start([=, this, &lab](const std::stop_token&, const BackgroundJob::Reporter& reporter) {
        reporter.onGuiThread([=, this, page = read_page(path, saved, lab)] {
            when_no_dialog_is_open(this, [=, this] {
                if (awaited_session_ == path) showSession(page, path, file);
            });
        });
    });
    say(tr("Opening %1 …").arg(QFileInfo(path).fileName()));
}

void MainWindow::showSession(const SavedPage& saved, const QString& path, SessionFile file) {
    leaveRun();
    session_->open(*saved.lab, saved.session, saved.first);
    lesson_player_->close();
    page_->restoreLayout(settings_.layout(QString::fromStdString(saved.lab->id)));
    pages_->setCurrentWidget(page_);
    if (saved.second) comparison().begin(saved.session.second.front(), saved.second, saved.session.apart);
    const bool named = file == SessionFile::of_the_user;
    session_path_ = named ? path : QString();
    setWindowTitle((named ? QFileInfo(path).completeBaseName() : QString::fromStdString(saved.lab->title)) + " – " +
                   tr("Langevin Lab"));
    updateActions();
    opened_message_ = tr("Opened at step %1; press play to go on").arg(saved.session.recipe.steps);
    saved.problem.isEmpty() ? say(opened_message_) : complain(tr("Opened without side B: %1").arg(saved.problem));
}

void MainWindow::openLastRun(const QString& path) {
    try {
        openSessionFile(path, SessionFile::of_the_program);
    } catch (const Failure& failure) {
        complain(QString::fromUtf8(failure.what()));
    }
}

void MainWindow::chooseSessionFile() {
    const auto path = controls::choose_file_to_write(
        this, tr("Save session"), settings_.lastFolder() + "/session.langevin.json", tr("Sessions (*.json)"));
    if (!path.isEmpty()) saveSession(path);
}

void MainWindow::saveSession(const QString& path) {
    if (saver_->running()) return complain(tr("The last save is still under way."));
    with_moment(*session_, comparison_, [this, path](const std::optional<PageMoment>& moment) {
        if (!moment) return complain(tr("Nothing was saved: no run is there, or it was left meanwhile."));
        session_path_ = path;
        say(tr("Saving %1…").arg(path));
        // Writing may take a while on a slow disk.
        saver_->start([=, this, page = *moment](const std::stop_token&, const BackgroundJob::Reporter& reporter) {
            page.write(path);
            reporter.onGuiThread([this, path, step = page.step()] {
                settings_.addRecentFile(path);
                say(tr("Saved %1 at step %2").arg(path).arg(step));
            });
        });
    });
}

}  // namespace langevin::desktop
