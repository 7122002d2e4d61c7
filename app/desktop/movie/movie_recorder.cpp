// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/movie/movie_recorder.h"

#include <QDir>
#include <QFileInfo>
#include <future>

#include "app/desktop/lab_page.h"
#include "app/desktop/movie/encoder.h"
#include "app/desktop/movie/movie_dialog.h"
#include "app/desktop/movie/recording_indicator.h"
#include "app/desktop/panel_exporter.h"
#include "app/desktop/session.h"
#include "app/desktop/settings.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

namespace langevin::desktop {
namespace {

/// A name that is free: "phi4.mp4", "phi4-2.mp4"; a folder of pictures where there is no ffmpeg.
QString free_path(const QString& folder, const QString& name) {
    const QString ending = Encoder::program().isEmpty() ? "" : ".mp4";
    const QDir place(folder);
    auto path = place.filePath(name + ending);
    for (int n = 2; QFileInfo::exists(path); ++n)
        path = place.filePath(QStringLiteral("%1-%2%3").arg(name).arg(n).arg(ending));
    return path;
}

/// Has a frame painted on the GUI thread and waits for it. Work's thread.
QImage painted(Film* film, const std::shared_ptr<const Snapshot>& snapshot, const QString& provenance,
               const BackgroundJob::Reporter& reporter, const std::stop_token& stop) {
    auto promise = std::make_shared<std::promise<QImage>>();
    auto picture = promise->get_future();
    reporter.onGuiThread([=] {
        try {
            promise->set_value(film->frame(*snapshot, provenance));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    });
    while (picture.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready)
        if (stop.stop_requested()) throw Stopped{};
    return picture.get();
}

}  // namespace

MovieRecorder::MovieRecorder(Session& session, LabPage& page, QWidget* window)
    : QObject(window), session_(session), page_(page), window_(window), indicator_(new RecordingIndicator(window)) {
    connect(indicator_, &RecordingIndicator::stopRequested, this, &MovieRecorder::stop);
    connect(&job_, &BackgroundJob::progressed, this,
            [this](double, const QString& text) { indicator_->show(text, false); });
    connect(&camera_, &LiveCamera::progressed, this, [this](const QString& text) { indicator_->show(text, true); });
    connect(&job_, &BackgroundJob::finished, this, &MovieRecorder::finish);
    connect(&job_, &BackgroundJob::failed, this, [this](const QString& sentence) {
        finish();
        emit failed(sentence);
    });
    connect(&camera_, &LiveCamera::done, this, [this](const QString& sentence) {
        finish();
        emit done(sentence);
    });
    connect(&camera_, &LiveCamera::failed, this, [this](const QString& sentence) {
        finish();
        emit failed(sentence);
    });
}

MovieRecorder::~MovieRecorder() = default;

void MovieRecorder::finish() {
    film_.reset();
    indicator_->hide();
    emit changed();
}

void MovieRecorder::ask(QWidget* live, const QString& panel) {
    if (recording()) return emit failed(tr("A movie is being made already; stop it first (Ctrl+.)."));
    const auto* lab = session_.lab();
    MovieDialog::Subject subject{
        .name = lab ? QString::fromStdString(lab->title) : QString(),
        .step_unit = lab ? QString::fromStdString(lab->step_unit) : tr("step"),
        .parts = page_.isVisible() ? shown_panels(*page_.panels()).parts : QList<figures::Part>(),
        .on_screen = live,
        .live = panel.isEmpty() ? tr("the page") : tr("the panel")};
    Settings settings;
    const auto name = lab ? QString::fromStdString(lab->id) : QStringLiteral("langevin-lab");
    MovieDialog dialog(subject, free_path(settings.lastFolder(), name), window_);
    if (!panel.isEmpty()) dialog.choose({panel});
    if (dialog.exec() != QDialog::Accepted) return;
    settings.setLastFolder(QFileInfo(dialog.path()).absolutePath());
    if (dialog.live())
        recordLive(live, dialog.path(), dialog.plan().frames_per_second);
    else
        record(dialog.plan(), dialog.path());
}

MovieFile MovieRecorder::fileOf(const QString& path, int frames_per_second) const {
    MovieFile file{.path = path, .frames_per_second = frames_per_second};
    if (!session_.lab()) return file;
    file.title = QString::fromStdString(session_.lab()->title);
    file.comment = QString::fromStdString(storage::to_json(session_.recipe()));
    if (!session_.journal().empty()) file.comment += session_.commandLine();
    return file;
}

void MovieRecorder::record(const MoviePlan& plan, const QString& path) {
    if (recording()) return emit failed(tr("A movie is being made already; stop it first (Ctrl+.)."));
    session_.withMoment([this, plan, path](const std::optional<RunMoment>& moment) {
        if (recording()) return;  // asked twice
        if (!moment) return emit failed(tr("Nothing runs that could be recorded."));
        try {
            if (auto problem = find_problem({.path = path})) throw Failure(std::move(*problem));
            render(plan, path, *moment);
        } catch (const Failure& failure) {
            emit failed(QString::fromUtf8(failure.what()));
        }
    });
}

void MovieRecorder::render(const MoviePlan& plan, const QString& path, const RunMoment& moment) {
    std::map<QString, QVariantMap> choices;
    for (const auto& id : plan.panels)
        if (const auto* tile = page_.panels()->tile(QString::fromStdString(id))) choices[tile->id()] = tile->choices();
    film_ = std::make_unique<Film>(*moment.lab, moment.checkpoint->parameters, plan, choices);
    indicator_->show(tr("Movie: 0 of %1 frames").arg(plan.frames), false);
    job_.start([=, this, film = film_.get(), file = fileOf(path, plan.frames_per_second)](
                   const std::stop_token& stop, const BackgroundJob::Reporter& reporter) {
        Execution execution(*moment.lab, moment.first_parameters, moment.seed);
        execution.restore(*moment.checkpoint);
        const auto paint = [&](const Snapshot& snapshot, const QString& text) {
            return painted(film, std::make_shared<const Snapshot>(snapshot), text, reporter, stop);
        };
        const auto report = [&](std::uint64_t frames) {
            reporter.progress(static_cast<double>(frames) / static_cast<double>(plan.frames),
                              tr("Movie: %1 of %2 frames").arg(frames).arg(plan.frames));
        };
        try {
            std::uint64_t frames = 0;
            write_movie(file, stop,
                        [&](FrameSink& sink) { frames = shoot(execution, plan, sink, stop, 1, paint, report); });
            reporter.onGuiThread([=, this] { emit done(tr("Saved %1: %2 frames").arg(path).arg(frames)); });
        } catch (const Stopped&) {
            reporter.onGuiThread([this] { emit done(tr("The movie was stopped; nothing was written")); });
        }
    });
    emit changed();
}

void MovieRecorder::recordLive(QWidget* subject, const QString& path, int frames_per_second) {
    if (recording()) return emit failed(tr("A movie is being made already; stop it first (Ctrl+.)."));
    if (const auto problem = find_problem({.path = path}))
        return emit failed(QString::fromStdString(sentence(*problem)));
    indicator_->show(tr("Recording"), true);
    camera_.start(subject, fileOf(path, frames_per_second));
    emit changed();
}

void MovieRecorder::stop() {
    job_.stop();
    camera_.stop();
}

}  // namespace langevin::desktop
