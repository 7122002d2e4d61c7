// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>
#include <optional>

#include "engine/core/recipe.h"

class QAction;

namespace langevin::desktop {

class MainWindow;

/// The window as an exhibit: full screen, without menus and without anything that writes a file, opens a dialog or
/// leads out of the program. Visitors reach the gallery, its lessons and presets, play, step and restart. After some
/// time without a key, a click or a touch it begins anew. It ends by Ctrl+Alt+Shift+Q alone. (Keys that the desktop
/// environment takes for itself, such as Alt+Tab, are its business.)
class Kiosk : public QObject {
    Q_OBJECT
  public:
    /// start: what MainWindow::openFile() takes, a recipe in one line, or nothing for the gallery. Throws Failure for a
    /// line that is no recipe.
    Kiosk(MainWindow& window, QString start, double idle_minutes);
    ~Kiosk() override;

    /// Whether the window may close now.
    bool mayLeave() const { return leaving_; }
    /// Disables all actions but those of a visitor; to be called whenever actions were enabled.
    void restrictActions();
    /// The start again, whatever a visitor has done.
    void beginAnew();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    bool isForVisitors(const QAction* action) const;

    MainWindow& window_;
    QString start_;
    std::optional<Recipe> recipe_;  ///< if that is what start is
    QTimer idle_;
    QList<QAction*> allowed_;
    bool leaving_ = false, restricting_ = false;
};

}  // namespace langevin::desktop
