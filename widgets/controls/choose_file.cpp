// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/choose_file.h"

#include <QFileDialog>
#include <QPointer>

namespace langevin::controls {
namespace {

QString folder_of(const QString& path) {
    const QFileInfo info(path);
    return info.isDir() ? path : info.path();
}

/// "langevin.json" of a session, "h5" of "gas-1.5.h5".
QString ending_of(const QFileInfo& file) {
    static const QStringList double_endings = {"langevin.json", "lesson.md"};
    for (const auto& ending : double_endings)
        if (file.fileName().endsWith("." + ending)) return ending;
    return file.suffix();
}

QString chosen(QFileDialog* asked, QString* filter = nullptr) {
    const QPointer dialog(asked);
    const bool accepted = dialog->exec() == QDialog::Accepted;
    if (!dialog) return {};
    dialog->deleteLater();
    if (!accepted) return {};
    if (filter) *filter = dialog->selectedNameFilter();
    return dialog->selectedFiles().value(0);
}

}  // namespace

QString choose_file_to_write(QWidget* parent, const QString& caption, const QString& path, const QString& filters,
                             QString* filter) {
    auto* dialog = new QFileDialog(parent, caption, folder_of(path), filters);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    if (const QFileInfo info(path); !info.isDir()) {
        dialog->selectFile(info.fileName());
        // A name that is typed without an ending gets the one that was proposed; with several kinds it may mean
        // another.
        if (!filter) dialog->setDefaultSuffix(ending_of(info));
    }
    if (filter && !filter->isEmpty()) dialog->selectNameFilter(*filter);
    return chosen(dialog, filter);
}

QString choose_file_to_read(QWidget* parent, const QString& caption, const QString& folder, const QString& filters) {
    auto* dialog = new QFileDialog(parent, caption, folder, filters);
    dialog->setFileMode(QFileDialog::ExistingFile);
    return chosen(dialog);
}

QString choose_folder(QWidget* parent, const QString& caption, const QString& folder) {
    auto* dialog = new QFileDialog(parent, caption, folder);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    return chosen(dialog);
}

}  // namespace langevin::controls
