// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "app/desktop/main_window.h"
#include "tests/support/patience.h"
#include "widgets/style/theme.h"

/// What all tests of the window begin with.
namespace langevin::desktop {

/// Settings, and runs that were left, go into this folder and not to the person's; fonts are loaded.
inline void keep_to_folder(const QTemporaryDir& folder) {
    qputenv("XDG_DATA_HOME", folder.path().toLocal8Bit());
    QCoreApplication::setOrganizationName("langevin-lab-test");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    style::load_fonts();
}

inline std::unique_ptr<MainWindow> shown_window(const Registry& registry, QSize size = {1600, 960}) {
    auto window = std::make_unique<MainWindow>(registry);
    window->resize(size);
    window->show();
    if (!QTest::qWaitForWindowExposed(window.get(), test::patience)) qWarning("the window was not exposed");
    return window;
}

/// With LANGEVIN_SCREENSHOTS set to a folder: what the widget looks like.
inline void picture(QWidget& widget, const QString& name) {
    const auto folder = qEnvironmentVariable("LANGEVIN_SCREENSHOTS");
    if (folder.isEmpty()) return;
    QDir().mkpath(folder);
    QTest::qWait(300);
    widget.grab().save(QDir(folder).filePath(name + ".png"));
}

}  // namespace langevin::desktop
