// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/exporter.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include "app/desktop/lab_page.h"
#include "app/desktop/session.h"
#include "engine/run/execution.h"
#include "engine/storage/ensemble_writer.h"
#include "engine/storage/panel_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/weights_file.h"
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

PanelExporter::Source source_of(Session& session, LabPage& page) {
    const auto title = [&session](const QString& panel) {
        for (const auto& spec : session.lab()->panels)
            if (QString::fromStdString(spec.id) == panel)
                return QString::fromStdString(session.lab()->title + ": " + spec.title);
        return panel;
    };
    return {.panels = page.panels(),
            .open = [&session] { return session.lab() != nullptr; },
            .name = [&session] { return QString::fromStdString(session.lab()->id); },
            .title = title,
            .heading = [&session] { return QString::fromStdString(session.lab()->title); },
            .recipe = [&session] { return QString::fromStdString(storage::to_json(session.recipe())); },
            .write_recipe = [&session](const std::string& path) { storage::write_recipe(path, session.recipe()); }};
}

}  // namespace

Exporter::Exporter(Session& session, LabPage& page, QWidget* window)
    : PanelExporter(source_of(session, page), window), session_(session) {
    connect(&recorder_, &BackgroundJob::progressed, this, [this](double, const QString& text) { emit done(text); });
    connect(&recorder_, &BackgroundJob::failed, this, &Exporter::failed);
}

void Exporter::saveField() {
    const auto moment = session_.latest();  // it is not the latest any more when the dialog is answered
    if (!moment) return;
    const auto* field = find_field(*moment);
    if (!field) return emit failed(tr("No field is shown. Show the panel of the field first."));
    const auto recipe = recipeJson().toStdString();
    write(ask(tr("Save field for ParaView"), fileName("field", "vti"), tr("VTK image data (*.vti)")),
          [&](const std::string& path) { storage::write_vti(path, *field, recipe); });
}

void Exporter::saveModel() {
    if (!session_.latest()) return;
    const auto model = session_.latest()->model;
    if (!model) return emit failed(tr("No network has been trained here yet."));
    auto weights = *model;
    weights.attributes["recipe"] = recipeJson().toStdString();
    write(ask(tr("Save the trained model"), fileName("model", "h5"), tr("HDF5 (*.h5)")),
          [&](const std::string& path) { storage::write_weights(path, weights); });
}

void Exporter::recordEnsemble() {
    if (!session_.lab()) return;
    if (recorder_.running()) return emit failed(tr("An ensemble is being recorded already."));
    const auto path = ask(tr("Record an ensemble"), fileName("configurations", "h5"), tr("HDF5 (*.h5)"));
    if (path.isEmpty() || !session_.lab()) return;
    if (const auto recording = ask_for_recording(window(), path, QString::fromStdString(session_.lab()->step_unit)))
        record(*recording);
}

void Exporter::record(const Recording& recording) {
    session_.withMoment([this, recording](const std::optional<RunMoment>& asked) {
        if (!asked) return emit failed(tr("Nothing runs that could be recorded."));
        const auto recipe = recipeJson().toStdString();
        recorder_.start([=, moment = *asked](const std::stop_token& stop, const BackgroundJob::Reporter& reporter) {
            Execution execution(*moment.lab, moment.first_parameters, moment.seed);
            execution.restore(*moment.checkpoint);
            storage::EnsembleWriter writer(recording.path.toStdString(), {moment.lab->id, recipe, "field"});
            for (std::uint64_t n = 0; n < recording.configurations; ++n) {
                for (std::uint64_t i = 0; i < recording.every; ++i)
                    if (stop.stop_requested() || !execution.step(stop, 1)) return;
                Snapshot snapshot;
                execution.observe(snapshot, {.panels = {}, .complete = true});
                const auto* field = find_field(snapshot);
                if (!field) throw Failure({Exporter::tr("this lab has no field to record").toStdString(), "", ""});
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
