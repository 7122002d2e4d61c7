// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QStringList>

class QCoreApplication;

namespace langevin::desktop {

/// Where langevin-lab_<language>.qm is looked for: compiled in (:/langevin/translations), beside the program
/// (translations), and as it is installed (../share/langevin-lab/translations).
QStringList translation_folders();

/// Lets the program speak a language, the user's by default, where a translation is there, and English otherwise; Qt's
/// own buttons too. True if there is a translation of this program. Once, before the first widget is made.
bool install_translations(QCoreApplication& application, const QLocale& language = QLocale(),
                          const QStringList& folders = translation_folders());

}  // namespace langevin::desktop
