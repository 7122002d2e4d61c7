// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/startup/translation.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QTranslator>

namespace langevin::desktop {
namespace {

/// A translator that is there stays as long as the application.
bool install(QCoreApplication& application, const QLocale& language, const QString& name, const QStringList& folders) {
    for (const auto& folder : folders) {
        auto* translator = new QTranslator(&application);
        if (translator->load(language, name, "_", folder)) return QCoreApplication::installTranslator(translator);
        delete translator;
    }
    return false;
}

}  // namespace

QStringList translation_folders() {
    const QDir program(QCoreApplication::applicationDirPath());
    return {":/langevin/translations", program.filePath("translations"),
            program.filePath("../share/langevin-lab/translations")};
}

bool install_translations(QCoreApplication& application, const QLocale& language, const QStringList& folders) {
    if (!install(application, language, "langevin-lab", folders)) return false;  // no half-translated windows
    install(application, language, "qtbase", {QLibraryInfo::path(QLibraryInfo::TranslationsPath)});
    return true;
}

}  // namespace langevin::desktop
