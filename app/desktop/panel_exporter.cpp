// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panel_exporter.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDir>
#include <QTimer>

#include "app/desktop/settings.h"
#include "engine/storage/panel_file.h"
#include "widgets/controls/choose_file.h"
#include "widgets/export/figure.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

namespace langevin::desktop {

figures::Sheet shown_panels(views::PanelGrid& grid) {
    figures::Sheet sheet;
    for (const auto& id : grid.order())
        if (grid.isShown(id) && grid.latest(id))
            sheet.parts << figures::Part{grid.view(id), id, grid.tile(id)->title()};
    return sheet;
}

PanelExporter::PanelExporter(Source source, QWidget* window)
    : QObject(window), source_(std::move(source)), window_(window) {
    connect(source_.panels, &views::PanelGrid::saveFigureRequested, this, &PanelExporter::saveFigure);
    connect(source_.panels, &views::PanelGrid::saveDataRequested, this, &PanelExporter::saveData);
    connect(source_.panels, &views::PanelGrid::copyFigureRequested, this, &PanelExporter::copyFigure);
    connect(source_.panels, &views::PanelGrid::copyDataRequested, this, &PanelExporter::copyData);
}

QString PanelExporter::fileName(const QString& panel, const QString& suffix) const {
    return QStringLiteral("%1-%2.%3").arg(source_.name(), panel, suffix);
}

QString PanelExporter::ask(const QString& caption, const QString& name, const QString& filter) {
    Settings settings;
    const auto path =
        controls::choose_file_to_write(window_, caption, QDir(settings.lastFolder()).filePath(name), filter);
    if (!path.isEmpty()) settings.setLastFolder(QFileInfo(path).absolutePath());
    return path;
}

void PanelExporter::write(const QString& path, const std::function<void(const std::string&)>& write) {
    if (path.isEmpty()) return;
    try {
        write(path.toStdString());
        emit done(tr("Saved %1").arg(path));
    } catch (const Failure& failure) {
        emit failed(QString::fromUtf8(failure.what()));
    }
}

void PanelExporter::saveFigure(const QString& panel) {
    if (!source_.open()) return;
    figures::Sheet sheet;
    if (const auto* view = source_.panels->view(panel)) sheet.parts << figures::Part{view, panel, source_.title(panel)};
    if (!sheet.parts.isEmpty()) askAndSave(sheet, {.title = source_.title(panel)}, fileName(panel, "pdf"));
}

void PanelExporter::saveSheet() {
    if (!source_.open()) return;
    const auto sheet = shown_panels(*source_.panels);
    if (sheet.parts.isEmpty()) return emit failed(tr("No panel has anything to show yet."));
    figures::FigureOptions options{.title = source_.heading()};
    figures::presets()[1].apply(options);
    askAndSave(sheet, options, fileName("figure", "pdf"));
}

void PanelExporter::askAndSave(const figures::Sheet& sheet, const figures::FigureOptions& options,
                               const QString& name) {
    Settings settings;
    figures::FigureDialog dialog(sheet, options, QDir(settings.lastFolder()).filePath(name), window_);
    if (dialog.exec() != QDialog::Accepted) return;
    settings.setLastFolder(QFileInfo(dialog.path()).absolutePath());
    // The run went on meanwhile: numbers and recipe of one moment.
    for (const auto& part : sheet.parts) source_.panels->view(part.id);
    auto chosen = dialog.options();
    chosen.recipe = recipeJson();
    if (const auto problem = figures::save_figure(dialog.sheet(), chosen, dialog.path()))
        emit failed(QString::fromStdString(sentence(*problem)));
    else
        emit done(tr("Saved %1").arg(dialog.path()));
}

void PanelExporter::saveData(const QString& panel) {
    if (!source_.open()) return;  // its panels are still there while another one is read
    const auto numbers = source_.panels->latest(panel);
    if (!numbers) return;
    const auto title = source_.title(panel).toStdString(), recipe = recipeJson().toStdString();
    write(ask(tr("Save data"), fileName(panel, "csv"), tr("Comma-separated values (*.csv)")),
          [&](const std::string& path) { storage::write_csv(path, *numbers, title, recipe); });
}

void PanelExporter::copyFigure(const QString& panel) {
    if (!source_.open()) return;
    if (auto* view = source_.panels->view(panel)) {
        figures::copy_figure(*view, {.recipe = recipeJson(), .title = source_.title(panel)});
        emit done(tr("Figure copied"));
    }
}

void PanelExporter::copyData(const QString& panel) {
    if (!source_.open()) return;
    if (const auto numbers = source_.panels->latest(panel)) {
        QApplication::clipboard()->setText(QString::fromStdString(
            storage::to_csv(*numbers, source_.title(panel).toStdString(), recipeJson().toStdString())));
        emit done(tr("Data copied"));
    }
}

void PanelExporter::saveEverything() {
    if (!source_.open()) return;
    Settings settings;
    const auto folder = controls::choose_folder(window_, tr("Folder for all panels"), settings.lastFolder());
    if (folder.isEmpty()) return;
    saveEverythingTo(folder);
}

void PanelExporter::saveEverythingTo(const QString& folder) {
    const QDir place(folder);
    if (!place.mkpath(".")) return emit failed(tr("The folder %1 cannot be made.").arg(folder));
    try {
        source_.write_recipe(place.filePath("recipe.json").toStdString());
    } catch (const Failure& failure) {
        return emit failed(QString::fromUtf8(failure.what()));
    }
    QStringList ids;
    for (const auto& id : source_.panels->order())
        if (source_.panels->latest(id)) ids << id;
    savePanels(folder, ids, static_cast<int>(ids.size()));
}

void PanelExporter::savePanels(const QString& folder, QStringList ids, int total) {
    if (!source_.open()) return;  // closed in the meantime
    if (ids.isEmpty()) return emit done(tr("Saved %1 panels to %2").arg(total).arg(folder));
    emit done(tr("Saving %1 of %2 panels").arg(total - ids.size() + 1).arg(total));
    try {
        savePanelTo(folder, ids.takeFirst());
    } catch (const Failure& failure) {
        return emit failed(QString::fromUtf8(failure.what()));
    }
    QTimer::singleShot(0, this, [=, this] { savePanels(folder, ids, total); });
}

void PanelExporter::savePanelTo(const QString& folder, const QString& id) {
    const auto numbers = source_.panels->latest(id);
    auto* view = source_.panels->view(id);
    if (!numbers || !view) return;
    const QDir place(folder);
    const auto recipe = recipeJson();
    storage::write_csv(place.filePath(id + ".csv").toStdString(), *numbers, source_.title(id).toStdString(),
                       recipe.toStdString());
    if (const auto* field = std::get_if<Field>(&*numbers))
        storage::write_vti(place.filePath(id + ".vti").toStdString(), *field, recipe.toStdString());
    const figures::FigureOptions options{.recipe = recipe, .title = source_.title(id)};
    if (auto problem = figures::save_figure(*view, options, place.filePath(id + ".png")))
        throw Failure(std::move(*problem));
}

}  // namespace langevin::desktop
