// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/kiosk.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QStatusBar>

#include "app/desktop/gallery.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/window_actions.h"
#include "engine/storage/recipe_file.h"

namespace langevin::desktop {
namespace {

constexpr double least_idle_minutes = 0.001, most_idle_minutes = 24 * 60;

bool isInput(QEvent::Type type) {
    switch (type) {
        case QEvent::KeyPress:
        case QEvent::MouseButtonPress:
        case QEvent::MouseMove:
        case QEvent::Wheel:
        case QEvent::TouchBegin:
        case QEvent::TouchUpdate:
        case QEvent::TabletPress:
            return true;
        default:
            return false;
    }
}

}  // namespace

Kiosk::Kiosk(MainWindow& window, QString start, double idle_minutes)
    : QObject(&window), window_(window), start_(std::move(start)) {
    if (start_.contains('=')) recipe_ = storage::parse_line(start_.toStdString());
    auto& a = *window_.actions_;
    allowed_ = {a.gallery, a.play, a.step, a.restart, a.lesson_on, a.lesson_back, a.undo, a.redo, a.physics};
    auto* leave = new QAction(this);
    leave->setShortcut(QKeySequence(QStringLiteral("Ctrl+Alt+Shift+Q")));
    leave->setShortcutContext(Qt::ApplicationShortcut);
    connect(leave, &QAction::triggered, this, [this] {
        leaving_ = true;
        window_.close();
    });
    window_.addAction(leave);
    allowed_ << leave;

    idle_.setSingleShot(true);
    idle_.setInterval(qRound(60000 * qBound(least_idle_minutes, idle_minutes, most_idle_minutes)));
    connect(&idle_, &QTimer::timeout, this, &Kiosk::beginAnew);
    qApp->installEventFilter(this);

    auto* home = new QPushButton(tr("All labs and lessons"));
    home->setToolTip(tr("Back to the gallery (Ctrl+G)"));
    connect(home, &QPushButton::clicked, &window_, &MainWindow::showGallery);
    window_.statusBar()->insertWidget(0, home);
    window_.menuBar()->hide();
    window_.menuBar()->setContextMenuPolicy(Qt::PreventContextMenu);
    window_.setContextMenuPolicy(Qt::PreventContextMenu);
    window_.page().setLocked(true);
    window_.gallery_->setForVisitors();
    const bool visible = window_.isVisible();  // a change of flags hides a window
    window_.setWindowFlag(Qt::WindowStaysOnTopHint);
    window_.setWindowState(window_.windowState() | Qt::WindowFullScreen);
    if (visible) window_.show();
}

Kiosk::~Kiosk() {
    qApp->removeEventFilter(this);
}

bool Kiosk::isForVisitors(const QAction* action) const {
    return allowed_.contains(action);
}

void Kiosk::restrictActions() {
    if (restricting_) return;
    restricting_ = true;
    for (auto* action : window_.actions())
        if (!isForVisitors(action)) action->setEnabled(false);
    window_.menuBar()->hide();
    restricting_ = false;
}

void Kiosk::beginAnew() {
    // What a visitor left open.
    for (int most = 10; most > 0 && QApplication::activePopupWidget(); --most)
        QApplication::activePopupWidget()->close();
    window_.showGallery();
    window_.gallery_->reset();
    if (recipe_) window_.openRecipe(*recipe_);
    if (!recipe_ && !start_.isEmpty()) window_.openFile(start_);
    restrictActions();
    idle_.stop();  // nothing to do until somebody comes
}

bool Kiosk::eventFilter(QObject* watched, QEvent* event) {
    const auto type = event->type();
    if (isInput(type)) idle_.start();
    if (type == QEvent::ContextMenu) return true;
    // A window of any kind that somehow opened: menus of panels and lists are popups, not dialogs.
    if (type == QEvent::Show)
        if (auto* dialog = qobject_cast<QDialog*>(watched))
            QMetaObject::invokeMethod(dialog, &QDialog::reject, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

}  // namespace langevin::desktop
