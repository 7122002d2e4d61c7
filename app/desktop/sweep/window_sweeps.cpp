// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with sweeps.
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QStackedWidget>
#include <algorithm>

#include "app/desktop/gallery.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/main_window.h"
#include "app/desktop/panel_exporter.h"
#include "app/desktop/sweep/sweep_dialog.h"
#include "app/desktop/sweep/sweep_page.h"
#include "app/desktop/sweep/sweep_session.h"
#include "engine/labs/labs.h"
#include "engine/run/sweep_grid.h"
#include "engine/storage/sweep_file.h"
#include "engine/storage/table_file.h"
#include "widgets/controls/choose_file.h"
#include "widgets/style/text.h"
#include "widgets/views/panel_grid.h"

namespace langevin::desktop {
namespace {

/// "phi4.sweep", or "phi4-2.sweep" where that is there already.
QString free_path(const QString& folder, const QString& name) {
    const QDir place(folder);
    QString path = place.filePath(name + ".sweep");
    for (int n = 2; QFileInfo::exists(path); ++n) path = place.filePath(QStringLiteral("%1-%2.sweep").arg(name).arg(n));
    return path;
}

QString percent(const SweepStatus& status) {
    return QString::number(status.total > 0 ? 100 * status.done / status.total : 100);
}

PanelExporter::Source source_of(SweepSession& session, SweepPage& page) {
    const auto name = [&session] { return text(session.data()->grid().lab().id) + "-sweep"; };
    const auto title = [&session](const QString& panel) {
        const auto& lab = session.data()->grid().lab().title;
        const auto quantity = session.data()->quantity(panel.toStdString());
        return quantity ? text(lab + ": " + quantity->name.label) : text(lab);
    };
    return {.panels = page.panels(),
            .open = [&session] { return session.data() != nullptr; },
            .name = name,
            .title = title,
            .heading = [&session] { return text(session.data()->grid().lab().title); },
            .recipe = [&session] { return text(storage::to_json(session.data()->grid().plan())); },
            .write_recipe =
                [&session](const std::string& path) { storage::write_plan(path, session.data()->grid().plan()); }};
}

/// The parameters of the page; those that it leaves at their initial values as the shipped plan has them: they make its
/// plane what it is (a spin glass is measured at the lowest temperature, not at the one that the page shows).
std::vector<std::pair<std::string, Value>> with_known_values(const Lab& lab, Recipe page, const Recipe& shipped) {
    const ParameterSet initial(lab.parameters);
    for (auto& [key, value] : page.parameters) {
        const auto known = std::ranges::find(shipped.parameters, key, &std::pair<std::string, Value>::first);
        if (known != shipped.parameters.end() && value == initial.value(key)) value = known->second;
    }
    return page.parameters;
}

/// The plane that the lab's shipped phase diagram has, where what is on the page goes with it.
SweepPlan with_known_plane(const Lab& lab, SweepPlan plan) {
    for (const auto& shipped : labs::sweeps()) {
        if (shipped.plan.recipe.lab != lab.id) continue;
        auto known = shipped.plan;
        const auto steps = known.recipe.steps;
        known.recipe = plan.recipe;
        known.recipe.steps = steps;
        known.recipe.parameters = with_known_values(lab, plan.recipe, shipped.plan.recipe);
        if (!find_problem(lab, known)) return known;
    }
    return plan;
}

}  // namespace

void MainWindow::connectSweeps() {
    sweep_exporter_ = new PanelExporter(source_of(*sweep_session_, *sweep_page_), this);
    connect(sweep_exporter_, &PanelExporter::done, this, &MainWindow::say);
    connect(sweep_exporter_, &PanelExporter::failed, this, &MainWindow::complain);
    connect(sweep_session_, &SweepSession::opened, this, &MainWindow::showSweep);
    connect(sweep_session_, &SweepSession::changed, this, &MainWindow::showSweepProgress);
    connect(sweep_session_, &SweepSession::said, this, &MainWindow::say);
    connect(sweep_session_, &SweepSession::failed, this, &MainWindow::complain);
    connect(sweep_page_, &SweepPage::openRequested, this, &MainWindow::openRecipe);
    connect(sweep_page_, &SweepPage::backRequested, this, [this] {
        session_->lab() ? pages_->setCurrentWidget(page_) : pages_->setCurrentWidget(gallery_);
        showSweepProgress();
        updateActions();
    });
}

bool MainWindow::sweepShown() const {
    return pages_->currentWidget() == sweep_page_;
}

void MainWindow::planSweep() {
    if (!session_->lab()) return;
    SweepPlan plan{.recipe = session_->recipe(), .x = {.key = {}}, .y = {.key = {}}};
    plan.recipe.steps = std::max<std::uint64_t>(1000, plan.recipe.steps / 10 * 10);
    askForSweep(*session_->lab(), with_known_plane(*session_->lab(), plan), text(session_->lab()->id));
}

void MainWindow::askForSweep(const Lab& lab, const SweepPlan& plan, const QString& name) {
    auto* dialog = new SweepDialog(lab, plan, free_path(settings_.lastFolder(), name), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { startSweep(dialog->plan(), dialog->path()); });
    dialog->open();
}

void MainWindow::startSweep(const SweepPlan& plan, const QString& path) {
    try {
        session_->pause();  // the cores are for the sweep
        sweep_session_->begin(registry_.find(plan.recipe.lab), plan, path);
        settings_.addRecentFile(path);
        settings_.setLastFolder(QFileInfo(path).absolutePath());
    } catch (const Failure& failure) {
        complain(QString::fromUtf8(failure.what()));
    }
}

void MainWindow::showSweep() {
    if (!sweep_session_->data()) return;
    rememberLayout();
    pages_->setCurrentWidget(sweep_page_);
    const auto& plan = sweep_session_->data()->grid().plan();
    const auto title = plan.recipe.title.empty() ? sweep_session_->data()->grid().lab().title : plan.recipe.title;
    setWindowTitle(tr("Sweep: %1").arg(text(title)) + " – " + tr("Langevin Lab"));
    headline_->clear();
    showSweepProgress();
    updateActions();
}

void MainWindow::showSweepProgress() {
    const auto status = sweep_session_->status();
    const bool elsewhere = !sweepShown() && sweep_session_->data() && status.phase != Phase::finished;
    sweep_progress_->setText(elsewhere ? tr("Sweep %1 %").arg(percent(status)) : QString());
}

void MainWindow::saveSweepTables() {
    if (!sweep_session_->data()) return;
    const auto name = text(sweep_session_->data()->grid().lab().id) + "-sweep.h5";
    const auto path =
        controls::choose_file_to_write(this, tr("Sweep as tables"), QDir(settings_.lastFolder()).filePath(name),
                                       tr("HDF5, points and runs (*.h5);;CSV, points (*.csv)"));
    if (path.isEmpty() || !sweep_session_->data()) return;  // it may have been left meanwhile
    const auto& sweep = *sweep_session_->data();
    settings_.setLastFolder(QFileInfo(path).absolutePath());
    try {
        const auto points = sweep.points_table(), runs = sweep.runs_table();
        const auto plan = storage::to_json(sweep.grid().plan());
        if (path.endsWith(".csv"))
            storage::write_table_csv(path.toStdString(), points, "sweep: " + plan);
        else
            storage::write_tables_hdf5(path.toStdString(), {{"points", &points}, {"runs", &runs}}, plan);
        say(tr("Saved %1").arg(path));
    } catch (const Failure& failure) {
        complain(QString::fromUtf8(failure.what()));
    }
}

}  // namespace langevin::desktop
