// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/exporter.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTimer>

#include "app/desktop/lab_page.h"
#include "app/desktop/session.h"
#include "app/desktop/settings.h"
#include "engine/run/execution.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/ensemble_file.h"
#include "engine/storage/panel_file.h"
#include "engine/storage/recipe_file.h"
#include "widgets/export/figure.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {
namespace {

/// First field panel of a snapshot, or null.
const Field* find_field(const Snapshot& snapshot) {
    for (const auto& named : snapshot.panels)
        if (const auto* field = std::get_if<Field>(&named.panel)) return field;
    return nullptr;
}

/// Asks where to and how many.
std::optional<Exporter::Recording> ask_for_recording(QWidget* parent, const QString& path, const QString& step_unit) {
    QDialog dialog(parent);
    dialog.setWindowTitle(Exporter::tr("Record an ensemble"));
    auto* note = new QLabel(
        Exporter::tr("Goes on from the present moment in the background, with the present parameters, and writes the "
                     "configurations of all chains to HDF5. What is on screen is not disturbed."));
    note->setWordWrap(true);
    auto* count = new QSpinBox;
    count->setRange(1, 1000000);
    count->setValue(100);
    count->setToolTip(Exporter::tr("How many configurations of every chain"));
    auto* every = new QSpinBox;
    every->setRange(1, 1000000);
    every->setValue(10);
    every->setSuffix(" " + step_unit + "s");
    every->setToolTip(
        Exporter::tr("Steps between two configurations; at least two autocorrelation times for independent ones"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* form = new QFormLayout(&dialog);
    form->addRow(note);
    form->addRow(Exporter::tr("&Configurations"), count);
    form->addRow(Exporter::tr("&Spacing"), every);
    form->addRow(Exporter::tr("File"), new QLabel(path));
    form->addRow(buttons);
    if (dialog.exec() != QDialog::Accepted) return std::nullopt;
    return Exporter::Recording{path, static_cast<std::uint64_t>(count->value()),
                               static_cast<std::uint64_t>(every->value())};
}

}  // namespace

Exporter::Exporter(Session& session, LabPage& page, QWidget* window)
    : QObject(window), session_(session), page_(page), window_(window) {
    connect(&recorder_, &BackgroundJob::progressed, this, [this](double, const QString& text) { emit done(text); });
    connect(&recorder_, &BackgroundJob::failed, this, &Exporter::failed);
}

QString Exporter::recipeJson() const {
    return QString::fromStdString(storage::to_json(session_.recipe()));
}

QString Exporter::title(const QString& panel) const {
    for (const auto& spec : session_.lab()->panels)
        if (QString::fromStdString(spec.id) == panel)
            return QString::fromStdString(session_.lab()->title + ": " + spec.title);
    return panel;
}

QString Exporter::fileName(const QString& panel, const QString& suffix) const {
    return QStringLiteral("%1-%2.%3").arg(QString::fromStdString(session_.lab()->id), panel, suffix);
}

QString Exporter::ask(const QString& caption, const QString& name, const QString& filter) {
    Settings settings;
    const auto path =
        QFileDialog::getSaveFileName(window_, caption, QDir(settings.lastFolder()).filePath(name), filter);
    if (!path.isEmpty()) settings.setLastFolder(QFileInfo(path).absolutePath());
    return path;
}

template <class Write>
void Exporter::write(const QString& path, Write write) {
    if (path.isEmpty()) return;
    try {
        write(path.toStdString());
        emit done(tr("Saved %1").arg(path));
    } catch (const Failure& failure) {
        emit failed(QString::fromUtf8(failure.what()));
    }
}

void Exporter::saveFigure(const QString& panel) {
    if (!session_.lab()) return;
    auto* view = page_.panels()->view(panel);
    if (!view) return;
    Settings settings;
    const auto path = QDir(settings.lastFolder()).filePath(fileName(panel, "pdf"));
    figures::FigureDialog dialog(*view, {.recipe = recipeJson(), .title = title(panel)}, path, window_);
    if (dialog.exec() != QDialog::Accepted) return;
    settings.setLastFolder(QFileInfo(dialog.path()).absolutePath());
    if (const auto problem = figures::save_figure(*view, dialog.options(), dialog.path()))
        emit failed(QString::fromStdString(sentence(*problem)));
    else
        emit done(tr("Saved %1").arg(dialog.path()));
}

void Exporter::saveData(const QString& panel) {
    const auto numbers = page_.panels()->latest(panel);
    if (!numbers) return;
    write(ask(tr("Save data"), fileName(panel, "csv"), tr("Comma-separated values (*.csv)")),
          [&](const std::string& path) {
              storage::write_csv(path, *numbers, title(panel).toStdString(), recipeJson().toStdString());
          });
}

void Exporter::copyFigure(const QString& panel) {
    if (auto* view = page_.panels()->view(panel)) {
        QApplication::clipboard()->setImage(
            figures::render_image(*view, {.recipe = recipeJson(), .title = title(panel)}));
        emit done(tr("Figure copied"));
    }
}

void Exporter::copyData(const QString& panel) {
    if (const auto numbers = page_.panels()->latest(panel)) {
        QApplication::clipboard()->setText(
            QString::fromStdString(storage::to_csv(*numbers, title(panel).toStdString(), recipeJson().toStdString())));
        emit done(tr("Data copied"));
    }
}

void Exporter::saveEverything() {
    if (!session_.lab()) return;
    Settings settings;
    const auto folder = QFileDialog::getExistingDirectory(window_, tr("Folder for all panels"), settings.lastFolder());
    if (folder.isEmpty()) return;
    saveEverythingTo(folder);
}

void Exporter::saveEverythingTo(const QString& folder) {
    const QDir place(folder);
    if (!place.mkpath(".")) return emit failed(tr("The folder %1 cannot be made.").arg(folder));
    try {
        storage::write_recipe(place.filePath("recipe.json").toStdString(), session_.recipe());
    } catch (const Failure& failure) {
        return emit failed(QString::fromUtf8(failure.what()));
    }
    QStringList ids;
    for (const auto& spec : session_.lab()->panels)
        if (page_.panels()->latest(QString::fromStdString(spec.id))) ids << QString::fromStdString(spec.id);
    savePanels(folder, ids, static_cast<int>(ids.size()));
}

void Exporter::savePanels(const QString& folder, QStringList ids, int total) {
    if (!session_.lab()) return;  // closed in the meantime
    if (ids.isEmpty()) return emit done(tr("Saved %1 panels to %2").arg(total).arg(folder));
    emit done(tr("Saving %1 of %2 panels").arg(total - ids.size() + 1).arg(total));
    try {
        savePanelTo(folder, ids.takeFirst());
    } catch (const Failure& failure) {
        return emit failed(QString::fromUtf8(failure.what()));
    }
    QTimer::singleShot(0, this, [=, this] { savePanels(folder, ids, total); });
}

void Exporter::savePanelTo(const QString& folder, const QString& id) {
    const auto numbers = page_.panels()->latest(id);
    auto* view = page_.panels()->view(id);
    if (!numbers || !view) return;
    const QDir place(folder);
    const auto recipe = recipeJson();
    storage::write_csv(place.filePath(id + ".csv").toStdString(), *numbers, title(id).toStdString(),
                       recipe.toStdString());
    if (const auto* field = std::get_if<Field>(&*numbers))
        storage::write_vti(place.filePath(id + ".vti").toStdString(), *field, recipe.toStdString());
    const figures::FigureOptions options{.recipe = recipe, .title = title(id)};
    if (auto problem = figures::save_figure(*view, options, place.filePath(id + ".png")))
        throw Failure(std::move(*problem));
}

void Exporter::saveField() {
    if (!session_.latest()) return;
    const auto* field = find_field(*session_.latest());
    if (!field) return emit failed(tr("No field is shown. Show the panel of the field first."));
    write(ask(tr("Save field for ParaView"), fileName("field", "vti"), tr("VTK image data (*.vti)")),
          [&](const std::string& path) { storage::write_vti(path, *field, recipeJson().toStdString()); });
}

void Exporter::recordEnsemble() {
    if (!session_.lab()) return;
    if (recorder_.running()) return emit failed(tr("An ensemble is being recorded already."));
    const auto path = ask(tr("Record an ensemble"), fileName("configurations", "h5"), tr("HDF5 (*.h5)"));
    if (path.isEmpty()) return;
    if (const auto recording = ask_for_recording(window_, path, QString::fromStdString(session_.lab()->step_unit)))
        record(*recording);
}

void Exporter::record(const Recording& recording) {
    session_.withCheckpoint([this, recording](CheckpointPtr checkpoint) {
        if (!checkpoint) return emit failed(tr("Nothing runs that could be recorded."));
        const auto* lab = session_.lab();
        const auto recipe = recipeJson().toStdString();
        recorder_.start([=, first = session_.firstParameters(), seed = session_.seed()](
                            const std::stop_token& stop, const BackgroundJob::Reporter& reporter) {
            Execution execution(*lab, first, seed);
            execution.restore(*checkpoint);
            storage::EnsembleWriter writer(recording.path.toStdString(), {lab->id, recipe, "field"});
            for (std::uint64_t n = 0; n < recording.configurations; ++n) {
                for (std::uint64_t i = 0; i < recording.every; ++i)
                    if (stop.stop_requested() || !execution.step(stop, 1)) return;
                Snapshot snapshot;
                execution.observe(snapshot, {.panels = {}, .complete = true});
                const auto* field = find_field(snapshot);
                if (!field) throw Failure({"this lab has no field to record", "", ""});
                writer.add(*field, execution.steps());
                const double share = static_cast<double>(n + 1) / static_cast<double>(recording.configurations);
                reporter.progress(
                    share, Exporter::tr("Recording: %1 of %2 configurations").arg(n + 1).arg(recording.configurations));
            }
            writer.finish();
            reporter.progress(1, Exporter::tr("Saved %1").arg(recording.path));
        });
    });
}

}  // namespace langevin::desktop
